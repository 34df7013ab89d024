"""Code tables are never emptied; the working calendar is the office's own."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.audited import last_event
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.calendars import grids
from xinfang_site.calendars import queries as days
from xinfang_site.calendars import services as calendar
from xinfang_site.calendars.models import CalendarDay, CalendarYear
from xinfang_site.calendars.services import DayDraft, YearDraft
from xinfang_site.codes import queries, services
from xinfang_site.codes.loading import TABLES, load_tables
from xinfang_site.codes.models import Code
from xinfang_site.codes.queries import Wanted
from xinfang_site.codes.services import CodeChange, CodeDraft
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.known_tables import known
from xinfang_site.versions import StaleEditError

CAST = Cast()
HOLIDAY = date(2026, 10, 1)


def code(table: str, value: str) -> Code:
    return db.session.scalars(select(Code).where(Code.table_name == table, Code.code == value)).one()


def create(**changes: object) -> int:
    values: dict[str, object] = {"table": "source", "code": "95", "title": "巡视移交", **changes}
    draft = CodeDraft(**values)  # type: ignore[arg-type]  # tests change single fields
    return services.create(db.session(), CAST.actor("root_system"), draft)


def set_day(day: date, working: bool | None, name: str = "") -> frozenset[date]:
    version = calendar.day_version(db.session.get(CalendarDay, day))
    return calendar.set_day(
        db.session(), CAST.actor("root_system"), DayDraft(day, working, name), "通知", version
    )


def test_a_new_value_comes_last_and_may_be_chosen(app: Flask) -> None:
    code_id = create()
    values = queries.valid_codes(db.session(), "source", clock.today())
    assert values[-1].id == code_id
    assert last_event().action == "code.create"


def test_one_code_and_one_title_mean_one_thing_at_a_time(app: Flask) -> None:
    create()
    with pytest.raises(Refused) as refused:
        create(title="别的")
    assert refused.value.field == "code"
    with pytest.raises(Refused) as refused:
        create(code="96")
    assert refused.value.field == "title"


def test_the_same_code_may_come_again_in_a_later_period(app: Flask) -> None:
    today = clock.today()
    first = create()
    services.end(db.session(), CAST.actor("root_system"), first, today, "调整", 1)
    second = create(title="新的含义", valid_from=today + timedelta(days=1))
    assert first != second


def test_a_child_stands_one_level_below_its_parent_and_never_a_fourth(app: Flask) -> None:
    top = code("category", "01")
    child = db.session.get_one(Code, create(table="category", code="0199", parent_id=top.id))
    assert child.level == 2
    grandchild = create(table="category", code="019901", title="细分", parent_id=child.id)
    with pytest.raises(Refused, match="3 级"):
        create(table="category", code="01990101", title="再细", parent_id=grandchild)
    with pytest.raises(Refused, match="不存在"):
        create(parent_id=top.id)
    assert [each.id for each in queries.ancestors(db.session(), child)] == [top.id]
    assert queries.category_path(db.session(), grandchild).startswith("城乡建设 / 巡视移交 / ")
    assert queries.child_counts(db.session(), "category")[child.id] == 1


def test_an_edit_keeps_code_and_place_and_is_recorded(app: Flask) -> None:
    found = code(
        "source", db.session.scalars(select(Code.code).where(Code.table_name == "source")).first() or ""
    )
    change = CodeChange("新名称", "甲 乙", 3, None, found.version)
    services.edit(db.session(), CAST.actor("root_system"), found.id, change)
    assert last_event().changes["title"][1] == "新名称"
    with pytest.raises(StaleEditError):
        services.edit(db.session(), CAST.actor("root_system"), found.id, change)
    with pytest.raises(Refused, match="早于启用"):
        services.edit(
            db.session(),
            CAST.actor("root_system"),
            found.id,
            CodeChange("新名称", "", 3, date(1999, 1, 1), found.version),
        )


def test_an_ended_value_stays_for_old_matters(app: Flask) -> None:
    code_id = create()
    yesterday = clock.today() - timedelta(days=1)
    services.end(db.session(), CAST.actor("root_system"), code_id, yesterday, "不再使用", 1)
    assert code_id not in {each.id for each in queries.valid_codes(db.session(), "source", clock.today())}
    assert known(db.session()).code_titles[code_id] == "巡视移交"
    assert last_event().reason == "不再使用"
    shown = {
        each.id for each in queries.branch(db.session(), Wanted("source", None, "", True), clock.today())
    }
    hidden = {
        each.id for each in queries.branch(db.session(), Wanted("source", None, "", False), clock.today())
    }
    assert code_id in shown - hidden


def test_a_branch_ends_after_its_leaves(app: Flask) -> None:
    top = code("category", "01")
    with pytest.raises(Refused, match="下级分类"):
        services.end(db.session(), CAST.actor("root_system"), top.id, clock.today(), "调整", top.version)
    leaf = create()
    with pytest.raises(Refused, match="早于启用"):
        services.end(db.session(), CAST.actor("root_system"), leaf, date(1999, 1, 1), "调整", 1)
    with pytest.raises(Refused, match="早于启用"):
        create(code="97", title="x", valid_to=date(1999, 1, 1))


def test_values_are_found_by_title_code_and_synonym(app: Flask) -> None:
    found = queries.branch(db.session(), Wanted("channel", None, "热线", False), clock.today())
    assert [each.title for each in found] == ["来电"]
    assert queries.counts(db.session(), clock.today())["channel"] == 7


def test_the_shipped_values_never_overwrite_the_office_own(app: Flask) -> None:
    found = code("channel", "100")
    services.edit(
        db.session(), CAST.actor("root_system"), found.id, CodeChange("群众来信", "", 1, None, found.version)
    )
    with writing(db.session()):
        assert load_tables(db.session()) == 0
    assert code("channel", "100").title == "群众来信"
    assert set(queries.counts(db.session(), clock.today())) <= set(TABLES)


def test_the_calendar_counts_holidays_and_makeup_days(app: Flask) -> None:
    table = days.work_calendar(db.session())
    assert not table.is_working(HOLIDAY)
    assert table.is_makeup(date(2026, 10, 10))
    assert table.name_of(HOLIDAY) == "国庆节"


def test_a_day_entered_a_moment_ago_counts_at_once(app: Flask) -> None:
    day = date(2026, 12, 1)
    assert set_day(day, False, "停电") == {day}
    assert not days.work_calendar(db.session()).is_working(day)
    assert last_event().changes == {"working": ["按星期", "休息"], "name": ["", "停电"]}
    assert set_day(day, None) == {day}
    assert days.work_calendar(db.session()).is_working(day)


def test_renaming_a_holiday_moves_no_limit(app: Flask) -> None:
    assert set_day(HOLIDAY, False, "国庆") == frozenset()
    assert set_day(HOLIDAY, False, "国庆") == frozenset()
    assert set_day(date(2026, 12, 2), None) == frozenset()


@pytest.mark.parametrize(
    ("day", "working", "name", "why"),
    [
        (date(2026, 12, 1), True, "上班", "本来就是工作日"),
        (date(2026, 12, 1), False, "", "请填写"),
        (date(2027, 1, 1), False, "元旦", "还没有录入"),
    ],
)
def test_impossible_days_are_refused(app: Flask, day: date, working: bool, name: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        set_day(day, working, name)


def test_two_people_do_not_overwrite_a_day(app: Flask) -> None:
    old = calendar.day_version(db.session.get(CalendarDay, HOLIDAY))
    set_day(HOLIDAY, False, "国庆节放假")
    with pytest.raises(StaleEditError):
        calendar.set_day(db.session(), CAST.actor("root_system"), DayDraft(HOLIDAY, None), "x", old)


def test_next_years_table_is_asked_for_until_it_is_loaded(any_app: Flask) -> None:
    with time_machine.travel("2026-11-24T09:00:00+08:00", tick=False):
        assert days.missing_years(db.session(), date(2027, 12, 31)) == [2027]
        assert days.missing_years(db.session(), date(2026, 12, 31)) == []
        draft = YearDraft(2027, "国办发明电〔2026〕1号", [DayDraft(date(2027, 1, 1), False, "元旦")])
        with writing(db.session()) as session:
            assert calendar.put_year(session, CAST.actor("root_system"), draft) == ({date(2027, 1, 1)}, 1)
        assert days.missing_years(db.session(), date(2027, 12, 31)) == []
    assert last_event().changes["2027-01-01"] == ["按星期", "休息 元旦"]
    assert days.years(db.session())[0].year == 2027
    with writing(db.session()) as session:
        assert calendar.put_year(session, CAST.actor("root_system"), draft) == (frozenset(), 0)


def test_the_notice_may_be_corrected(app: Flask) -> None:
    calendar.set_notice(db.session(), CAST.actor("root_system"), 2026, "国办发明电〔2025〕7号")
    assert db.session.get_one(CalendarYear, 2026).notice == "国办发明电〔2025〕7号"
    before = last_event().id
    calendar.set_notice(db.session(), CAST.actor("root_system"), 2026, "国办发明电〔2025〕7号")
    assert last_event().id == before


def test_month_grids_hold_every_day_once_and_begin_on_monday(app: Flask) -> None:
    months = grids.months(2026, days.days_of(db.session(), 2026))
    cells = [cell for month in months for week in month.weeks for cell in week if cell]
    assert len(cells) == 365
    assert all(week[0] is None or week[0].day.weekday() == 0 for month in months for week in month.weeks)
    marks = {cell.day: (cell.mark, cell.name) for cell in cells if cell.mark}
    assert marks[HOLIDAY] == ("休", "国庆节")
    assert marks[date(2026, 10, 10)] == ("班", "国庆节")


def test_the_last_month_of_all_has_a_grid() -> None:
    assert len([cell for week in grids.months(9999, {})[11].weeks for cell in week if cell]) == 31
