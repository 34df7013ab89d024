"""A ledger's row as a matter: nothing lost, nothing invented in silence."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from tests import ledger_files as files
from tests.matters import ID_NUMBER, code_id
from tests.people import Cast
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.statutes import article
from xinfang_site.extensions import db
from xinfang_site.imports.drafting import words
from xinfang_site.imports.drafting.dating import Dater
from xinfang_site.imports.drafting.drafter import Drafter, Taken
from xinfang_site.imports.orders import Order
from xinfang_site.ledgers.petition_kind import LedgerRow
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.petitions.models import Lookup, Petition, Petitioner
from xinfang_site.petitions.registering import services as registering

DAY = date(2026, 1, 5)


def drafter(**choices: Any) -> Drafter:
    known = words.load(db.session(), files.desk(), today())
    return Drafter(known, Order(**choices), today())


def take(order: Order | None = None, **values: Any) -> Taken:
    row = LedgerRow(**{"received_on": DAY, "names": ("赵青松",), "title": "电梯停运", **values})
    chosen = order or Order()
    (received,) = Dater(today(), chosen.missing_date).of([row])
    return Drafter(words.load(db.session(), files.desk(), today()), chosen, today()).take(row, received)


def notes(taken: Taken) -> str:
    return "；".join(note.message for note in taken.notes)


@pytest.fixture(autouse=True)
def _site(app):
    return app


@pytest.mark.parametrize(
    ("values", "state", "closed"),
    [
        ({}, "registered", None),
        ({"state": "办理中", "reply": "正在调查"}, "registered", None),
        ({"reply": "已修复", "concluded_on": DAY + timedelta(9)}, "concluded", DAY + timedelta(9)),
        ({"reply": "已修复"}, "concluded", DAY),
        ({"concluded_on": DAY + timedelta(9)}, "concluded", DAY + timedelta(9)),
        ({"state": "已办结"}, "concluded", DAY),
        ({"state": "不予受理", "concluded_on": DAY}, "not_accepted", DAY),
        ({"state": "作废"}, "void", DAY),
        ({"state": "奇怪的状态"}, "registered", None),
        ({"state": "办理中", "concluded_on": DAY}, "concluded", DAY),
    ],
)
def test_rows_with_a_result_are_closed_and_others_run(values, state, closed) -> None:
    taken = take(**values)
    assert (taken.state.value, taken.closed_on) == (state, closed)
    if state == "registered":
        assert taken.draft.remarks == (f"状态：{values['state']}" if "state" in values else "")


def test_an_old_ledger_may_be_taken_as_concluded() -> None:
    assert take(Order(all_closed=True)).state.value == "concluded"


def test_a_conclusion_in_the_future_or_before_receipt_is_said() -> None:
    late = take(concluded_on=today() + timedelta(30))
    assert late.state.value == "registered"
    assert "在今天之后" in notes(late)
    assert "早于收到日期" in notes(take(concluded_on=DAY - timedelta(1)))


def test_days_of_receipt_come_from_the_neighbours() -> None:
    rows = [
        LedgerRow(title="一"),
        LedgerRow(received_on=DAY),
        LedgerRow(title="三", concluded_on=DAY - timedelta(5)),
        LedgerRow(received_on=today() + timedelta(9)),
        LedgerRow(title="五"),
    ]
    found = Dater(today(), None).of(rows)
    assert [each.day for each in found] == [DAY, DAY, DAY - timedelta(5), DAY, DAY]
    assert [each.known for each in found] == [False, True, False, False, False]
    assert found[3].original == today() + timedelta(9)
    (alone,) = Dater(today(), None).of([LedgerRow()])
    assert (alone.day, alone.known) == (today(), False)
    (fixed,) = Dater(today(), date(2025, 1, 1)).of([LedgerRow(concluded_on=date(2024, 1, 1))])
    assert fixed.day == date(2025, 1, 1)


def test_a_receipt_in_the_future_stays_in_the_remarks() -> None:
    future = today() + timedelta(9)
    taken = take(received_on=future)
    assert str(future) in taken.draft.remarks
    assert not taken.received_known


def test_a_receipt_in_the_future_gives_way_to_the_registration() -> None:
    taken = take(received_on=today() + timedelta(9), registered_on=DAY)
    assert (taken.draft.received_on, taken.received_known) == (DAY, False)
    assert "按登记日期" in notes(taken)


def test_a_first_petition_after_the_receipt_is_said_and_kept_in_the_remarks() -> None:
    taken = take(first_on=DAY + timedelta(1))
    assert taken.draft.first_on is None
    assert "晚于收到日期" in notes(taken)
    assert f"初次信访日期：{DAY + timedelta(1)}" in taken.draft.remarks
    assert take(first_on=DAY).draft.first_on == DAY


def test_the_letters_own_day_is_registered_unless_it_is_after_the_receipt() -> None:
    assert take(petitioned_on=DAY - timedelta(3)).draft.petitioned_on == DAY - timedelta(3)
    late = take(petitioned_on=DAY + timedelta(1))
    assert late.draft.petitioned_on is None
    assert "信访日期" in notes(late)
    assert f"信访日期：{DAY + timedelta(1)}" in late.draft.remarks


def test_codes_and_units_are_known_by_title_synonym_and_number() -> None:
    taken = take(channel="来访", purpose="求决", category="城乡建设", unit="甲区住建委", people=3)
    assert taken.draft.channel_id == code_id("channel", "来访")
    assert taken.draft.visit
    assert (taken.draft.visitors, taken.draft.people) == (3, 3)
    assert taken.draft.purpose_id == code_id("purpose", "求决")
    assert taken.draft.category_id == code_id("category", "城乡建设")
    assert taken.unit_id == Cast().office("JZJ").id


def test_what_no_table_knows_is_kept_in_the_remarks() -> None:
    taken = take(channel="飞鸽", purpose="闲谈", category="天文", unit="某某所", place="某处")
    assert taken.draft.channel_id == code_id("channel", "其他")
    for words_kept in ("信访形式：飞鸽", "信访目的：闲谈", "内容分类：天文", "承办单位：某某所"):
        assert words_kept in taken.draft.remarks
    assert taken.draft.place == "某处"
    assert "没有这种信访形式" in notes(taken)


def test_a_unit_of_another_district_is_not_ours_to_send_to() -> None:
    taken = take(unit="乙区民政局")
    assert taken.unit_id is None
    assert "乙区民政局" in taken.draft.remarks


def test_an_accusation_is_never_handed_to_a_unit_by_a_ledger() -> None:
    """Source: 《信访工作条例》第三十条第三款."""
    taken = take(purpose="揭发控告", unit="甲区住建委")
    assert taken.draft.accusation
    assert taken.unit_id is None
    assert "第三十条第三款" in notes(taken)


def test_every_column_without_a_place_is_kept() -> None:
    taken = take(
        number="A1",
        external_number="B2",
        registered_on=DAY + timedelta(1),
        dispatched_on=DAY + timedelta(2),
        due_on=DAY + timedelta(3),
        satisfaction="满意",
        handler="李四",
        instruction="请速办",
        remarks="原备注",
    )
    assert taken.draft.external_number == "A1"
    assert taken.draft.remarks.splitlines() == [
        "原备注",
        "外部编号：B2",
        "登记日期：2026-01-06",
        "转交办日期：2026-01-07",
        "办理期限：2026-01-08",
        "满意度：满意",
        "经办人：李四",
        "领导批示：请速办",
    ]


def test_the_upper_levels_number_serves_where_there_is_no_other() -> None:
    assert take(external_number="B2").draft.external_number == "B2"


def test_no_name_is_anonymous_and_said_and_companions_follow() -> None:
    nobody = take(names=())
    assert nobody.draft.anonymous
    assert "匿名" in notes(nobody)
    stated = take(names=(), anonymous=True)
    assert stated.draft.anonymous
    assert not stated.notes
    several = take(names=("赵青松", "钱多多"), phones=("19900001234",), id_number=ID_NUMBER, people=9)
    assert [each.role for each in several.draft.petitioners] == ["main", "companion"]
    assert several.draft.people == 9
    assert several.draft.petitioners[0].phones == ("19900001234",)


def test_the_statutes_refusal_of_a_form_is_a_warning_of_a_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Refused("应当推选代表", article(20, 3))

    monkeypatch.setattr(registering, "check", refuse)
    assert "第二十条第三款" in notes(take(channel="来访", people=9))


def test_a_head_count_beyond_reason_is_not_believed() -> None:
    taken = take(people=10**12)
    assert taken.draft.people == 1
    assert "人数：" in taken.draft.remarks


def test_long_values_are_cut_for_their_column_and_kept_whole() -> None:
    taken = take(title="长" * 300, content="短", names=("名" * 80,), number="9" * 80, place="地" * 300)
    assert len(taken.draft.summary) == 200
    assert len(taken.draft.petitioners[0].name) == 60
    assert len(taken.draft.external_number) == 60
    assert "长" * 300 in taken.draft.remarks
    assert "地" * 300 in taken.draft.remarks


def test_a_long_text_in_the_only_column_is_the_content() -> None:
    taken = take(title="反映楼道堆物。" + "具体情况如下" * 50)
    assert (taken.draft.summary, len(taken.draft.content)) == ("反映楼道堆物", 307)
    assert not taken.draft.remarks


def test_who_acts_for_a_petitioner_is_their_agent() -> None:
    people = take(names=("张丰",), agents=("李耕",)).draft.petitioners
    assert [(each.name, each.role) for each in people] == [("张丰", "main"), ("李耕", "agent")]


def test_an_id_number_never_stands_in_the_summary() -> None:
    taken = take(title=f"张三 {ID_NUMBER} 反映电梯停运")
    assert ID_NUMBER not in taken.draft.summary
    assert taken.draft.summary.endswith("反映电梯停运")
    assert "脱敏" in notes(taken)


@pytest.mark.parametrize(
    ("content", "summary"),
    [
        ("尊敬的区领导：您好！小区电梯停运。请解决。", "小区电梯停运"),
        ("小区电梯停运，请解决", "小区电梯停运，请解决"),
        ("电梯坏了\n请修", "电梯坏了"),
        (None, "（台账没有写明内容）"),
    ],
)
def test_a_summary_is_the_first_sentence_where_there_is_no_title(content, summary) -> None:
    assert take(title=None, content=content).draft.summary == summary


def test_people_are_sealed_masked_and_found_by_hash(session, tmp_path: Path) -> None:
    body = [files.row(1, 姓名="欧阳青松", 电话="19900001234")]
    files.take_in(files.write_csv(tmp_path / "a.csv", body))
    petition = session.scalars(select(Petition)).one()
    assert petition.main_name == "欧阳**"
    assert session.scalars(select(Petitioner)).one().name == "欧阳青松"
    kinds = session.scalars(select(Lookup.kind).order_by(Lookup.kind)).all()
    assert kinds == ["ending", "name", "phone"]
    raw = (Path(session.get_bind().url.database)).read_bytes()
    wal = Path(f"{session.get_bind().url.database}-wal")
    assert b"19900001234" not in raw + (wal.read_bytes() if wal.exists() else b"")


def test_a_gap_in_the_channel_column_is_said_by_row_and_a_missing_column_once(
    session, tmp_path: Path
) -> None:
    _, gaps = files.take_in(
        files.write_csv(tmp_path / "a.csv", [files.row(1), files.row(2, 信访形式="")]),
    )
    assert (gaps.warnings, gaps.remarks) == (1, ())
    heading = tuple(each for each in files.HEADING if each != "信访形式")
    place = files.HEADING.index("信访形式")
    body = [(*row[:place], *row[place + 1 :]) for row in files.rows(3, 10)]
    _, absent = files.take_in(files.write_csv(tmp_path / "b.csv", body, heading))
    assert (absent.warnings, len(absent.remarks)) == (1, 1)


def test_rows_that_say_little_are_both_taken_in(session, tmp_path: Path) -> None:
    body = [("赵青松", "电梯"), ("赵青松", "电梯")]
    path = files.write_csv(tmp_path / "a.csv", body, ("姓名", "内容"))
    assert files.take_in(path)[1].imported == 2
    assert files.take_in(path)[1].imported == 0


def test_an_order_survives_the_batchs_row() -> None:
    order = Order({"a": ("names", None)}, "来信", DAY, True, 2024, True)
    assert Order.from_json(order.to_json()) == order
    assert Order.from_json({}) == Order()


def test_a_place_code_is_found_by_its_habitual_names(session) -> None:
    from xinfang_site.codes.models import Code

    with writing(session):
        session.add(Code(table_name="place", code="500106001", title="小龙坎街道"))
    known = words.load(session, files.desk(), today())
    assert known.vocabulary.tables["place"].resolve("小龙坎").value == "小龙坎街道"


def test_a_workbook_counts_anew_though_its_serials_are_numbers(session, tmp_path: Path) -> None:
    heading = ["序号", "收到日期", "姓名", "内容"]
    for name, first in (("a.xlsx", 1), ("b.xlsx", 7)):
        with xlsxwriter.Workbook(str(tmp_path / name)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, heading)
            for place in range(2):
                sheet.write_row(place + 1, 0, [first + place, "2026-01-05", "赵青松", f"第{place}件的内容"])
    assert files.take_in(tmp_path / "a.xlsx")[1].imported == 2
    assert files.take_in(tmp_path / "b.xlsx")[1].imported == 0


def test_units_that_are_gone_mean_their_successor() -> None:
    session, cast = db.session(), Cast()
    root = cast.office("JQ")
    heir, gone, older, lost = (
        Office(code=code, name=name, short_name=name, letters=code, kind=kind, parent_id=root.id, path="")
        for code, name, kind in (
            ("JGH", "甲区规划和自然资源局", OfficeKind.DEPARTMENT),
            ("JGL", "甲区公路局", OfficeKind.DEPARTMENT),
            ("JLZ", "甲区路政处", OfficeKind.DEPARTMENT),
            ("JSY", "甲区盐务局", OfficeKind.DEPARTMENT),
        )
    )
    with writing(session):
        session.add_all([heir, gone, older, lost])
        session.flush()
        for each in (heir, gone, older, lost):
            each.path = f"{root.path}{each.id}/"
        for each, after in ((gone, heir), (older, gone), (lost, None)):
            each.valid_to = today() - timedelta(days=1)
            each.successor_id = after.id if after else None
    units = words.load(session, files.desk(), today()).vocabulary.tables["unit"]
    for said in ("甲区公路局", "路政处", "国土分局", "甲区国土局", "区规划自然资源局", "国土局、甲区教委"):
        assert units.resolve(said).value == "甲区规划和自然资源局", said
    assert units.resolve("盐务局").value is None
    assert units.resolve("甲区教委、国土局").value == "甲区教委"


def test_a_ledger_without_days_of_conclusion_is_told_so_once(tmp_path: Path) -> None:
    path = files.write_csv(tmp_path / "a.csv", [files.row(n, 办理结果="已答复") for n in (1, 2)])
    _, summary = files.take_in(path)
    assert any("2 件已了结而没有写办结日期" in remark for remark in summary.remarks)
