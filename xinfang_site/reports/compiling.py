"""Compiling a bulletin (编制通报): the paper and the list of its figures, counted at one moment."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.offices.models import Office
from xinfang_site.papers.paper import Paper
from xinfang_site.reports import limits, services, values
from xinfang_site.reports.bulletins import paper_of
from xinfang_site.reports.periods import Period
from xinfang_site.reports.queries import Counted
from xinfang_site.reports.services import Section


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What was compiled (通报): the paper, and every figure in it as exchanged with other programs."""

    paper: Paper
    figures: tuple[dict[str, str | int | None], ...]


def compile_bulletin(session: Session, actor: Actor, period: Period, day: date) -> Bulletin:
    """Compile an office's bulletin of a period (编制通报).

    Args:
        session: the database.
        actor: for whose office.
        period: a month, a year or any other of at most a year.
        day: today; figures of a period that is not over reach as far as it has come.

    Raises:
        Refused: the period has not begun or is longer than a year, or the actor belongs to no office.
    """
    office = session.get(Office, actor.office_id) if actor.office_id is not None else None
    if office is None:
        raise Refused("通报按机构编制，本账号不属于任何机构")
    if period.first > day:
        raise Refused(f"{period.title}还没有开始，没有可以通报的数据")
    if not period.fits_on_paper:
        raise Refused("通报的期间最长为一年，更长期间的数据请在“统计”页查看、导出")
    sections = _sections(session, actor, office.id, period, day)
    return Bulletin(paper_of(office.name, period, sections, day), _figures(sections, day))


def hand_out(session: Session, actor: Actor, period: Period, day: date) -> Bulletin:
    """The bulletin as a file to take along (导出通报); recorded.

    Raises:
        Refused: as :func:`compile_bulletin` does.
    """
    found = compile_bulletin(session, actor, period, day)
    changes = {"filter": [None, period.title], "count": [None, len(found.figures)]}
    with writing(session):
        record(session, actor, Act("report.bulletin", "report", changes=changes))
    return found


def _sections(session: Session, actor: Actor, office_id: int, period: Period, day: date) -> list[Section]:
    """The statistics' sections; the core's has the limits too, which the page shows apart."""
    core, *modules = services.sections(session, actor, period, day)
    duties = limits.overview(session, Counted(office_id, actor.barred), period, day)
    return [replace(core, tables=(*core.tables, duties)), *modules]


def _figures(sections: list[Section], day: date) -> tuple[dict[str, str | int | None], ...]:
    """As ``--json`` writes them: a figure's base is there if it is a rate, its list if the site has one."""
    return tuple(
        {
            "id": name,
            "label": label,
            "text": figure.text,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "as_of": (figure.as_of or day).isoformat(),
            "list": figure.url,
        }
        for each in sections
        for name, label, figure in values.listed(each.name, each.tables)
    )
