"""The bulletin: its sentences say what the tables say, its figures are handed on with base, day and list."""

import io
import json
from datetime import date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import docx
import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

import xinfang_site
from tests import matters
from tests.browsing import client_of
from tests.page import fetch
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent
from xinfang_site.commands import reporting
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.papers import metrics
from xinfang_site.papers.blocks import Align, Heading, Paragraph
from xinfang_site.papers.blocks import Table as Drawn
from xinfang_site.papers.paper import Paper
from xinfang_site.printing import DOCX
from xinfang_site.register.filters.list_query import parse
from xinfang_site.register.matters import Register
from xinfang_site.reports import periods
from xinfang_site.reports.bulletins import paper_of
from xinfang_site.reports.services import Section
from xinfang_site.reports.values import Row, Table, change, count, rate

DAY = date(2026, 11, 20)
EDGES = 4 * metrics.MM
"""A cell's empty edges on the page: two millimetres at each side."""
OCTOBER = periods.month(2026, 10)


@pytest.fixture
def november(app: Flask):
    with time_machine.travel(datetime(2026, 11, 20, 2, tzinfo=clock.CHINA), tick=False):
        visit = matters.code_id("channel", "来访")
        for day in (date(2025, 10, 9), date(2026, 10, 8), date(2026, 10, 9), date(2026, 11, 3)):
            matters.registered(day=day, received_on=day)
        matters.registered(day=date(2026, 10, 12), received_on=date(2026, 10, 12), channel_id=visit)
        withdrawn = matters.registered(day=date(2026, 10, 15), received_on=date(2026, 10, 15))
        matters.take("clerk", withdrawn, Step.WITHDRAW, **{Need.PROOF: "信访人书面撤回申请"})
        yield app


def told(paper: Paper) -> str:
    """The paragraphs of a paper in one text."""
    return "\n".join(each.text for each in paper.blocks if isinstance(each, Paragraph))


def section(received: int, before: int) -> Section:
    """A core section of one month in which a quarter is settled."""
    settled = rate(received // 4, received, "了结率＝已了结÷收到")
    months = Row(
        "2026年10月", (count(received), count(received - received // 4), count(received // 4), settled)
    )
    share = rate(received, received, "占比")
    channel = (count(received), share, count(before), change(received, before, "同比"))
    return Section(
        "core",
        "",
        (
            Table("months", "收到和了结情况", "收到月份", ("收到", "未了结", "已了结", "了结率"), (months,)),
            Table(
                "channels", "按信访形式", "信访形式", ("件数", "占比", "上年同期", "同比"),
                (Row("来信", channel), Row("合计", channel, total=True)) if received else (),
            ),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("received", "before", "words"),
    [
        (120, 100, "共收到信访事项120件（上年同期100件，同比增长20%）"),
        (90, 100, "共收到信访事项90件（上年同期100件，同比下降10%）"),
        (100, 100, "共收到信访事项100件（上年同期100件，同比持平）"),
        (100, 0, "共收到信访事项100件。"),
        (0, 7, "2026年10月没有收到信访事项。"),
    ],
)
def test_the_opening_compares_with_the_year_before_where_there_is_something_to_compare(
    received: int, before: int, words: str
) -> None:
    assert words in told(paper_of("区信访办", OCTOBER, [section(received, before)], DAY))


def test_the_opening_gives_a_rate_with_its_base_and_its_day() -> None:
    text = told(paper_of("区信访办", OCTOBER, [section(120, 100)], DAY))
    assert "截至2026年11月20日，已了结30件，未了结90件，了结率25%（30/120）。" in text


def test_a_period_that_is_not_over_says_so() -> None:
    assert "2026年11月（本期未结束）" in told(
        paper_of("区信访办", periods.month(2026, 11), [section(4, 0)], DAY)
    )
    assert "未结束" not in told(paper_of("区信访办", OCTOBER, [section(4, 0)], DAY))


def test_a_year_is_a_yearly_report_and_anything_else_a_bulletin() -> None:
    names = [paper_of("区信访办", each, [], DAY).name for each in (periods.year_of(2025), OCTOBER)]
    assert names == ["区信访办2025年信访工作统计年报", "区信访办2026年10月信访工作情况通报"]


def test_a_module_that_was_off_is_told_and_not_counted_as_nought() -> None:
    off = Section("study", "学法", (), "2026-10-01至2026-10-31")
    paper = paper_of("区信访办", OCTOBER, [section(4, 0), off], DAY)
    assert [each.text for each in paper.blocks if isinstance(each, Heading)] == ["一、信访事项", "二、学法"]
    assert "“学法”模块在本期有停用：2026-10-01至2026-10-31。停用期间没有数据，不等于零。" in told(paper)
    assert [each.caption for each in paper.blocks if isinstance(each, Drawn)][1:] == [
        "按信访形式（单位：件）"
    ]


def test_a_note_that_several_tables_share_is_printed_once() -> None:
    tables = tuple(
        Table(key, key, "项目", ("件数",), (Row("一", (count(1),)),), notes=("按次计。", "另计"))
        for key in ("a", "b")
    )
    text = told(paper_of("区信访办", OCTOBER, [Section("core", "", tables)], DAY))
    assert text.count("注：按次计。\n") == 1
    assert text.count("注：另计。") == 1


def test_sections_are_numbered_in_chinese_beyond_ten() -> None:
    sections = [Section(f"m{number}", f"模块{number}", ()) for number in range(1, 22)]
    headings = [
        each.text for each in paper_of("区信访办", OCTOBER, sections, DAY).blocks if isinstance(each, Heading)
    ]
    assert [headings[number - 1].partition("、")[0] for number in (9, 10, 11, 20, 21)] == [
        "九", "十", "十一", "二十", "二十一",
    ]  # fmt: skip


def test_the_page_shows_the_paper_and_hands_it_out_as_a_docx_on_record(november: Flask) -> None:
    client = client_of(november, "handler")
    page = fetch(client, "/reports/bulletin?period=2026-10")
    assert "共收到信访事项4件（上年同期1件，同比增长300%）" in page.text
    answer = client.get(page.all("//a[normalize-space()='下载 Word']/@href")[0])
    assert answer.content_type == DOCX
    assert "共收到信访事项4件" in "\n".join(
        each.text for each in docx.Document(io.BytesIO(answer.data)).paragraphs
    )
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "report.bulletin")).one()
    assert event.changes["filter"] == [None, "2026年10月"]


def test_no_bulletin_of_a_period_to_come(november: Flask) -> None:
    client = client_of(november, "handler")
    assert "bulletin" not in fetch(client, "/reports/?period=2027").text
    answer = client.get("/reports/bulletin.docx?period=2027")
    assert answer.status_code == 409
    assert "2027年还没有开始" in answer.get_data(as_text=True)


def test_a_bulletin_is_offered_of_a_year_and_of_nothing_longer(november: Flask) -> None:
    client = client_of(november, "handler")
    for period, offered in (("2025-11-15..2026-11-14", True), ("2025-01-01..2026-03-31", False)):
        assert ("/reports/bulletin?" in fetch(client, f"/reports/?period={period}").response.text) is offered


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("last-month", "“last-month”无法识别"),
        ("2025-01-01..2026-03-31", "最长为一年"),  # more columns than a sheet, or a table of Word, can hold
    ],
)
def test_no_bulletin_of_another_period_than_was_meant(november: Flask, key: str, words: str) -> None:
    client = client_of(november, "handler")
    for ending in ("", ".docx"):
        answer = client.get(f"/reports/bulletin{ending}?period={key}")
        assert answer.status_code == 409
        assert words in answer.get_data(as_text=True)
    assert client.get("/reports/bulletin?period=2025-11-15..2026-11-14").status_code == 200


def test_no_number_of_a_wide_table_is_broken(november: Flask) -> None:
    """Nine columns of one width broke 88.24% after the 2."""
    figures = (*(count(12345) for _ in range(7)), rate(15, 17, "到课率"), rate(12345, 12345, "计划完成率"))
    columns = ("已举办", "其中专题学习", "计划未举办", "已取消", "应到", "实到", "补学", "到课率", "完成率")
    study = Table("s", "学法", "学习形式", columns, (Row("党组理论学习中心组", figures),))
    year = Table(
        "y", "现状", "状态", (*(f"{each}月" for each in range(1, 13)), "合计"),
        (Row("意见书待送达", tuple(count(999) for _ in range(13))),),
    )  # fmt: skip
    drawn = [
        each
        for each in paper_of("区信访办", OCTOBER, [Section("core", "", (study, year))], DAY).blocks
        if isinstance(each, Drawn)
    ]
    for table in drawn:
        unit = metrics.UPRIGHT.text_width / sum(each.width for each in table.columns)
        for column, text in zip(table.columns, table.rows[0], strict=True):
            room = column.width * unit - EDGES
            if column.align is Align.RIGHT:
                assert max(map(metrics.ems, text.split("\n"))) * table.size <= room, (column.title, text)
    assert all(metrics.ems(each.title) * 9 <= each.width * unit - EDGES for each in drawn[1].columns)


def test_a_wide_table_has_its_small_type_on_the_page_too(november: Flask) -> None:
    page = fetch(client_of(november, "handler"), "/reports/bulletin?period=2026")
    assert set(page.all("//main//table/@class")) == {"official-size-120", "official-size-90"}
    css = (Path(xinfang_site.__file__).parent / "static" / "office.css").read_text("utf-8")
    assert ".official-size-90 { font-size: 9pt; }" in css


def run(app: Flask, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setattr("xinfang_site.commands.create_app", lambda: app)
    return CliRunner().invoke(reporting.report_group, [*words])


def test_the_command_writes_every_figure_with_the_list_behind_it(
    november: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, figures = tmp_path / "year.docx", tmp_path / "year.json"
    answer = run(
        november, monkeypatch, "year", "2026", "--office", "JXF", "--out", str(paper), "--json", str(figures)
    )
    assert answer.exit_code == 0, answer.output
    assert (
        "2026年信访工作统计年报"
        in docx.Document(str(paper)).paragraphs[0].text + docx.Document(str(paper)).paragraphs[1].text
    )
    told = json.loads(figures.read_text("utf-8"))
    assert {tuple(each) for each in told} == {
        ("id", "label", "text", "numerator", "denominator", "as_of", "list")
    }
    assert len({each["id"] for each in told}) == len(told)
    assert {each["as_of"] for each in told} == {"2026-11-20"}
    counted = [each for each in told if each["list"].startswith("/petitions/?") and each["text"].isdecimal()]
    assert any(each["text"] != "0" for each in counted)
    for each in counted:
        query = parse(MultiDict(parse_qsl(urlsplit(each["list"]).query)))
        register = Register(db.session(), Cast().actor("handler").office_id, query, DAY)
        assert sum(len(chunk) for chunk in register.everything()) == int(each["text"]), each
    rates = [each for each in told if each["denominator"]]
    assert any(each["label"].endswith("了结率") for each in rates)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("month", "2026", "--json", "x"), 2, "月份写作"),
        (("month", "2026-13", "--json", "x"), 2, "月份写作"),
        (("year", "2026-10", "--json", "x"), 2, "年份写作"),
        (("year", "2026"), 2, "--out 或 --json"),
        (("year", "2026", "--out", "x", "--json", "./x"), 2, "不能是同一个文件"),
        (("year", "2026", "--json", "nowhere/x"), 1, "没有文件夹"),
        (("year", "2026", "--json", "x", "--office", "nowhere"), 1, "没有机构代码 nowhere"),
        (("year", "2027", "--json", "x"), 1, "还没有开始"),
    ],
)
def test_a_wish_that_cannot_be_met_is_one_clear_line_and_leaves_no_file(
    november: Flask,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(november, monkeypatch, *words)
    assert (answer.exit_code, message in answer.output) == (code, True), answer.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named(
    november: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".x.json.new").mkdir()  # in the way of the file under construction
    answer = run(november, monkeypatch, "year", "2026", "--json", str(tmp_path / "x.json"))
    assert answer.exit_code == 1
    assert "文件写不进去" in answer.output
