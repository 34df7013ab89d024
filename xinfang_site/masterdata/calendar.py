"""Holidays from a sheet (节假日导入): date, 休息 or 上班, name; the years of the rows count as loaded."""

from collections.abc import Sequence
from datetime import date

from xinfang_site.calendars.queries import days_of
from xinfang_site.calendars.services import FIRST_YEAR, LAST_YEAR, DayDraft, YearDraft, put_year
from xinfang_site.domain.errors import Refused
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.masterdata.batch import Batch, Result
from xinfang_site.masterdata.rows import Column, SheetRow

COLUMNS = (
    Column("day", ("日期", "时间"), required=True),
    Column("working", ("安排", "上班/休息", "上班休息", "类型", "状态", "是否上班"), required=True),
    Column("name", ("名称", "节日", "节日名称", "事由", "备注")),
    Column("notice", ("通知文号", "文号", "依据")),
)
STATUTORY_HOLIDAYS = 11
"""Days off by 《全国年节及纪念日放假办法》 since 2008 (13 since 2025); fewer rest days cannot be a whole year."""
_WORDS = {
    "休息": False, "休": False, "放假": False, "节假日": False, "假日": False, "否": False,
    "上班": True, "班": True, "调休": True, "调休上班": True, "补班": True, "工作日": True, "是": True,
}  # fmt: skip


def put(batch: Batch, rows: Sequence[SheetRow]) -> None:
    """Take the rows over, year by year."""
    drafts: dict[int, dict[DayDraft, SheetRow]] = {}
    seen: dict[date, int] = {}
    for row in rows:
        try:
            draft = read_day(row)
            _check_new(draft, seen)
            seen[draft.day] = row.number
            drafts.setdefault(draft.day.year, {})[draft] = row
        except Refused as refusal:
            batch.note(row.number, Result.FAULT, str(refusal), refusal.field or "")
    if batch.count(Result.FAULT):
        return
    for year, days in sorted(drafts.items()):
        notices = [row.text("notice") for row in days.values() if row.text("notice")]
        for draft, row in days.items():
            _, entered = put_year(
                batch.session, batch.actor, YearDraft(year, "".join(notices[:1])[:200], [draft])
            )
            if entered:
                batch.note(row.number, Result.ADDED, f"{draft.day.isoformat()} {draft.name}")
            else:
                batch.note(row.number, Result.SKIPPED, "与现有日历相同")
        _warn_if_short(batch, year)


def _warn_if_short(batch: Batch, year: int) -> None:
    """A year counts as loaded from its first row on; a table that cannot be whole is pointed out."""
    rest = sum(not each.working for each in days_of(batch.session, year).values())
    if rest < STATUTORY_HOLIDAYS:
        text = f"{year} 年只有 {rest} 天放假，少于法定节假日 {STATUTORY_HOLIDAYS} 天，请核对表格是否完整"
        batch.note(0, Result.WARNING, text)


def _check_new(draft: DayDraft, seen: dict[date, int]) -> None:
    if draft.day in seen:
        raise Refused(f"与第 {seen[draft.day]} 行的日期相同", field="day")


def read_day(row: SheetRow) -> DayDraft:
    """One row as a day.

    Raises:
        Refused: no date, unknown word, or a makeup day on a weekday.
    """
    try:
        day = row.day("day")
    except LedgerError as error:
        raise Refused(str(error), field="day") from error
    if day is None:
        raise Refused("日期为空", field="day")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间", field="day")
    words = row.text("working")
    if words not in _WORDS:
        raise Refused(f"应填写“休息”或者“上班”，现为“{words}”", field="working")
    working = _WORDS[words]
    if working and day.weekday() < 5:
        raise Refused(f"{day.isoformat()} 本来就是工作日，不需要列出", field="working")
    name = row.text("name")[:40] or ("调休上班" if working else "放假")
    return DayDraft(day, working, name)
