"""Reading the audit: filters, pages, the subtree of the discipline role, words, the export."""

import io
from datetime import date

import openpyxl
import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select

from tests.audited import last_event
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.accounts.administering.services import MoveDraft, move
from xinfang_site.audit import actions, change_words, exports, queries
from xinfang_site.audit.models import AuditEvent
from xinfang_site.audit.queries import EventsWanted, Place, page
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.offices import services as offices

CAST = Cast()


def did(username: str, action: str, object_type: str = "petition", object_id: str = "7", **more: str) -> int:
    with writing(db.session()):
        record(db.session(), CAST.actor(username), Act(action, object_type, object_id, **more))
    return db.session.scalars(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)).one()


def ids(wanted: EventsWanted) -> list[int]:
    return [each.id for each in page(db.session(), wanted, Place(), 50).events]


def office_id(code: str) -> int:
    return CAST.office(code).id


def test_the_newest_record_comes_first(any_app: Flask) -> None:
    made = [did("clerk", "petition.view") for _ in range(3)]
    assert ids(EventsWanted())[:3] == made[::-1]


def test_filters_find_what_they_name_and_nothing_else(any_app: Flask) -> None:
    viewed = did("clerk", "petition.view")
    edited = did("unit_handler", "office.edit", "office", "3", reason="改名")
    refused = did("other_clerk", "petition.view", object_id="8", result="refused")
    failed = did("other_clerk", "audit.verify", "audit", "", result="failed")
    assert ids(EventsWanted(person="clerk", object_type="petition")) == [refused, viewed]
    assert ids(EventsWanted(person="住建承办")) == [edited]
    assert ids(EventsWanted(person="zjcb")) == [edited]
    assert ids(EventsWanted(action="office.")) == [edited]
    assert ids(EventsWanted(action="office.edit", person="住建承办", office_id=office_id("JZJ"))) == [edited]
    assert ids(EventsWanted(object_type="petition", object_id="8")) == [refused]
    assert ids(EventsWanted(object_type="petition", object_id="8", person="clerk")) == [refused]
    assert ids(EventsWanted(object_type="office", action="office.edit")) == [edited]
    assert ids(EventsWanted(result="refused")) == [refused]
    assert ids(EventsWanted(result="not-ok")) == [failed, refused]
    assert refused not in ids(EventsWanted(result="ok"))
    assert ids(EventsWanted(office_id=office_id("JZJ"))) == [edited]
    assert ids(EventsWanted(office_id=office_id("JQ"))) == [edited, viewed]
    assert ids(EventsWanted(action="zzz.")) == []
    assert ids(EventsWanted(person="没有这个人")) == []


def test_an_unknown_name_that_tried_to_sign_in_is_found_as_typed(app: Flask) -> None:
    with writing(db.session()):
        from xinfang_site.actor import Actor

        record(db.session(), Actor(None, "Ghost", "", None), Act("sign-in", result="refused"))
    assert len(ids(EventsWanted(person="Ghost"))) == 1


def test_days_are_legal_days_in_china(any_app: Flask) -> None:
    with time_machine.travel("2026-03-02T15:59:59+00:00", tick=False):
        last_of_second = did("clerk", "petition.view")
    with time_machine.travel("2026-03-02T16:00:00+00:00", tick=False):
        first_of_third = did("clerk", "petition.view")
    second, third = date(2026, 3, 2), date(2026, 3, 3)
    assert ids(EventsWanted(first=second, last=second)) == [last_of_second]
    assert ids(EventsWanted(first=third, last=third)) == [first_of_third]
    assert ids(EventsWanted(last=third)) == [first_of_third, last_of_second]
    assert ids(EventsWanted(first=date(2001, 1, 1), last=date(2001, 1, 2))) == []


def test_a_clock_that_was_set_back_hides_nothing(app: Flask) -> None:
    with time_machine.travel("2026-03-05T09:00:00+08:00", tick=False):
        before = did("clerk", "petition.view")
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False):
        back = did("clerk", "petition.view")
    with time_machine.travel("2026-03-05T10:00:00+08:00", tick=False):
        after = did("clerk", "petition.view")
    day = date(2026, 3, 5)
    assert ids(EventsWanted(first=day, last=day)) == [after, before]
    assert back in ids(EventsWanted(last=day))


@pytest.mark.parametrize("wanted", [EventsWanted(action="petition.view"), EventsWanted(action="petition.")])
def test_pages_follow_one_another_both_ways_without_gaps(any_app: Flask, wanted: EventsWanted) -> None:
    made = [did("clerk", "petition.view") for _ in range(7)][::-1]
    first = page(db.session(), wanted, Place(), 3)
    assert [each.id for each in first.events] == made[:3]
    assert (first.newer, first.older) == (False, True)
    second = page(db.session(), wanted, Place(before=made[2]), 3)
    assert [each.id for each in second.events] == made[3:6]
    assert (second.newer, second.older) == (True, True)
    last = page(db.session(), wanted, Place(before=made[5]), 3)
    assert ([each.id for each in last.events], last.older) == (made[6:], False)
    again = page(db.session(), wanted, Place(after=made[5]), 3)
    assert [each.id for each in again.events] == made[2:5]
    assert (again.newer, again.older) == (True, True)


def test_the_discipline_role_sees_its_own_subtree_only(app: Flask) -> None:
    own = did("clerk", "petition.view")
    did("other_clerk", "petition.view")
    did("unit_handler", "petition.view")
    within = office_id("JXF")
    assert ids(EventsWanted(within=within, action="petition.")) == [own]
    assert ids(EventsWanted(within=within, office_id=office_id("YXF"))) == []
    event_id = did("other_clerk", "petition.view")
    assert queries.event(db.session(), event_id, within) is None
    assert queries.event(db.session(), event_id, None) is not None
    assert queries.event(db.session(), own, within) is not None
    assert queries.event(db.session(), 999999, None) is None


def test_what_was_done_before_an_office_moved_stays_visible(app: Flask) -> None:
    act = did("unit_handler", "petition.view")
    unit = CAST.office("JZJ")
    names = ("code", "name", "short_name", "kind", "letters", "version")
    draft = offices.OfficeDraft(**{each: getattr(unit, each) for each in names}, parent_id=office_id("YQ"))
    offices.edit(db.session(), CAST.actor("root_system"), unit.id, draft)
    assert act in ids(EventsWanted(within=unit.id))
    assert act in ids(EventsWanted(office_id=office_id("JQ"))), "it was done below the old parent"


def test_a_common_kind_of_record_is_walked_and_a_rare_one_looked_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [did("clerk", "petition.view") for _ in range(3)][::-1]
    did("clerk", "office.edit", "office", "1")
    assert ids(EventsWanted(object_type="petition")) == made
    monkeypatch.setattr(queries, "COMMON", 2)
    assert ids(EventsWanted(object_type="petition")) == made


@pytest.mark.parametrize(
    "wanted",
    [
        EventsWanted(),
        EventsWanted(person="clerk"),
        EventsWanted(action="petition."),
        EventsWanted(object_type="petition", object_id="7"),
        EventsWanted(result="refused"),
        EventsWanted(office_id=2),
    ],
)
def test_no_filter_reads_or_sorts_the_whole_table(app: Flask, wanted: EventsWanted) -> None:
    did("clerk", "petition.view")
    statements: list[tuple[str, object]] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        statements.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    page(db.session(), wanted, Place(before=10**6), 50)
    event.remove(db.engine, "before_cursor_execute", note)
    walks = [each for each in statements if "LIMIT" in each[0] and "audit_event" in each[0]]
    assert walks
    for statement, parameters in walks:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [str(row[3]) for row in plan]
        assert not [step for step in steps if step == "SCAN audit_event"], steps
        if len(walks) == 1 and "UNION" not in statement:
            assert not [step for step in steps if "TEMP B-TREE" in step], steps


def test_actions_results_and_changes_are_told_in_words() -> None:
    assert actions.action_title("role.set") == "调整角色"
    assert actions.action_title("petition.step.accept") == "办理：受理"
    assert actions.action_title("petition.step.unheard") == "办理：unheard"
    assert actions.action_title("plugin.act") == "plugin.act"
    assert actions.object_title("office") == "机构"
    assert actions.result_title("refused") == "拒绝"
    lines = change_words.change_lines(
        {"post": ["", "科长"], "working": [True, False], "note": "x", "standing": [None, "locked"]}
    )
    assert lines == ["职务：（空） → 科长", "安排：是 → 否", "说明：x", "状态：（空） → 已锁定"]
    assert change_words.change_lines(None) == []


def test_the_acts_of_modules_are_told_in_their_own_words(app: Flask) -> None:
    assert actions.action_title("key_dates.save") == "保存重要日期"
    assert actions.object_title("legal_study_quiz") == "学法考试"
    assert actions.action_title("import.receptions").startswith("导入")
    assert actions.known_groups()["joint_reception."] == "联合接访（全部）"


def test_the_codes_of_modules_are_told_in_their_own_words(app: Flask) -> None:
    told = change_words.change_lines
    assert told({"module": [None, "legal_study"]}, "module.on") == ["模块：（空） → 学法"]
    assert told({"state": ["planned", "held"]}, "legal_study.hold") == ["状态：计划 → 已举办"]
    assert told({"host": ["", "甲"]}, "legal_study.edit_session") == ["主持人：（空） → 甲"]
    works = {"works": [None, ["reception", "decisions"]]}
    assert told(works, "joint_reception.member") == ["工作内容：（空） → 接待群众来访、服务信访工作决策"]
    assert told({"state": ["planned", "held"]}, "not_installed.hold") == ["状态：planned → held"]


def test_the_export_has_no_formula_a_real_time_says_its_filter_and_is_itself_recorded(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "_CHUNK", 2)
    made = [did("clerk", "petition.view", object_id="=1+1", reason="@SUM(A1)") for _ in range(5)][::-1]
    wanted = EventsWanted(action="petition.view")
    data = exports.export(db.session(), CAST.actor("root_audit"), wanted, "操作：查看信访事项")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert "操作：查看信访事项" in str(rows[0][0])
    assert "审计员" in str(rows[0][0])
    assert rows[1] == exports.HEADINGS
    assert [int(str(row[0])) for row in rows[2:]] == made
    cells = [cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value]
    assert {cell.data_type for cell in cells if cell.column - 1 != exports.MOMENT} == {"s"}
    at = clock.china(db.session().get_one(AuditEvent, made[0]).at)
    assert str(rows[2][exports.MOMENT])[:19] == f"{at:%Y-%m-%d %H:%M:%S}"
    assert {cell.data_type for cell in cells if cell.column - 1 == exports.MOMENT} == {"d"}
    last = last_event()
    assert (last.action, last.changes["rows"]) == ("audit.export", [0, 5])


def test_the_export_is_capped(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MAX_ROWS", 3)
    for _ in range(5):
        did("clerk", "petition.view")
    data = exports.export(db.session(), CAST.actor("root_audit"), EventsWanted(), "")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet.max_row == 2 + 3


def test_a_moved_person_is_followed_by_user_name(app: Flask) -> None:
    before = did("clerk", "petition.view")
    clerk = CAST.actor("clerk")
    assert clerk.account_id is not None
    move(
        db.session(),
        CAST.actor("root_system"),
        clerk.account_id,
        MoveDraft(office_id("YXF"), "", "调动", 1),
    )
    after = did("clerk", "petition.view")
    assert ids(EventsWanted(person="登记甲", action="petition.view")) == [after, before]
