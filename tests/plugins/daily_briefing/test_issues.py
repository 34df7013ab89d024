"""Issues: drafted by themselves, edited, passed through three hands, numbered without gaps, frozen at signing."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.matters import registered, take
from tests.page import fetch
from tests.people import Cast, sign_in
from tests.plugins.daily_briefing.desk import (
    china,
    draft,
    drafted,
    edition,
    issue,
    makeup_saturday,
    reviewed,
    send,
    sent,
    signed,
)
from xinfang_daily_briefing import daily
from xinfang_daily_briefing.issues import drafting, queries
from xinfang_daily_briefing.issues import services as issuing
from xinfang_daily_briefing.issues.editing import LineDraft, save_line
from xinfang_daily_briefing.issues.models import Edition, Issue, Line, Printed
from xinfang_daily_briefing.items import services as reporting
from xinfang_daily_briefing.items.models import News
from xinfang_daily_briefing.items.services import Before
from xinfang_daily_briefing.rules import contents
from xinfang_daily_briefing.rules.days import DayStanding
from xinfang_daily_briefing.rules.words import Audience, Column, IssueState, Stage
from xinfang_daily_briefing.tasks import services as instructing
from xinfang_site import clock
from xinfang_site.audit.models import AuditEvent
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import Petition
from xinfang_site.plugin_api.people import office
from xinfang_site.versions import StaleEditError


def printed(issue_id: int) -> list[Line]:
    """The issue's lines in the order of print."""
    order = ["focus", "warning", "news"]
    return sorted(issue(issue_id).lines, key=lambda each: (order.index(each.column), each.position))


def leads(issue_id: int) -> list[str]:
    return [each.lead for each in printed(issue_id) if each.included]


def desk_id() -> int:
    return Cast().office("JXF").id


# Drafting


def test_a_step_of_a_petition_is_proposed_for_the_next_report_until_one_tells_it(
    site: Flask, now: time_machine.Traveller
) -> None:
    petition_id = registered("unit_handler")
    number = db.session.get_one(Petition, petition_id).number
    item_id = sent(matters=(number,))
    sent(title="别的事项")
    signed(drafted())
    now.shift(timedelta(days=1))
    take("unit_handler", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    assert db.session.scalars(select(News)).all() == []  # desk work is no news
    take("unit_handler", petition_id, Step.WITHDRAW, **{Need.PROOF: "本人签名的撤回申请"})
    told = db.session.scalars(select(News)).one()
    assert (told.thread_id, told.number) == (item_id, number)
    line = next(each for each in issue(drafted()).lines if each.item_id == item_id)
    assert line.mark == "结转第2天"
    assert f"其后：11月26日{told.words}。" in line.body
    client = site.test_client()
    sign_in(client, "unit_handler")
    assert "可续报：康宁小区业主反映逾期交房" in fetch(client, "/").text
    assert "关联事项有新进展" in fetch(client, f"/briefing/items/{item_id}").text
    now.shift(timedelta(minutes=1))
    follow = draft(title="双方和解", stage=Stage.FOLLOW)
    send(reporting.start(db.session(), Cast().actor("unit_handler"), follow, Before(item_id)))
    assert "可续报" not in fetch(client, "/").text


def test_the_draft_takes_in_what_was_sent_and_nothing_of_other_districts(site: Flask) -> None:
    sent()
    sent(column=Column.NEWS, title="区级部门联合接访")
    sent(column=Column.WARNING, title="网上邀约")
    reporting.start(db.session(), Cast().actor("duty"), draft(title="还没有报送的"))
    sent("other_editor", title="乙区的事")
    assert leads(drafted()) == ["康宁小区业主反映逾期交房", "网上邀约", "区级部门联合接访"]


def test_of_a_matter_the_newest_standing_report_is_told(site: Flask) -> None:
    first = sent()
    follow = reporting.start(
        db.session(),
        Cast().actor("unit_handler"),
        draft(title="业主已推选代表", stage=Stage.FOLLOW),
        Before(first),
    )
    send(follow)
    wrong = sent(title="写错的")
    right = reporting.start(
        db.session(), Cast().actor("unit_handler"), draft(title="改对的"), Before(wrong, corrects=True)
    )
    send(right)
    assert leads(drafted()) == ["业主已推选代表", "改对的"]


def test_an_open_matter_is_carried_on_with_its_age_and_a_finished_one_is_not(
    site: Flask, now: time_machine.Traveller
) -> None:
    first = sent()
    quiet = sent(title="不再结转的", carry=False)
    signed(drafted())
    now.shift(timedelta(days=1))
    carried = drafted()
    assert [(each.lead, each.mark) for each in issue(carried).lines] == [
        ("康宁小区业主反映逾期交房", "结转第2天")
    ]
    assert quiet
    final = reporting.start(
        db.session(), Cast().actor("unit_handler"), draft(title="已签协议", stage=Stage.FINAL), Before(first)
    )
    send(final)
    assert drafting.renew(db.session(), Cast().actor("editor"), carried, issue(carried).version) == 1
    assert leads(carried) == ["已签协议"]
    signed(carried)
    now.shift(timedelta(days=1))
    assert leads(drafted()) == []


def test_taking_in_anew_keeps_the_editors_words(site: Flask) -> None:
    sent()
    made = drafted()
    line = issue(made).lines[0]
    edit(line.id, lead="编辑改过的标题")
    sent(title="后来的事")
    assert drafting.renew(db.session(), Cast().actor("editor"), made, issue(made).version) == 1
    assert leads(made) == ["编辑改过的标题", "后来的事"]


def edit(line_id: int, **changes: Any) -> None:
    db.session.rollback()
    line = db.session.get_one(Line, line_id)
    values = {
        "column": Column(line.column),
        "lead": line.lead,
        "body": line.body,
        "audience": Audience(line.audience),
        "position": 1,
    }
    version = db.session.get_one(Issue, line.issue_id).version
    save_line(db.session(), Cast().actor("editor"), line_id, LineDraft(**{**values, **changes}), version)


def test_the_draft_is_made_at_its_hour_once_whoever_asks(site: Flask, now: time_machine.Traveller) -> None:
    desk = office(db.session(), desk_id())
    day = clock.today()
    assert daily.draft(db.session(), desk, day, china(2026, 11, 25, 6, 59)) == []
    assert daily.draft(db.session(), desk, day, china(2026, 11, 25, 7)) == ["已自动拟出 2026-11-25 的要情"]
    assert daily.draft(db.session(), desk, day, china(2026, 11, 25, 8)) == []
    assert drafting.make(db.session(), Cast().actor("editor"), desk_id(), day) is None


def test_no_draft_on_a_saturday_but_on_one_that_is_worked(site: Flask, now: time_machine.Traveller) -> None:
    now.move_to(china(2026, 11, 28, 9))
    desk = office(db.session(), desk_id())
    assert daily.draft(db.session(), desk, clock.today(), clock.now()) == []
    with pytest.raises(Refused, match="不是工作日"):
        drafted()
    makeup_saturday(clock.today())
    assert daily.draft(db.session(), desk, clock.today(), clock.now()) == ["已自动拟出 2026-11-28 的要情"]


def test_a_unit_has_no_issue(site: Flask) -> None:
    assert daily.morning(db.session(), office(db.session(), Cast().office("JZJ").id), clock.today()) == []


def test_two_workers_at_once_make_one_draft(any_site: Flask) -> None:
    sent()
    made = together(
        any_site, lambda: drafting.make(db.session(), Cast().actor("editor"), desk_id(), clock.today())
    )
    assert sum(isinstance(each, int) for each in made) == 1
    assert len(db.session.scalars(select(Issue)).all()) == 1


def together(app: Flask, act: Any) -> list[Any]:
    """The same act in two threads at once; what each came to."""
    results: list[Any] = []
    gate = threading.Barrier(2)

    def work() -> None:
        with app.app_context():
            gate.wait()
            try:
                results.append(act())
            except Exception as error:
                results.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    db.session.rollback()
    return results


# Through three hands


def test_an_issue_passes_editor_reviewer_and_signer(site: Flask) -> None:
    sent()
    made = signed(drafted())
    found = issue(made.issue_id)
    assert (found.state, found.number, found.total, found.edition) == ("signed", 1, 1, 1)
    assert (made.editor_name, made.reviewer_name, made.signer_name) == ("编辑甲", "审核甲", "签发甲")


def test_it_is_not_signed_before_its_review_nor_reviewed_before_it_is_handed_in(site: Flask) -> None:
    sent()
    made = drafted()
    with pytest.raises(Refused, match="编辑中"):
        issuing.sign(db.session(), Cast().actor("signer"), made, issue(made).version)
    with pytest.raises(Refused, match="编辑中"):
        issuing.review(db.session(), Cast().actor("reviewer_b"), made, issue(made).version)


def test_it_is_given_back_with_a_reason_and_then_edited_again(site: Flask) -> None:
    sent()
    made = reviewed(drafted())
    issuing.send_back(db.session(), Cast().actor("signer"), made, issue(made).version, "人数核实")
    assert issue(made).state == "draft"
    with pytest.raises(Refused, match="不能退回"):
        issuing.send_back(db.session(), Cast().actor("signer"), made, issue(made).version, "再退")


def test_what_is_under_review_is_not_edited(site: Flask) -> None:
    sent()
    made = reviewed(drafted())
    with pytest.raises(Refused, match="待签发"):
        edit(issue(made).lines[0].id, lead="偷偷改")


def test_another_districts_issue_is_missing(site: Flask) -> None:
    sent()
    made = drafted()
    with pytest.raises(Missing):
        issuing.submit(db.session(), Cast().actor("other_editor"), made, issue(made).version, silent=False)


# Silence


def test_an_empty_issue_is_signed_only_as_a_zero_report(site: Flask) -> None:
    made = drafted()
    with pytest.raises(Refused, match="零报告"):
        issuing.submit(db.session(), Cast().actor("editor"), made, issue(made).version, silent=False)
    assert signed(made, silent=True).content["silent"] is True


def test_signed_silence_is_told_from_a_missing_issue(any_site: Flask, now: time_machine.Traveller) -> None:
    signed(drafted(), silent=True)
    now.move_to(china(2026, 11, 27, 9))
    sent()
    signed(drafted())
    rows = {
        each.day.day: each.standing
        for each in queries.month(db.session(), desk_id(), clock.today().replace(day=1))
    }
    assert rows == {25: DayStanding.SILENT, 26: DayStanding.MISSING, 27: DayStanding.ISSUED}
    assert [each.day for each in queries.missing(db.session(), desk_id(), clock.today())] == [26]
    assert "要情缺刊：2026-11-26" in daily.morning(
        db.session(), office(db.session(), desk_id()), clock.today()
    )


def test_an_issue_made_up_tells_of_nothing_that_came_after_its_day(
    any_site: Flask, now: time_machine.Traveller
) -> None:
    signed(drafted(), silent=True)
    now.move_to(china(2026, 11, 26, 23, 59))
    sent(title="缺刊当日的事")
    now.move_to(china(2026, 11, 27, 0, 0))
    sent(title="次日零时的事")
    now.move_to(china(2026, 11, 27, 9))
    made = drafting.make(db.session(), Cast().actor("editor"), desk_id(), clock.today() - timedelta(days=1))
    assert leads(made or 0) == ["缺刊当日的事"]
    assert leads(drafted()) == ["次日零时的事", "缺刊当日的事"]  # what another issue tells is carried on


def test_an_issue_made_up_tells_of_an_instruction_as_it_stood_that_day(
    any_site: Flask, now: time_machine.Traveller
) -> None:
    sent()
    made, session, mayor = signed(drafted()), db.session(), Cast().actor("mayor")
    matter = made.content["sections"][0]["lines"][0]["matter"]
    wanted = instructing.Instruction("请约谈开发企业", Cast().office("JZJ").id, date(2026, 11, 26), "s" * 20)
    task_id = instructing.instruct(session, mayor, made, matter, wanted)
    now.move_to(china(2026, 11, 27, 9))
    instructing.reply(session, Cast().actor("unit_head"), task_id, "已约谈", 1)
    instructing.close(session, mayor, task_id, 2)
    missed = drafting.make(session, Cast().actor("editor"), desk_id(), clock.today() - timedelta(days=1))
    then = next(each for each in issue(missed or 0).lines if each.task_id == task_id)
    assert (then.mark, "今日到期" in then.body, "已约谈" in then.body) == ("批示办理中", True, False)
    told = next(each for each in issue(drafted()).lines if each.task_id == task_id)
    assert (told.mark, "逾期办结" in told.body, "已约谈" in told.body) == ("批示已办结", True, True)


def test_a_missed_day_can_be_signed_late_with_the_next_number(
    any_site: Flask, now: time_machine.Traveller
) -> None:
    signed(drafted(), silent=True)
    now.move_to(china(2026, 11, 27, 9))
    signed(drafted(), silent=True)
    missed = drafting.make(db.session(), Cast().actor("editor"), desk_id(), clock.today() - timedelta(days=1))
    assert signed(missed or 0, silent=True).issue.number == 3
    assert queries.missing(db.session(), desk_id(), clock.today()) == []


# Numbers


def test_numbers_run_without_gap_begin_anew_each_year_and_a_void_one_stays_used(
    site: Flask, now: time_machine.Traveller
) -> None:
    now.move_to(china(2026, 12, 30, 9))
    first = signed(drafted(), silent=True)
    issuing.void(db.session(), Cast().actor("signer"), first.issue_id, issue(first.issue_id).version, "发错")
    now.move_to(china(2026, 12, 31, 9))
    second = signed(drafted(), silent=True)
    now.move_to(china(2027, 1, 4, 9))
    third = signed(drafted(), silent=True)
    rows = db.session.execute(select(Issue.year, Issue.number, Issue.total).order_by(Issue.day)).all()
    assert [tuple(each) for each in rows] == [(2026, 1, 1), (2026, 2, 2), (2027, 1, 3)]
    assert second.issue_id != third.issue_id


def test_a_draft_that_is_never_signed_takes_no_number(site: Flask, now: time_machine.Traveller) -> None:
    drafted()
    now.shift(timedelta(days=1))
    assert signed(drafted(), silent=True).issue.number == 1


def test_two_signers_at_once_sign_once(any_site: Flask) -> None:
    sent()
    made = reviewed(drafted())
    version = issue(made).version
    names = iter(["signer", "signer2"])
    results = together(
        any_site, lambda: issuing.sign(db.session(), Cast().actor(next(names)), made, version).number
    )
    assert sorted(str(type(each).__name__) for each in results) == ["StaleEditError", "int"]
    assert len(db.session.scalars(select(Edition)).all()) == 1
    assert issue(made).number == 1


def test_two_issues_signed_at_once_get_neighbouring_numbers(
    any_site: Flask, now: time_machine.Traveller
) -> None:
    days = []
    for _ in range(2):
        days.append(reviewed(drafted(), silent=True))
        now.shift(timedelta(days=1))
    versions = {each: issue(each).version for each in days}
    waiting = iter(list(versions.items()))

    def sign_one() -> Any:
        made, version = next(waiting)
        return issuing.sign(db.session(), Cast().actor("signer"), made, version).issue.number

    assert sorted(together(any_site, sign_one)) == [1, 2]


def test_a_signing_that_fails_leaves_no_gap(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    made = reviewed(drafted(), silent=True)
    version = issue(made).version

    def broken(*_arguments: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(issuing, "print_lines", broken)
        with pytest.raises(RuntimeError):
            issuing.sign(db.session(), Cast().actor("signer"), made, version)
    assert issue(made).number is None
    assert issuing.sign(db.session(), Cast().actor("signer"), made, version).issue.number == 1


# Freezing and correcting


def test_signing_freezes_text_figures_and_digest(site: Flask, now: time_machine.Traveller) -> None:
    registered("clerk", received_on=clock.today() - timedelta(days=1))
    sent()
    made = signed(drafted())
    before = dict(made.content)
    assert before["figures"][0] == {
        "label": "收到信访事项",
        "number": 1,
        "query": "received_from=2026-11-24&received_to=2026-11-24",
    }
    registered("clerk", received_on=clock.today() - timedelta(days=1))
    stored = edition(made.issue_id)
    assert stored.content == before
    assert stored.untouched
    stored.content = {**stored.content, "figures": []}
    assert not stored.untouched
    db.session.rollback()


def test_on_a_monday_the_figures_are_those_since_friday(site: Flask, now: time_machine.Traveller) -> None:
    now.move_to(china(2026, 11, 30, 9))
    made = signed(drafted(), silent=True)
    assert (made.content["figures_from"], made.content["figures_to"]) == ("2026-11-27", "2026-11-29")


def test_a_correction_keeps_the_number_and_both_versions(site: Flask) -> None:
    sent()
    first = signed(drafted())
    made, text = first.issue_id, first.content
    issuing.begin_correction(db.session(), Cast().actor("editor"), made, issue(made).version, "人数有误")
    assert issue(made).signed, "readers keep the signed version meanwhile"
    edit(issue(made).lines[0].id, body="涉及 25 人。")
    second = signed(made)
    assert (second.number, second.reason, second.issue.number) == (2, "人数有误", 1)
    kept = db.session.scalars(select(Edition).where(Edition.issue_id == made).order_by(Edition.number)).all()
    assert kept[0].content == text
    assert contents.line_of(kept[1].content, kept[1].content["sections"][0]["lines"][0]["matter"])
    current = db.session.scalars(select(Printed).where(Printed.current.is_(True))).all()
    assert [each.body for each in current] == ["涉及 25 人。"]


def test_items_of_a_void_issue_are_told_again(site: Flask, now: time_machine.Traveller) -> None:
    sent()
    made = signed(drafted()).issue_id
    issuing.void(db.session(), Cast().actor("signer"), made, issue(made).version, "发错")
    assert issue(made).state == IssueState.VOID
    now.shift(timedelta(days=1))
    assert [each.mark for each in issue(drafted()).lines] == [""]


def test_a_line_is_not_widened_beyond_its_item_and_holds_no_personal_data(site: Flask) -> None:
    sent(audience=Audience.LEADERS)
    line_id = issue(drafted()).lines[0].id
    with pytest.raises(Refused, match="更宽"):
        edit(line_id, audience=Audience.EVERYONE)
    with pytest.raises(Refused, match="手机号码"):
        edit(line_id, body="联系电话19900001234")


def test_two_editors_do_not_pass_each_other_by(site: Flask) -> None:
    sent()
    made = drafted()
    line, version = issue(made).lines[0], issue(made).version
    wanted = LineDraft(Column.FOCUS, "甲改的", line.body, Audience.EVERYONE, 1)
    line_id = line.id
    save_line(db.session(), Cast().actor("editor"), line_id, wanted, version)
    with pytest.raises(StaleEditError):
        save_line(db.session(), Cast().actor("editor2"), line_id, wanted, version)
    noted = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "daily_briefing.issue.line")
    ).one()
    assert noted.changes["lead"][1] == "甲改的"


def test_lines_are_put_in_another_order(site: Flask) -> None:
    for title in ("第一件拖欠工资", "第二件逾期交房", "第三件电梯停运"):
        sent(title=title)
    made = drafted()
    last = printed(made)[-1]
    edit(last.id, position=1)
    assert leads(made) == ["第三件电梯停运", "第一件拖欠工资", "第二件逾期交房"]
    edit(last.id, position=3)
    assert leads(made) == ["第一件拖欠工资", "第二件逾期交房", "第三件电梯停运"]
