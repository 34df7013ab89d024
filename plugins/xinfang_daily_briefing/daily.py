"""The briefing's own hours (要情定时工作): the draft at the set hour, missing issues flagged; safe to run twice."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from xinfang_daily_briefing import settings
from xinfang_daily_briefing.issues import drafting, queries
from xinfang_daily_briefing.items import verifying
from xinfang_daily_briefing.rules import days
from xinfang_site.plugin_api.dates import china, work_calendar
from xinfang_site.plugin_api.hooks import Actor, OfficeRef

DESK_KIND = "petition_office"
SHOWN_MISSING = 5
WORKER = Actor(None, "xinfang daily", "系统", None)


def morning(session: Session, office: OfficeRef, day: date) -> list[str]:
    """What is missing and what waits; only for an office that issues."""
    if office.kind != DESK_KIND:
        return []
    return [*_missing(session, office, day), *_waiting(session, office)]


def draft(session: Session, office: OfficeRef, day: date, moment: datetime) -> list[str]:
    """Make the day's draft once its hour has come; nothing when it is there, or none is due."""
    if office.kind != DESK_KIND or not days.is_due(work_calendar(session), day):
        return []
    if china(moment).hour < settings.of(session, office.id).draft_hour:
        return []
    if drafting.issue_of(session, office.id, day) is not None:
        return []
    made = drafting.make(session, WORKER, office.id, day)
    return [] if made is None else [f"已自动拟出 {day.isoformat()} 的要情"]


def _missing(session: Session, office: OfficeRef, day: date) -> list[str]:
    found = queries.missing(session, office.id, day)
    if not found:
        return []
    shown = "、".join(each.isoformat() for each in found[-SHOWN_MISSING:])
    more = f"等 {len(found)} 天" if len(found) > SHOWN_MISSING else ""
    return [f"要情缺刊：{shown}{more}"]


def _waiting(session: Session, office: OfficeRef) -> list[str]:
    waiting = verifying.waiting(session, office.id)
    return [f"信息预警待核查 {waiting} 条"] if waiting else []
