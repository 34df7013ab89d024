"""The report of an import: whoever imported has the ledger; anybody else says why, so many times an hour."""

import io
from dataclasses import replace

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from tests import ledger_files as files
from tests.browsing import client_of, filled
from tests.imports.uploading.test_import_pages import imported
from tests.page import fetch, post, read
from xinfang_site.audit.models import AuditEvent
from xinfang_site.extensions import db, settings

NAME = "欧阳测试信"
BODY = files.csv_bytes(
    [
        files.row(1),
        files.row(2, 姓名=f"{NAME}的三个邻居", 电话=f"19900001234（{NAME}接）"),
        files.row(3, 姓名=f"“老王”{NAME}的邻居们", 电话=f"19900001235（叫“老王”或者{NAME}接）"),
    ]
)


def noted() -> list[tuple[str, str, str]]:
    """Openings of reports in the audit, in order."""
    db.session.rollback()
    found = select(AuditEvent.username, AuditEvent.reason, AuditEvent.result)
    rows = db.session.execute(found.where(AuditEvent.action == "import.report").order_by(AuditEvent.id))
    return [(row.username, row.reason, row.result) for row in rows]


def test_f2_somebody_else_s_report_is_given_for_a_reason_only(app: Flask, clerk: FlaskClient) -> None:
    shown = imported(clerk, BODY)
    head = client_of(app, "section_head")
    asked = fetch(head, f"{shown}/report.xlsx")
    assert "须写明用途" in asked.text
    assert "请写明查看用途" in post(head, f"{shown}/report.xlsx", {"reason": ""}, 400).text
    assert noted() == []
    answer = head.post(f"{shown}/report.xlsx", data=filled(asked, reason="核对台账"), buffered=True)
    quoted = [str(cell.value) for line in load_workbook(io.BytesIO(answer.data)).active for cell in line]
    assert any(NAME in each for each in quoted)
    assert noted() == [("section_head", "核对台账", "ok")]


def test_f2_reports_of_others_count_with_other_full_data_of_the_hour(
    app: Flask, clerk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = imported(clerk, BODY)
    limit = replace(settings(), unmask_per_hour=1)
    monkeypatch.setitem(current_app.extensions, "xinfang_settings", limit)
    head = client_of(app, "section_head")
    sent = filled(fetch(head, f"{shown}/report.xlsx"), reason="核对台账")
    assert head.post(f"{shown}/report.xlsx", data=sent, buffered=True).status_code == 200
    assert "已达上限" in read(head.post(f"{shown}/report.xlsx", data=sent), 429).text
    assert [result for _, _, result in noted()] == ["ok", "refused"]
    for _ in range(2):
        assert clerk.get(f"{shown}/report.xlsx", buffered=True).status_code == 200


def test_f2_the_page_of_a_batch_quotes_the_ledger_only_to_whoever_imported(
    app: Flask, clerk: FlaskClient
) -> None:
    shown = imported(clerk, BODY)
    assert NAME in fetch(clerk, shown).text
    page = fetch(client_of(app, "section_head"), shown).text
    assert "“…”" in page
    assert NAME not in page
