"""A year's ledgers: planning errors found, weeks counted, figures equal to the truth, the same file never twice."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
import xlsxwriter
from sqlalchemy import select

from tests.plugins.joint_reception.conftest import Hall
from xinfang_joint_reception.domain.figures import Tally, by_kind, tally
from xinfang_joint_reception.domain.weeks import totals
from xinfang_joint_reception.figures import queries
from xinfang_joint_reception.ledger import kinds, taking
from xinfang_joint_reception.outcome import recording
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.rota.sessions import alarms
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.ledgers import reader
from xinfang_site.ledgers.results import Counts
from xinfang_site.ledgers.values.vocabulary import Vocabulary

YEAR = date(2025, 1, 1), date(2025, 12, 31)
LEADERS = ("接访日期", "接访领导", "职务", "接访地点", "接待批次", "接待人次")
NAMES = ("高建国", "沈 岚", "唐子文", "罗晓明")


def book(path: Path, *sheets: tuple[str, Sequence[str], Sequence[Sequence[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        for name, head, rows in sheets:
            page = made.add_worksheet(name)
            page.merge_range(0, 0, 0, len(head) - 1, f"2025年{name}")
            page.write_row(1, 0, head)
            for number, row in enumerate(rows, 2):
                page.write_row(
                    number, 0, [each.isoformat() if isinstance(each, date) else each for each in row]
                )
    return path


def taken(hall: Hall, path: Path, kind, take, batch: str = "b1") -> Counts:
    rows = list(reader.read(path, kind, Vocabulary({})))
    with writing(hall.session):
        results = take(hall.session, hall.planner, rows, batch)
    counts = Counts()
    for each in results:
        counts.add(each)
    return counts


def working(day: date) -> date:
    while not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def leaders() -> list[list[object]]:
    """25 receptions: the 10th is a second one of the same person, the 20th is on the National Day."""
    days = [working(date(2025, month, day)) for month in range(1, 13) for day in (8, 22)]
    rows: list[list[object]] = [
        [day, NAMES[n % 4], "副区长", "接待中心", n % 3, n % 3 * 2] for n, day in enumerate(days)
    ]
    rows.insert(9, [*rows[8][:3], "磁器口街道", 1, 1])
    rows[19][0] = date(2025, 10, 2)
    return rows


def test_a_years_receptions_with_two_planning_errors(hall: Hall, tmp_path: Path) -> None:
    rows = leaders()
    joint = [
        [working(date(2025, month, 10)), "区住建委、区教委、区民政局", month, month * 2]
        for month in range(1, 13)
    ]
    path = book(
        tmp_path / "year.xlsx",
        ("区领导接访", LEADERS, rows),
        ("部门联合接访", ("日期", "参加单位", "批次", "人次"), joint),
    )
    counts = taken(hall, path, kinds.RECEPTIONS, taking.take_receptions)
    assert (counts.imported, counts.skipped, counts.warnings) == (37, 0, 2)
    found = queries.sessions(hall.session, hall.planner.office_id or 0, YEAR)
    assert sum(each.errors for each in found) == 2
    batches, visitors = sum(int(str(row[4])) for row in rows), sum(int(str(row[5])) for row in rows)
    empty = sum(row[4] == 0 for row in rows)
    assert tally(found, by_kind) == {
        "区领导公开接访": Tally(25, 25, empty, batches, visitors),
        "区级部门联合接访": Tally(12, 12, 0, 78, 156),
    }
    again = taken(hall, path, kinds.RECEPTIONS, taking.take_receptions, "b2")
    assert (again.imported, again.skipped) == (0, 37)


def test_a_years_duty_of_lawyers_counts_its_weeks(hall: Hall, tmp_path: Path) -> None:
    days = [
        day
        for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(365))
        if chinese_calendar.is_workday(day) and day.weekday() in (1, 3)
    ]
    rows = [
        [
            day,
            f"周{'一二三四五六日'[day.weekday()]}",
            "上午",
            "周明远",
            "正己律师事务所",
            "到岗",
            n % 2,
            n % 2,
        ]
        for n, day in enumerate(days)
    ]
    rows[5][5] = "请假"
    head = ("值班日期", "星期", "时间", "值班律师", "律师事务所", "到岗情况", "接待批次", "接待人次")
    path = book(tmp_path / "duty.xlsx", ("律师值班表", head, rows))
    assert taken(hall, path, kinds.LAWYER_DUTY, taking.take_duty).warnings == 0
    kind = hall.session.scalars(select(Kind).where(Kind.form == "lawyers")).one()
    weeks = totals(alarms.weeks_of(hall.session, hall.planner.office_id, kind, YEAR))
    short = met = other = 0
    for week in {day.isocalendar()[:2] for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(365))}:
        inside = [
            d
            for d in (date(2025, 1, 1) + timedelta(days=n) for n in range(365))
            if d.isocalendar()[:2] == week
        ]
        held = sum(day in days and day != days[5] for day in inside)
        able = sum(chinese_calendar.is_workday(day) for day in inside)
        met, short, other = met + (held >= 2), short + (held < 2 <= able), other + (held < 2 and able < 2)
    assert (weeks.weeks, weeks.met, weeks.short, weeks.not_applicable) == (53, met, short, other)
    assert weeks.sessions == len(days) - 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["2025-03-08", "唐子文", "", "中心", 1, 1], "2025-03-08是周六，不是调休上班日"),
        (["2025-02-08", "唐子文", "", "中心", 1, 1], ""),
        (["2025-02-30", "唐子文", "", "中心", 1, 1], "没有可以识别的日期"),
        (["2025-03-10", "", "", "中心", 1, 1], "没有接访人员或者单位"),
    ],
)
def test_each_fault_is_named_at_its_row(hall: Hall, tmp_path: Path, row, fault: str) -> None:
    path = book(tmp_path / "one.xlsx", ("接访", LEADERS, [["2025-03-05", "高建国", "", "中心", 1, 1], row]))
    rows = list(reader.read(path, kinds.RECEPTIONS, Vocabulary({})))
    with writing(hall.session):
        results = taking.take_receptions(hall.session, hall.planner, rows, "b1")
    last = [each for each in results if not each.structural][-1]
    said = " ".join([last.reason, *(note.message for note in last.warnings)])
    assert fault in said
    assert bool(fault) is bool(said.strip())


def test_an_import_is_taken_back_whole_unless_somebody_worked_on_it(hall: Hall, tmp_path: Path) -> None:
    path = book(tmp_path / "year.xlsx", ("区领导接访", LEADERS, leaders()))
    taken(hall, path, kinds.RECEPTIONS, taking.take_receptions)
    first = hall.session.scalars(select(Sitting).order_by(Sitting.day)).first()
    assert first is not None
    draft = recording.RecordDraft(first.id, "钱来访", "", "", 1, "电梯停运", "", "")
    recording.write(hall.session, hall.people.actor("clerk"), draft)
    with pytest.raises(Refused, match="已有接访记录"), writing(hall.session):
        taking.take_back(hall.session, hall.planner, "b1")
    with writing(hall.session):
        hall.session.execute(recording.ReceptionRecord.__table__.delete())
    with writing(hall.session):
        assert taking.take_back(hall.session, hall.planner, "b1") == 25
    assert hall.session.scalars(select(Sitting)).all() == []


def test_a_joint_day_written_a_row_a_window_is_one_session(hall: Hall, tmp_path: Path) -> None:
    rows = [
        ["2025-03-10", f"{n}号窗口", unit, n, n]
        for n, unit in enumerate(("区住建委", "区教委", "区民政局"), 1)
    ]
    path = book(tmp_path / "joint.xlsx", ("联合接访", ("日期", "窗口", "单位", "批次", "人次"), rows))
    assert taken(hall, path, kinds.RECEPTIONS, taking.take_receptions).warnings == 0
    (sitting,) = hall.session.scalars(select(Sitting)).all()
    assert (sitting.batches, sitting.visitors) == (6, 6)
    assert [duty.window for duty in sitting.duties] == ["1号窗口", "2号窗口", "3号窗口"]
