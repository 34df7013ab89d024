"""What if (期限推演): the office's running limits under supposed acts; nothing is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits import simulate as rules
from xinfang_site.domain.limits.clocks import Clock as DomainClock
from xinfang_site.domain.limits.clocks import Extension
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.roles import Role
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.clocks.rows import as_clock, pressing
from xinfang_site.petitions.models import Clock, Petition, RegisterEntry
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.visibility.entries import NO_DUE

MOST = 3000


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed to happen (假设条件); None and empty mean that it is not supposed.

    Attributes:
        horizon: last day to look at.
        accept_all: every matter that was signed for is accepted today.
        extend_number: number of the matter whose conclusion is extended.
        extend_days: by how many days.
        unit_id: the unit that concludes all its matters on ``unit_day``.
        unit_day: that day.
        handler_id: whoever is away from ``away_from`` to ``away_to``.
        away_from: first day away.
        away_to: last day away.
    """

    horizon: date
    accept_all: bool = False
    extend_number: str = ""
    extend_days: int = 0
    unit_id: int | None = None
    unit_day: date | None = None
    handler_id: int | None = None
    away_from: date | None = None
    away_to: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one limit (推演结果)."""

    petition_id: int
    number: str
    summary: str
    duty: str
    due_before: date | None
    due: date
    red_from: date | None
    act_by: date


@dataclass(frozen=True, slots=True)
class Result:
    """The forecast (推演): limits that go red, those red anyway, and what the absence brings forward."""

    looked_at: int
    red_before: int
    lines: Sequence[Line]
    sooner: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Known:
    petition: Petition
    clock: DomainClock


def run(session: Session, actor: Actor, wanted: Supposition, day: date) -> Result:
    """Forecast the running limits of the office's register.

    Raises:
        Refused: an act would be refused if it were done, or the matter named is not there.
    """
    calendar = work_calendar(session)
    known = _running(session, actor)
    clocks = {key: each.clock for key, each in known.items()}
    acts, begun = _acts(session, actor, wanted, known, day)
    before = rules.simulate(clocks, [], calendar, wanted.horizon)
    after = rules.simulate(clocks, acts, calendar, wanted.horizon)
    petitions = {key: each.petition for key, each in known.items()} | begun
    act_by = {each.key: each.act_by for each in before}
    lines = [_line(each, petitions[each.key]) for each in after if each.red_from is not None]
    sooner = [
        _line(each, petitions[each.key])
        for each in after
        if each.red_from is None and each.key in act_by and each.act_by < act_by[each.key]
    ]
    return Result(len(known), sum(each.red_from is not None for each in before), lines, sooner)


def _running(session: Session, actor: Actor) -> dict[str, _Known]:
    rows = session.execute(
        select(Clock, Petition)
        .join(Petition, Petition.id == Clock.petition_id)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(*scope.own_register(actor), RegisterEntry.due < NO_DUE, Clock.stopped_on.is_(None))
        .order_by(Clock.due)
        .limit(MOST)
    ).all()
    return {str(row.id): _Known(petition, as_clock(session, row)) for row, petition in rows if pressing(row)}


def _acts(
    session: Session, actor: Actor, wanted: Supposition, known: Mapping[str, _Known], day: date
) -> tuple[list[rules.Act], dict[str, Petition]]:
    acts: list[rules.Act] = []
    begun: dict[str, Petition] = {}
    if wanted.accept_all:
        for petition in _signed_for(session, actor):
            key = f"new-{petition.id}"
            begun[key] = petition
            acts.append(rules.Begin(key, limits.rules_of(session, petition, day), Duty.CONCLUSION, day))
    if wanted.extend_number:
        acts.append(_prolonged(wanted, known, day))
    if wanted.unit_id is not None and wanted.unit_day is not None:
        done = wanted.unit_day
        acts += [
            rules.Done(key, done)
            for key, each in known.items()
            if each.petition.unit_id == wanted.unit_id and each.clock.started_on <= done
        ]
    if wanted.handler_id is not None and wanted.away_from and wanted.away_to:
        keys = frozenset(key for key, each in known.items() if each.petition.handler_id == wanted.handler_id)
        acts.append(rules.Away(wanted.away_from, wanted.away_to, keys))
    return acts, begun


def _prolonged(wanted: Supposition, known: Mapping[str, _Known], day: date) -> rules.Prolong:
    for key, each in known.items():
        if each.petition.number == wanted.extend_number and each.clock.duty is Duty.CONCLUSION:
            extension = Extension(wanted.extend_days, "推演", "推演", Role.UNIT_HEAD, day)
            return rules.Prolong(key, extension)
    raise Refused("名册中没有这个编号的在办事项，或者该事项没有办结期限", field="extend_number")


def _signed_for(session: Session, actor: Actor) -> Sequence[Petition]:
    return session.scalars(
        select(Petition)
        .join(RegisterEntry, RegisterEntry.petition_id == Petition.id)
        .where(*scope.own_register(actor), RegisterEntry.state == State.SIGNED_FOR.value)
        .limit(MOST)
    ).all()


def _line(forecast: rules.Forecast, petition: Petition) -> Line:
    return Line(
        petition.id,
        petition.number,
        petition.summary,
        forecast.clock.duty.title,
        forecast.due_before,
        forecast.clock.due,
        forecast.red_from,
        forecast.act_by,
    )
