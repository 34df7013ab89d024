"""Reading the audit (审计查询): one page at a time, newest first, whatever the filter.

With millions of records a page must cost a page. The list walks ids downwards; a filter that names
a few values of an indexed column becomes one walk for each value, merged (``_branches``). A span of
days becomes bounds of ids first, so that an old month is not reached by walking through the years
after it; the days themselves are checked as well, since a clock may have been set back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from xinfang_site import clock
from xinfang_site.accounts.models import Account
from xinfang_site.audit.models import AuditEvent

Condition = ColumnElement[bool]
NOTHING = -1
COMMON = 5000


@dataclass(frozen=True, slots=True)
class EventsWanted:
    """What the audit is filtered by (审计筛选); empty means all.

    Attributes:
        first: first legal day.
        last: last legal day.
        person: a user name, a name, or part of one.
        action: an action's code, or the beginning of several, such as ``office.``.
        object_type: kind of record.
        object_id: its identifier; needs ``object_type``.
        office_id: acts of this office and of those then below it.
        result: ``ok``, ``refused``, ``failed``, or ``not-ok`` for both of the latter.
        within: id of the reader's own office, when the reader sees only its subtree.
        barred: matters that report the reader, to whom their records are missing.
    """

    first: date | None = None
    last: date | None = None
    person: str = ""
    action: str = ""
    object_type: str = ""
    object_id: str = ""
    office_id: int | None = None
    result: str = ""
    within: int | None = None
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins (翻页位置): below id ``before``, or above id ``after``; 0 for neither."""

    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class EventPage:
    """One page of events (审计页), newest first, and whether there are newer and older ones."""

    events: Sequence[AuditEvent]
    newer: bool
    older: bool


def page(session: Session, wanted: EventsWanted, place: Place, size: int) -> EventPage:
    """One page of what is wanted."""
    upwards = place.after > 0
    ids = _ids(session, wanted, place, size + 1, upwards=upwards)
    more = len(ids) > size
    ids = ids[:size]
    rows = session.scalars(
        select(AuditEvent).where(AuditEvent.id.in_(ids)).order_by(AuditEvent.id.desc())
    ).all()
    if upwards:
        return EventPage(rows, newer=more, older=bool(ids))
    return EventPage(rows, newer=place.before > 0, older=more)


def _ids(session: Session, wanted: EventsWanted, place: Place, limit: int, *, upwards: bool) -> list[int]:
    bounds = _bounds(session, wanted)
    if bounds is None:
        return []
    common = [*bounds, *_filters(session, wanted)]
    if place.before:
        common.append(AuditEvent.id < place.before)
    if place.after:
        common.append(AuditEvent.id > place.after)
    order = AuditEvent.id.asc() if upwards else AuditEvent.id.desc()
    queries = [
        select(AuditEvent.id).where(*branch, *common).order_by(order).limit(limit)
        for branch in _branches(session, wanted)
    ]
    return list(session.scalars(_merged(queries, limit, upwards=upwards)))


def _merged(queries: list[Select[int]], limit: int, *, upwards: bool) -> Select[int]:
    """The first ids of several walks together."""
    if len(queries) == 1:
        return queries[0]
    if not queries:
        return select(AuditEvent.id).where(AuditEvent.id == NOTHING)
    parts = union_all(*(select(each.subquery().c.id) for each in queries)).subquery()
    return select(parts.c.id).order_by(parts.c.id.asc() if upwards else parts.c.id.desc()).limit(limit)


def _filters(session: Session, wanted: EventsWanted) -> list[Condition]:
    """Conditions that each record is checked against."""
    found: list[Condition] = []
    if wanted.object_type:
        alone = not wanted.object_id and _is_common(session, wanted.object_type)
        # a common kind is met often enough on the walk; its index would bring all of it to be sorted
        column = AuditEvent.object_type.concat("") if alone else AuditEvent.object_type
        found.append(column == wanted.object_type)
    if wanted.object_type and wanted.object_id:
        found.append(AuditEvent.object_id == wanted.object_id)
    if wanted.barred:
        about = AuditEvent.object_id.in_([str(each) for each in sorted(wanted.barred)])
        found.append(not_(and_(AuditEvent.object_type == "petition", about)))
    if wanted.result:
        # the words of the partial index, so that it serves
        found.append(AuditEvent.result == "ok" if wanted.result == "ok" else AuditEvent.result != "ok")
        if wanted.result not in ("ok", "not-ok"):
            found.append(AuditEvent.result == wanted.result)
    return found


def _is_common(session: Session, object_type: str) -> bool:
    some = select(AuditEvent.id).where(AuditEvent.object_type == object_type).limit(COMMON).subquery()
    return session.scalar(select(func.count()).select_from(some)) == COMMON


def _branches(session: Session, wanted: EventsWanted) -> list[list[Condition]]:
    """One list of conditions for each index walk; the most selective filter decides the walks."""
    paths = _paths(session, wanted)
    people = _usernames(session, wanted.person) if wanted.person else None
    actions = _actions(session, wanted.action) if wanted.action else None
    groups: list[tuple[InstrumentedAttribute[str], list[str] | None]] = [
        (AuditEvent.username, people),
        (AuditEvent.action, actions),
        (AuditEvent.office_path, paths),
    ]
    used = [(column, values) for column, values in groups if values is not None]
    if not used:
        return [[]]
    walked = None if wanted.object_type and wanted.object_id else used[0]
    checked: list[Condition] = [column.in_(values) for column, values in used if (column, values) != walked]
    if walked is None:
        return [checked]
    column, values = walked
    return [[column == value, *checked] for value in values]


def _usernames(session: Session, person: str) -> list[str]:
    """User names that match; also the text as typed, since older records hold unknown names so."""
    lowered = person.lower()
    found = session.scalars(
        select(Account.username)
        .where(
            or_(
                Account.username.contains(lowered, autoescape=True),
                Account.name.contains(person, autoescape=True),
                Account.initials == lowered,
            )
        )
        .limit(50)
    )
    return sorted({*found, person})


def _actions(session: Session, action: str) -> list[str]:
    if action.endswith((".", "-")):
        return [each for each in distinct(session, AuditEvent.action) if each.startswith(action)]
    return [action]


def _paths(session: Session, wanted: EventsWanted) -> list[str] | None:
    """Paths of the offices meant, as they were at the time: an office may have moved since."""
    needed = [f"/{each}/" for each in (wanted.office_id, wanted.within) if each is not None]
    if not needed:
        return None
    return [
        path for path in distinct(session, AuditEvent.office_path) if all(each in path for each in needed)
    ]


def people(session: Session, events: Iterable[AuditEvent]) -> Mapping[int, str]:
    """Names of the people who acted (姓名), by account, since a user name alone tells readers little."""
    ids = {each.account_id for each in events if each.account_id is not None}
    if not ids:
        return {}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row.id: row.name for row in rows}


def distinct(session: Session, column: InstrumentedAttribute[str]) -> list[str]:
    """The distinct values of an indexed column, by one index look-up each instead of reading the table."""
    first = select(func.min(column).label("value")).cte("walk", recursive=True)
    following = select(func.min(column)).where(column > first.c.value).scalar_subquery()
    walk = first.union_all(select(following).where(first.c.value.is_not(None)))
    return [value for value in session.scalars(select(walk.c.value)) if value is not None]


def _bounds(session: Session, wanted: EventsWanted) -> list[Condition] | None:
    """Bounds of ids and of time for the days wanted; None when nothing was recorded in them."""
    days: list[Condition] = []
    if wanted.first is not None:
        days.append(AuditEvent.at >= start_of(wanted.first))
    if wanted.last is not None:
        days.append(AuditEvent.at < start_of(wanted.last + timedelta(days=1)))
    if not days:
        return []
    span = session.execute(select(func.min(AuditEvent.id), func.max(AuditEvent.id)).where(*days)).one()
    lowest, highest = tuple(span)
    if not lowest:
        return None
    return [AuditEvent.id >= lowest, AuditEvent.id <= highest, *days]


def start_of(day: date) -> datetime:
    """The instant at which a legal day begins in China."""
    return datetime.combine(day, time(), clock.CHINA)


def event(
    session: Session, event_id: int, within: int | None, barred: frozenset[int] = frozenset()
) -> AuditEvent | None:
    """One record, if the reader may see it."""
    found = session.get(AuditEvent, event_id)
    if found is None or (within is not None and f"/{within}/" not in found.office_path):
        return None
    if found.object_type == "petition" and found.object_id in {str(each) for each in barred}:
        return None
    return found
