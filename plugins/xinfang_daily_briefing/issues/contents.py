"""The content of an issue (要情内容) as it stands now: what a preview shows and what signing freezes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_daily_briefing import settings
from xinfang_daily_briefing.issues.models import Issue, Line
from xinfang_daily_briefing.items import verifying
from xinfang_daily_briefing.items.models import Item
from xinfang_daily_briefing.rules import contents
from xinfang_daily_briefing.rules.times import CHINA
from xinfang_site.plugin_api.asking import due_items
from xinfang_site.plugin_api.dates import now, work_calendar
from xinfang_site.plugin_api.figures import day_figures, due_figures
from xinfang_site.plugin_api.people import office


@dataclass(frozen=True, slots=True)
class Signing:
    """What signing adds (签发): who, when, and the agenda, which was asked for before the transaction."""

    signer: str
    at: datetime
    agenda: list[dict[str, str]]


def content_of(session: Session, issue: Issue, signing: Signing | None = None) -> dict[str, Any]:
    """Everything that the issue says, as plain JSON values; without ``signing`` as a preview."""
    chosen = settings.of(session, issue.office_id)
    name = office(session, issue.office_id).name
    return {
        "masthead": chosen.masthead,
        "organ": chosen.organ or name,
        "notice": chosen.notice,
        "day": issue.day.isoformat(),
        "year": issue.year,
        "number": issue.number,
        "total": issue.total,
        "edition": issue.edition,
        "reason": issue.reason if issue.edition > 1 else "",
        "silent": issue.silent,
        "sections": contents.sections(_lines(session, issue)),
        **_figures(session, issue),
        "agenda": signing.agenda if signing else agenda_of(session, issue),
        "foot": {
            "report": chosen.report_to,
            "send": chosen.send_to,
            "issue": chosen.issue_to,
            "copies": chosen.copies,
        },
        "people": {
            "editor": issue.editor_name,
            "reviewer": issue.reviewer_name,
            "signer": signing.signer if signing else "",
        },
        "signed_at": signing.at.isoformat() if signing else "",
    }


def _lines(session: Session, issue: Issue) -> list[dict[str, Any]]:
    included = [each for each in issue.lines if each.included]
    ids = [each.item_id for each in included if each.item_id is not None]
    items = {each.id: each for each in session.scalars(select(Item).where(Item.id.in_(ids)))}
    moment = now()
    return [_line(each, items.get(each.item_id or 0), moment) for each in included]


def _line(line: Line, item: Item | None, moment: datetime) -> dict[str, Any]:
    return {
        "column": line.column,
        "matter": line.matter,
        "item": line.item_id,
        "thread": item.thread_id if item else None,
        "task": line.task_id,
        "lead": line.lead,
        "body": line.body,
        "mark": line.mark,
        "check": _check(item, moment) if item else "",
        "unit": line.unit_name,
        "audience": line.audience,
        "named": sorted(line.named),
        "url": line.url,
    }


def _check(item: Item, moment: datetime) -> str:
    """The result of a verification in one sentence; nothing if none is needed."""
    check = verifying.check_of(item, moment)
    if check is None:
        return ""
    if not item.verifications:
        return "过夜未核实" if check.overnight else "正在核查"
    last = item.verifications[-1]
    at = last.at.astimezone(CHINA)
    night = "（过夜）" if check.overnight else ""
    return f"{at.month}月{at.day}日{at.hour}时{at.minute:02d}分核查：{last.result_word.title}{night}。{last.note}"


def agenda_of(session: Session, issue: Issue) -> list[dict[str, str]]:
    """The day's rota and key dates, as the other modules have them; never asked inside a transaction."""
    found = due_items(session, issue.office_id, issue.day, issue.day)
    return [{"text": each.text, "url": each.url} for each in found]


def _figures(session: Session, issue: Issue) -> dict[str, Any]:
    """Figures since the issue before, as the records have them at this moment.

    On a Monday that is Friday to Sunday: no day is left out.
    """
    last = issue.day - timedelta(days=1)
    first = work_calendar(session).previous_working_day(last)
    figures = [
        *day_figures(session, issue.office_id, first, last),
        *due_figures(session, issue.office_id, issue.day),
    ]
    return {
        "figures_from": first.isoformat(),
        "figures_to": last.isoformat(),
        "figures": [{"label": each.label, "number": each.number, "query": each.query} for each in figures],
    }
