"""Suggestions of a month and teaching sheets (选题建议与案例查询)."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from xinfang_legal_study.lessons.models import SheetState, TeachingSheet
from xinfang_legal_study.quizzes.queries import missed_citations
from xinfang_legal_study.rules.suggesting import Sign, Suggestion, suggest
from xinfang_site.plugin_api.data import Missing, owned, owned_one
from xinfang_site.plugin_api.dates import instant
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.teaching import late_limits, overturned


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    first = date(year, month, 1)
    following = date(year + (month == 12), month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def suggestions(session: Session, office_id: int, first: date, last: date) -> list[Suggestion]:
    """What went wrong between two days as topics for study, heaviest first; matters are counted, not persons."""
    signs = [Sign("late", each.citation, each.count) for each in late_limits(session, office_id, first, last)]
    signs += [
        Sign("overturned", each.citation, each.count) for each in overturned(session, office_id, first, last)
    ]
    start, end = instant(first, time()), instant(last, time()) + timedelta(days=1)
    missed = missed_citations(session, office_id, start, end)
    signs += [Sign("missed", citation, count) for citation, count in missed.items()]
    return suggest(signs)


def sheets(session: Session, office_id: int | None, *, all_states: bool) -> Sequence[TeachingSheet]:
    """Teaching sheets, newest first; only published ones for those who merely study."""
    query = owned(TeachingSheet, office_id).order_by(TeachingSheet.id.desc())
    if not all_states:
        query = query.where(TeachingSheet.state == SheetState.APPROVED.value)
    return session.scalars(query).all()


def sheet_of(session: Session, actor: Actor, sheet_id: int, *, all_states: bool) -> TeachingSheet:
    """A sheet; for those who merely study only a published one.

    Raises:
        Missing: none of the office's, or not published.
    """
    found = owned_one(session, TeachingSheet, actor.office_id, sheet_id)
    if not all_states and found.standing is not SheetState.APPROVED:
        raise Missing
    return found


def drop_drafts(session: Session, petition_id: int) -> None:
    """Delete the sheets about a matter that nobody has approved: they may still tell of people."""
    drafts = TeachingSheet.petition_id == petition_id, TeachingSheet.state != SheetState.APPROVED
    session.execute(delete(TeachingSheet).where(*drafts))
