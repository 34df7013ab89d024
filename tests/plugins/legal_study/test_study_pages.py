"""Pages of legal study: every page for every role, off means gone, bad input, typed text kept."""

import io
from datetime import timedelta

from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from tests.browsing import client_of
from tests.page import Page, fetch, post, read
from tests.pages.test_query_counts import counted
from tests.people import ACCOUNTS, Cast
from tests.plugins.legal_study.making import Study, at, switch_on
from xinfang_legal_study.people.services import fill_roll
from xinfang_legal_study.records import below
from xinfang_legal_study.records.models import Credit
from xinfang_legal_study.rules.attendance import Reason
from xinfang_legal_study.sessions import attending
from xinfang_legal_study.sessions.models import Attendance, StudyFile, StudySession
from xinfang_legal_study.sessions.queries import entry_of, session_of
from xinfang_legal_study.years.models import PlanRow
from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import now, today
from xinfang_site.domain.roles import ADMINISTRATORS
from xinfang_site.extensions import db
from xinfang_site.jobs import files, worker
from xinfang_site.jobs.models import Job

YEAR = today().year
LISTS = (
    "/study/",
    f"/study/plan/{YEAR}",
    f"/study/plan/{YEAR}/print",
    "/study/sessions/",
    "/study/quizzes/",
    "/study/mine/",
    "/study/lessons/",
    "/study/rereadings/",
    "/study/certificates/check",
)
COORDINATORS = (
    "/study/people/",
    "/study/questions/",
    "/study/suggestions/",
    "/study/sessions/new",
    "/study/quizzes/new",
)


def test_everybody_of_the_office_studies_but_the_administrators(study: Study) -> None:
    for username, roles in ((each[0], frozenset(each[3])) for each in ACCOUNTS if each[2] == "JXF"):
        client = client_of(study.app, username)
        for address in LISTS:
            fetch(client, address, 403 if roles & ADMINISTRATORS else 200)
        wanted = 200 if username in {"clerk", "clerk2", "section_head"} else 403
        for address in COORDINATORS:
            fetch(client, address, wanted)


def test_off_means_no_page_no_entry_and_nothing_written(study: Study) -> None:
    session_id = study.planned(today())
    client = client_of(study.app, "clerk")
    page = fetch(client, f"/study/sessions/{session_id}/leave")
    switch_on("JXF", on=False)
    for address in (*LISTS, f"/study/sessions/{session_id}", "/study/static/legal_study.css"):
        fetch(client, address, 404)
    client.post(
        f"/study/sessions/{session_id}/leave",
        data={"csrf_token": page.token(), "reason": "duty", "note": "窗口值班"},
    )
    assert "学法" not in fetch(client, "/").texts("//nav//a")
    study.fresh()
    entry = entry_of(study.session, study.actor("clerk"), session_id)
    assert entry is not None
    assert entry.reason == ""
    switch_on("JXF")
    assert fetch(client, f"/study/sessions/{session_id}").status == 200


def test_a_foreign_session_is_a_missing_session_on_every_page(study: Study) -> None:
    session_id = study.planned(today())
    client = client_of(study.app, "unit_head")
    for part in (
        "",
        "/edit",
        "/held",
        "/cancel",
        "/move",
        "/restore",
        "/desk",
        "/sign-in",
        "/sheet",
        "/sheet.docx",
    ):
        fetch(client, f"/study/sessions/{session_id}{part}", 404)
    for part in ("/roll", "/leave", "/make-up", "/files", "/reflection"):
        fetch(client, f"/study/sessions/{session_id}{part}", 404)
    fetch(client, "/study/sessions/999999999999999999999", 404)


def test_a_plan_is_made_printed_and_compared(study: Study) -> None:
    client = client_of(study.app, "clerk")
    row = {
        "version": "0",
        "first_month": "3",
        "last_month": "4",
        "kind": "thematic",
        "topic": "=1+1 <b>专题</b>",
        "laws": "《信访条例》、《信访工作条例》第三十四条",
        "audience": "all",
        "hours": "2",
    }
    post(client, f"/study/plan/{YEAR}/rows/new", row)
    page = fetch(client, f"/study/plan/{YEAR}")
    assert "=1+1 <b>专题</b>" in page.text
    assert "已废止" in page.text
    assert "3-4月" in page.text
    printed = fetch(client, f"/study/plan/{YEAR}/print")
    assert [each for each in printed.texts("//th") if each][:3] == ["序号", "时间安排", "学习形式"]
    with client.get(f"/study/plan/{YEAR}.docx") as answer:
        assert answer.data.startswith(b"PK")
        assert all(value.isascii() for _, value in answer.headers), "a real server refuses other headers"


def test_a_faulty_row_keeps_what_was_typed_and_says_why_beside_the_field(study: Study) -> None:
    client = client_of(study.app, "clerk")
    row = {
        "version": "0",
        "first_month": "5",
        "last_month": "4",
        "kind": "thematic",
        "topic": "留住我",
        "audience": "all",
    }
    page = post(client, f"/study/plan/{YEAR}/rows/new", row, 400)
    assert "起月不得晚于止月" in page.alerts()
    assert page.all("//input[@name='topic']/@value") == ["留住我"]
    assert study.session.scalar(select(func.count()).select_from(PlanRow)) == 0


STRANGE = (
    "",
    "x" * 5000,
    "\x00",
    "١٢",
    "9" * 30,
    "2026-02-30",
    "<script>alert(1)</script>",
    "𠮷\u202e",
    "-1",
)


def test_no_input_breaks_a_page(study: Study) -> None:
    session_id = study.planned(today())
    quiz_id = study.quiz(now() - timedelta(hours=1), now() + timedelta(days=1))
    client = client_of(study.app, "section_head")
    token = fetch(client, "/password").token()
    fields = (
        *(
            "first_month",
            "last_month",
            "kind",
            "topic",
            "audience",
            "hours",
            "version",
            "row_id",
            "day",
            "starts",
        ),
        *(
            "ends",
            "reason",
            "note",
            "how",
            "code",
            "opens_at",
            "closes_at",
            "expected",
            "present",
            "title",
            "pass_mark",
        ),
        *(
            "minutes",
            "most_attempts",
            "single",
            "judge",
            "option_lines",
            "stem",
            "key",
            "member_id",
            "number",
            "decision",
        ),
        *("organiser", "first_on", "last_on", "text", "name", "place", "active", "answer-0", "do"),
    )
    attempt = client.post(f"/study/quizzes/{quiz_id}/start", data={"csrf_token": token}).headers["Location"]
    addresses = (
        *(
            f"/study/plan/{YEAR}/rows/new",
            f"/study/plan/{YEAR}/settings",
            "/study/sessions/new",
            "/study/people/new",
        ),
        *(
            f"/study/sessions/{session_id}/{part}"
            for part in ("edit", "held", "move", "desk", "sign-in", "roll")
        ),
        *(
            f"/study/sessions/{session_id}/{part}"
            for part in ("leave", "make-up", "files", "reflection", "roll/add")
        ),
        *("/study/questions/new", "/study/quizzes/new", "/study/credits/new", "/study/lessons/new"),
        *("/study/rereadings/confirm", attempt),
    )
    pages = (
        "",
        "sessions/",
        "progress/",
        "suggestions/",
        "questions/",
        "certificates/check",
        "sessions/new",
        "mine/",
    )
    names = (
        "year",
        "month",
        "page",
        "unit",
        "state",
        "kind",
        "q",
        "serial",
        "check_code",
        "row",
        "law",
        "topic",
    )
    for value in STRANGE:
        data = {"csrf_token": token, **dict.fromkeys(fields, value)}
        for address in addresses:
            assert client.post(address, data=data).status_code < 500, (address, value)
        for address in pages:
            assert client.get(f"/study/{address}", query_string=dict.fromkeys(names, value)).status_code < 500


def test_reading_pages_writes_nothing(study: Study) -> None:
    session_id = study.planned(today())
    client = client_of(study.app, "section_head")
    counts = {name: _count(name) for name in db.metadata.tables if name.startswith("legal_study")}
    for address in (*LISTS, *COORDINATORS, "/study/progress/", f"/study/sessions/{session_id}"):
        fetch(client, address)
    study.fresh()
    assert counts == {name: _count(name) for name in counts}


def _count(table: str) -> int:
    return db.session.scalar(select(func.count()).select_from(db.metadata.tables[table])) or 0


def _roll(client: FlaskClient, session_id: int, study: Study, presence: str) -> Page:
    study.fresh()
    found = session_of(study.session, study.actor("clerk").office_id, session_id)
    data = {}
    for each in found.roll:
        data |= {
            f"presence-{each.id}": presence,
            f"version-{each.id}": str(each.version),
            f"reason-{each.id}": "sick",
        }
    return post(client, f"/study/sessions/{session_id}/roll", data, 302 if presence == "present" else 400)


def test_the_sheet_is_printed_and_entered_in_one_go(study: Study) -> None:
    session_id = study.planned(today())
    client = client_of(study.app, "clerk")
    sheet = fetch(client, f"/study/sessions/{session_id}/sheet")
    assert "登记甲" in sheet.text
    (host,) = [each for each in sheet.texts("//p") if each.startswith("主持人：")]
    assert "记录人：" in host  # a line of their own: beside the kind of session the last name broke in two
    assert client.get(f"/study/sessions/{session_id}/sheet.docx").data.startswith(b"PK")
    _roll(client, session_id, study, "present")
    study.fresh()
    found = session_of(study.session, study.actor("clerk").office_id, session_id)
    assert found.tally.present == found.tally.expected > 5
    assert {each.way for each in found.roll} == {"sheet"}
    assert "请选择出勤情况" in _roll(client, session_id, study, "made_up").alerts()
    address = f"/study/sessions/{session_id}/roll/add"
    refused = post(client, address, {"member_id": "999999", "extra": "y"}, 400)  # I2: nobody who was offered
    assert "人员" in refused.alerts()
    assert refused.all("//input[@name='extra'][@checked]")


def test_signing_in_on_the_page_outside_the_window_is_refused_with_the_hours(study: Study) -> None:
    session_id = study.planned(today() + timedelta(days=2))
    head = client_of(study.app, "section_head")
    day = (today() + timedelta(days=2)).isoformat()
    post(
        head, f"/study/sessions/{session_id}/desk", {"opens_at": f"{day}T08:45", "closes_at": f"{day}T11:00"}
    )
    study.fresh()
    code = study.session.get_one(StudySession, session_id).sign_code
    assert code in fetch(head, f"/study/sessions/{session_id}/desk").text
    clerk = client_of(study.app, "handler")
    assert code not in fetch(clerk, f"/study/sessions/{session_id}").response.text
    page = post(clerk, f"/study/sessions/{session_id}/sign-in", {"code": code}, 400)
    assert "签到还没有开始" in page.alerts()


def test_whoever_may_not_manage_cannot_open_the_desk_or_the_roll(study: Study) -> None:
    session_id = study.planned(today())
    client = client_of(study.app, "lawyer")
    for part in ("desk", "roll", "sheet", "edit", "held", "files"):
        fetch(client, f"/study/sessions/{session_id}/{part}", 403)


def test_files_are_kept_typed_and_void_but_never_lost(study: Study) -> None:
    session_id = study.planned(today())
    client = client_of(study.app, "clerk")
    token = fetch(client, "/password").token()

    def upload(name: str, content: bytes) -> Page:
        data = {"csrf_token": token, "kind": "photo", "files": (io.BytesIO(content), name)}
        answer = client.post(f"/study/sessions/{session_id}/files", data=data)
        return read(answer, answer.status_code)

    assert upload("纪要.txt", "会议纪要".encode()).status == 302
    assert "不接收" in upload("坏.exe", b"MZ").alerts()
    assert "不是 png" in upload("假.png", b"not a picture").alerts()
    study.fresh()
    found = study.session.scalars(select(StudyFile)).one()
    with client.get(f"/study/files/{found.id}") as opened:
        assert opened.headers["Content-Disposition"].startswith("attachment")
    fetch(client_of(study.app, "unit_head"), f"/study/files/{found.id}", 404)
    post(client, f"/study/files/{found.id}/void", {"reason": "传错了"})
    assert "已作废：传错了" in fetch(client, f"/study/sessions/{session_id}").text


def test_a_proof_is_for_its_owner_and_who_decides(study: Study) -> None:
    client = client_of(study.app, "clerk")
    data = {
        "csrf_token": fetch(client, "/password").token(),
        "title": "培训",
        "organiser": "党校",
        "first_on": today().isoformat(),
        "last_on": today().isoformat(),
        "hours": "4",
        "proof": (io.BytesIO("证书".encode()), "证书.txt"),
    }
    assert client.post("/study/credits/new", data=data).status_code == 302
    study.fresh()
    found = study.session.scalars(select(StudyFile)).one()
    for username in ("clerk", "leader"):
        with client_of(study.app, username).get(f"/study/files/{found.id}") as opened:
            assert opened.status_code == 200
    fetch(client_of(study.app, "handler"), f"/study/files/{found.id}", 404)
    head = client_of(study.app, "section_head")
    assert "证书.txt" in fetch(head, "/study/approvals/").text
    assert "待审核的补学、外出培训 1 项" in fetch(head, "/").text
    assert "待审核的补学" not in fetch(client_of(study.app, "clerk"), "/").text
    credit = study.session.scalars(select(Credit.id)).one()
    page = post(head, f"/study/approvals/credits/{credit}", {"decision": "no", "note": ""}, 400)
    assert "不通过的，应当写明原因" in page.alerts()


def test_training_elsewhere_that_does_not_fit_is_told_in_one_go(study: Study) -> None:
    client = client_of(study.app, "clerk")
    data = {
        "title": "培训",
        "organiser": "党校",
        "first_on": "2026-11-20",
        "last_on": "2026-11-18",
        "hours": "x",
    }
    page = post(client, "/study/credits/new", data, 400)
    assert "结束日期不能早于开始日期" in page.alerts()
    assert "学时" in page.alerts()
    assert "必填" in page.texts("//label[@for='proof']")[0]


def test_a_make_up_is_shown_as_made_up_and_never_as_present(study: Study) -> None:
    session_id = study.planned(today())
    clerk = study.actor("clerk")
    attending.explain_absence(study.session, clerk, session_id, Reason.DUTY, "")
    head = client_of(study.app, "section_head")
    found = session_of(study.session, clerk.office_id, session_id)
    post(
        head,
        f"/study/sessions/{session_id}/held",
        {"version": str(found.version), "day": today().isoformat(), "hours": "2"},
    )
    own = client_of(study.app, "clerk")
    post(own, f"/study/sessions/{session_id}/make-up", {"day": today().isoformat(), "how": "自学"})
    study.fresh()
    entry_id = study.session.scalars(select(Attendance.id).where(Attendance.made_up_state == "waiting")).one()
    assert "审核" in fetch(head, "/study/approvals/").text
    post(head, f"/study/approvals/make-ups/{entry_id}", {"decision": "yes", "note": "已核对笔记"})
    row = next(
        each
        for each in fetch(own, f"/study/sessions/{session_id}").texts("//tr")
        if each.startswith("登记甲")
    )
    assert "已补学" in row
    assert "实到" not in row


def test_the_workbook_names_its_exporter_and_holds_no_formulas(study: Study) -> None:
    client = client_of(study.app, "leader")
    answer = client.get(f"/study/progress/{YEAR}.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["按人员", "按科室"]
    assert "主任甲" in str(book["按人员"]["A1"].value)
    assert all(cell.data_type != "f" for row in book["按人员"].iter_rows() for cell in row)
    acts = study.session.scalars(select(AuditEvent.action).where(AuditEvent.action == "legal_study.export"))
    assert len(acts.all()) == 1
    fetch(client_of(study.app, "lawyer"), f"/study/progress/{YEAR}.xlsx", 403)


def test_the_offices_below_cost_the_same_queries_however_many_they_are(study: Study) -> None:
    top, counts = Cast().office("JQ").id, []
    for code in ("JZJ", "JZJ1"):
        switch_on(code)
        with counted() as statements:
            found = below.progress_below(study.session, top, YEAR, today())
        assert code in {each.group.code for each in found}
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_an_office_sees_the_totals_of_those_below_it_and_no_names(study: Study) -> None:
    client = client_of(study.app, "unit_head")
    assert "没有可以列出的下级单位" in fetch(client, "/study/progress/below").text
    switch_on("JZJ1")
    fill_roll(study.session, study.actor("property_handler"))
    page = fetch(client, "/study/progress/below")
    assert page.texts("//tbody/tr/th") == ["甲区住建委物业科"]
    assert "物业承办" not in page.text
    post(client, f"/study/progress/below/{YEAR}/export", {})
    job_id = study.session.scalars(select(Job.id)).one()
    study.session.rollback()
    worker.work(forever=False)
    book = load_workbook(files.folder() / study.session.get_one(Job, job_id).result["file"])
    assert [cell.value for cell in book["按单位"]["A"]][2:] == ["甲区住建委物业科"]
    assert "住建负责" in str(book["按单位"]["A1"].value)
    fetch(client_of(study.app, "lawyer"), "/study/progress/below", 403)


def test_two_editors_of_a_plan_row_see_both_texts(study: Study) -> None:
    client = client_of(study.app, "clerk")
    row = {
        "version": "0",
        "first_month": "3",
        "last_month": "3",
        "kind": "leaders",
        "topic": "第一版",
        "audience": "all",
    }
    post(client, f"/study/plan/{YEAR}/rows/new", row)
    study.fresh()
    row_id = study.session.scalars(select(PlanRow.id)).one()
    post(client, f"/study/plan/rows/{row_id}", {**row, "version": "1", "topic": "第二版"})
    page = post(
        client_of(study.app, "section_head"),
        f"/study/plan/rows/{row_id}",
        {**row, "version": "1", "topic": "第三版"},
        409,
    )
    assert "第二版" in page.text
    assert "第三版" in page.response.text


def test_a_session_of_today_that_opened_its_desk_waits_on_the_home_page(study: Study) -> None:
    session_id = study.planned(today())
    with clock.at(at(today(), 8)):
        attending.open_desk(
            study.session,
            study.actor("section_head"),
            session_id,
            attending.Window(at(today(), 0), at(today(), 11, 59)),
        )
    client = client_of(study.app, "handler")
    waiting = fetch(client, "/").text
    inside = at(today(), 0) <= now() < at(today(), 11, 59)
    assert ("签到：学习《信访工作条例》" in waiting) == inside


def test_settings_of_the_office_are_what_a_year_asks_of_everybody(study: Study) -> None:
    client = client_of(study.app, "root_security")
    page = fetch(client, "/modules/legal_study/settings")
    values = {
        **page.hidden("//main//form[.//input[@name='hours']]"),
        "hours": "26",
        "sessions": "8",
        "early_minutes": "30",
    }
    values |= {"reason": "年度要求"}
    post(client, "/modules/legal_study/settings", values)
    study.fresh()
    assert "每人要求 26 小时、8 次" in fetch(client_of(study.app, "leader"), "/study/progress/").text.replace(
        "26.00", "26"
    )


def test_a_card_does_not_take_the_place_of_what_an_administrator_is_there_for(study: Study) -> None:
    session_id = study.planned(today())
    moment = at(today(), 9)
    with clock.at(moment):
        attending.open_desk(
            study.session,
            study.actor("section_head"),
            session_id,
            attending.Window(at(today(), 8), at(today(), 11)),
        )
        page = fetch(client_of(study.app, "discipline"), "/")
    assert "您负责的工作" in page.text
    assert "审计日志" in page.texts("//main//a")
    assert "学法" in page.texts("//main//h2") + page.texts("//main//h2//a")
