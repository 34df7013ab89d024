"""Pages of the statistics: the period is the address, charts are drawn by the worker, exports are safe and recorded."""

import io
import os
from datetime import date, datetime

import openpyxl
import pytest
import time_machine
from flask import Flask
from sqlalchemy import inspect, select, text

from tests import matters, procedure
from tests.browsing import client_of
from tests.page import fetch
from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.jobs import worker
from xinfang_site.reports import charts, drawing
from xinfang_site.reports.drawing import Drawing
from xinfang_site.reports.sheets import workbook
from xinfang_site.reports.values import Row, Table, count, words

LATE = {"late_reason": "人手不足", "late_unit": "甲区信访办"}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(datetime(2026, 11, 20, 2, tzinfo=clock.CHINA), tick=False) as traveller:
        yield traveller


@pytest.fixture
def some(app: Flask) -> Flask:
    for day in (date(2026, 1, 31), date(2026, 11, 3), date(2026, 11, 20)):
        matters.registered(day=day, received_on=day)
    return app


def drawn(app: Flask) -> None:
    """The worker's next idle minutes."""
    with app.app_context():
        while drawing.step():
            pass


def test_every_number_of_the_page_leads_to_a_list_that_opens(some: Flask) -> None:
    client = client_of(some, "handler")
    page = fetch(client, "/reports/?period=2026")
    assert page.texts("//nav[@aria-label='统计内容']//a[@aria-current]") == ["信访事项"]
    links = set(page.all("//section[@class='report']//td//a/@href"))
    assert len(links) > 10
    for each in sorted(links):
        assert "没有符合条件的记录" not in fetch(client, each).text


def test_a_period_that_nobody_understands_shows_the_year_and_says_so(some: Flask) -> None:
    page = fetch(client_of(some, "handler"), "/reports/?period=2026-13")
    assert "“2026-13”无法识别" in page.text
    assert page.texts("//p[@class='subtitle']") == ["2026年（本期未结束）"]


@pytest.mark.parametrize(
    "period", ["1900", "9998", "2026-Q1", "2027-01", "2026-11-01..2026-11-02", "\u200b", "x" * 5000]
)
def test_any_period_has_a_page(some: Flask, period: str) -> None:
    fetch(client_of(some, "handler"), f"/reports/?period={period}")
    fetch(
        client_of(some, "handler"),
        f"/reports/limits?period={period}&duty=D99&by=x&channel=y&office=z&page=-1",
    )


def test_charts_are_drawn_by_the_worker_and_kept_by_what_they_show(some: Flask) -> None:
    client = client_of(some, "handler")
    page = fetch(client, "/reports/")
    assert page.all("//*[@data-poll]")
    assert not page.all("//main//img")
    drawn(some)
    page = fetch(client, "/reports/")
    assert not page.all("//*[@data-poll]")
    images = page.all("//main//img/@src")
    assert len(images) == 4
    answer = client.get(images[0])
    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data
    assert "style-src 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    matters.registered()
    assert fetch(client, "/reports/").all("//main//img/@src") != images


def test_a_chart_of_another_office_is_a_missing_page(some: Flask) -> None:
    client = client_of(some, "handler")
    fetch(client, "/reports/")
    drawn(some)
    image = fetch(client, "/reports/").all("//main//img/@src")[0]
    assert client_of(some, "other_handler").get(image).status_code == 404
    assert client.get("/reports/charts/..%2f..%2fxinfang.svg").status_code == 404


def test_without_a_worker_the_page_says_so_after_a_minute_and_stops_asking(some: Flask) -> None:
    client = client_of(some, "handler")
    fetch(client, "/reports/")
    for wish in drawing._folder().glob("*.json"):
        os.utime(wish, (0, clock.now().timestamp() - 61))
    page = fetch(client, "/reports/")
    assert not page.all("//*[@data-poll]")
    assert "图暂时没有画出" in page.text


def test_looking_at_statistics_changes_no_table(some: Flask) -> None:
    client = client_of(some, "handler")
    fetch(client, "/")

    def rows() -> dict[str, int]:
        names = [
            each
            for each in inspect(db.engine).get_table_names()
            if not each.startswith(("audit_", "petition_fts"))
        ]
        with db.engine.connect() as connection:
            return {each: connection.scalar(text(f'SELECT count(*) FROM "{each}"')) for each in names}  # noqa: S608 - names of our own tables

    before = rows()
    fetch(client, "/reports/")
    fetch(client, "/reports/limits")
    fetch(client, "/reports/limits/matters")
    assert rows() == before


def test_the_same_figures_are_the_same_picture_byte_for_byte() -> None:
    for kind in ("bar", "line", "stacked"):
        wanted = Drawing(kind, "按形式", "件", ("来信", "来访"), (("收到", (3.0, 5.0)), ("了结", (1.0, 2.0))))
        assert charts.draw(wanted) == charts.draw(wanted)


def test_chinese_words_have_glyphs(recwarn: pytest.WarningsRecorder) -> None:
    charts.draw(Drawing("bar", "图", "件", ("甲乙丙丁戊己庚辛信访事项",), (("件数", (3.0,)),)))
    assert not [each for each in recwarn if "Glyph" in str(each.message)]


def test_the_workbook_holds_numbers_as_numbers_words_as_text_and_who_made_it(some: Flask) -> None:
    answer = client_of(some, "handler").get("/reports/export.xlsx?period=2026")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    page = book.worksheets[0]
    lines = [row[0].value for row in page.iter_rows(min_row=1, max_row=3)]
    assert lines[0] == "收到和了结情况"
    assert "甲区信访办" in lines[1]
    assert "2026年" in lines[1]
    assert "承办甲（handler）" in lines[2]
    assert [cell.value for cell in page[4]][:5] == ["收到月份", "收到", "未了结", "已了结", "了结率（%）"]
    assert page["B5"].value == 1
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "report.export")).one()
    assert event.username == "handler"


def test_no_cell_is_a_formula() -> None:
    table = Table(
        "t", "=1+1", "=A1", ("@SUM",), (Row("=cmd|' /C calc'!A0", (words("+1"),)), Row("-1", (count(2),)))
    )
    book = openpyxl.load_workbook(io.BytesIO(workbook([table], ["=HYPERLINK(1)"])))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}


def test_posts_without_the_right_get_no_statistics(some: Flask) -> None:
    for address in ("/reports/", "/reports/export.xlsx", "/reports/limits", "/reports/limits/matters"):
        assert client_of(some, "clerk").get(address).status_code == (
            200 if address.endswith("matters") else 403
        )


def test_the_worker_draws_when_nothing_else_waits(some: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch(client_of(some, "handler"), "/reports/")
    monkeypatch.setattr(worker.daily, "is_due", lambda _session: False)
    worker.work(forever=False)
    assert not list(drawing._folder().glob("*.json"))


def test_a_broken_wish_is_dropped_and_logged(some: Flask, caplog: pytest.LogCaptureFixture) -> None:
    (drawing._folder() / f"1-{'a' * 40}.json").write_text("{", encoding="utf-8")
    assert drawing.step()
    assert "not drawn" in caplog.text
    assert not drawing.step()


def test_the_timeliness_of_a_unit_leads_to_its_limits(any_app: Flask, november) -> None:
    in_time = matters.forwarded("JZJ", received_on=date(2026, 11, 10))
    matters.take("unit_handler", in_time, Step.SIGN_FOR)
    procedure.step(in_time, Step.ACCEPT)
    missed = matters.forwarded("JJW", received_on=date(2026, 11, 11))
    november.move_to(datetime(2026, 12, 31, 2, tzinfo=clock.CHINA))
    late = matters.registered(received_on=date(2026, 12, 1))
    matters.take("clerk", late, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"}, **LATE)
    client = client_of(any_app, "handler")
    for duty in ("D1", "D3", "D6"):
        for by in ("unit", "channel", "month"):
            page = fetch(client, f"/reports/limits?period=2026&duty={duty}&by={by}")
            for cell in page.all("//section[@class='report']//td[a]"):
                number = int(cell.xpath("./a/text()")[0]) if "%" not in cell.xpath("./a/text()")[0] else None
                listed = fetch(client, cell.xpath("./a/@href")[0])
                rows = len(listed.all("//main//tbody/tr"))
                if number is None:
                    number = int(cell.xpath("./span/text()")[0].split("/")[0])
                assert rows == number, (duty, by, cell.xpath("./a/@href"))
    page = fetch(client, "/reports/limits?period=2026&duty=D3&by=unit")
    lines = {
        row.xpath("./th")[0].text_content().strip(): row.xpath("./td") for row in page.all("//main//tbody/tr")
    }
    assert lines["甲区住建委"][1].text_content().strip() == "1"
    assert lines["甲区教委"][3].text_content().strip() == "1"
    assert (
        str(missed)
        in fetch(client, lines["甲区教委"][3].xpath("./a/@href")[0]).all("//main//tbody//a/@href")[0]
    )


def test_a_foreign_district_sees_no_limit(some: Flask) -> None:
    assert (
        "没有数据" in fetch(client_of(some, "other_handler"), "/reports/limits?duty=D1&period=2026-12").text
    )
