"""The year counted (年度数字): sessions held and planned, quarters, rows of the plan carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xinfang_legal_study.rules.attendance import Tally
from xinfang_legal_study.rules.kinds import SessionState
from xinfang_legal_study.rules.plan import Quarter, Share, by_quarter, plan_share
from xinfang_legal_study.sessions.models import StudySession
from xinfang_legal_study.years.models import PlanRow


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The year's figures (年度数字), each with what it is made of."""

    held: int
    planned: int
    cancelled: int
    moved: int
    thematic: int
    plan: Share
    heads: Tally


def figures(found: Sequence[StudySession], waiting_rows: int = 0) -> YearFigures:
    """Sessions counted: planned is not held, a title makes nothing thematic."""
    held = [each for each in found if each.standing is SessionState.HELD]
    states = [each.standing for each in found]
    return YearFigures(
        held=len(held),
        planned=states.count(SessionState.PLANNED),
        cancelled=states.count(SessionState.CANCELLED),
        moved=states.count(SessionState.MOVED),
        thematic=sum(each.counts_thematic for each in held),
        plan=plan_share([each.fact for each in found], waiting_rows),
        heads=sum((each.tally for each in held), Tally(0, 0)),
    )


def quarters(rows: Sequence[PlanRow], found: Sequence[StudySession], year: int, day: date) -> list[Quarter]:
    """Plan against held by quarter."""
    return by_quarter([each.item for each in rows], [each.fact for each in found], year, day)


def held_by_row(found: Sequence[StudySession]) -> Mapping[int, list[StudySession]]:
    """The sessions that carry each row of the plan out."""
    groups: dict[int, list[StudySession]] = {}
    for each in found:
        if each.row_id is not None and not each.superseded:
            groups.setdefault(each.row_id, []).append(each)
    return groups


def waiting_rows(rows: Sequence[PlanRow], found: Sequence[StudySession]) -> int:
    """Rows that no session carries out yet."""
    carried = {each.row_id for each in found}
    return sum(row.id not in carried for row in rows)
