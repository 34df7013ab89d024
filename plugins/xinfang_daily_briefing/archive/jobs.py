"""The long list of the archive in the background (要情清单后台导出)."""

from dataclasses import asdict
from datetime import date
from typing import Any

from xinfang_daily_briefing import scope
from xinfang_daily_briefing.archive import queries, sheets
from xinfang_daily_briefing.archive.queries import Wanted
from xinfang_daily_briefing.permissions import READ
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.jobs import JobKind, JobResult, JobWork

AT_ONCE = 500
"""Lines that a page writes itself; more are the worker's."""


def arguments_of(wanted: Wanted) -> dict[str, Any]:
    """The conditions as a job keeps them."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(wanted).items()
    }


def run(work: JobWork) -> JobResult:
    """Write the list for the person who asked, as far as that person may read now."""
    kept = dict(work.arguments)
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("first", "last")}
    wanted = Wanted(**{**kept, **days})
    desk = scope.desk_of(work.session, work.actor, today())
    found = queries.everything(work.session, work.actor, desk.id, wanted)
    work.progress(0, len(found), "正在写入")
    content = sheets.lines(work.session, work.actor, found, wanted)
    return JobResult(f"要情清单 {len(found)} 条", content, "briefing-lines.xlsx")


KIND = JobKind("daily_briefing.archive", "导出要情清单", READ, run)
