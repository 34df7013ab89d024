"""Items: written, sent for good, continued, corrected, verified, told, seen only by whom they are for."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from tests.browsing import client_of
from tests.matters import registered
from tests.page import fetch
from tests.people import Cast
from tests.plugins.daily_briefing.desk import china, draft, fresh, send, sent
from xinfang_daily_briefing import scope
from xinfang_daily_briefing.items import queries, services, verifying
from xinfang_daily_briefing.items.queries import ItemsWanted
from xinfang_daily_briefing.items.services import Before, PersonalData
from xinfang_daily_briefing.items.verifying import ToldDraft, VerificationDraft
from xinfang_daily_briefing.rules.words import Audience, Column, Result, Stage, Urgency
from xinfang_site import clock
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.receiving.urgent import Recipient
from xinfang_site.domain.statutes import article
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.versions import StaleEditError


def seen(username: str) -> list[int]:
    actor = Cast().actor(username)
    desk_id = scope.desk_of(db.session(), actor, clock.today()).id
    return [each.id for each in queries.items(db.session(), actor, desk_id, ItemsWanted(), 1)[0]]


def test_an_item_is_sent_with_both_times_and_its_digest(site: Flask, now: time_machine.Traveller) -> None:
    item_id = services.start(db.session(), Cast().actor("unit_handler"), draft())
    now.shift(timedelta(minutes=7))
    send(item_id)
    row = fresh(item_id)
    assert row.sent_at is not None
    assert row.sent_at - row.known_at == timedelta(minutes=7)
    assert (row.report_name, row.thread_id, row.position) == ("首报", item_id, 1)
    assert len(row.digest) == 64


def test_what_was_sent_is_neither_edited_nor_sent_again_nor_dropped(site: Flask) -> None:
    item_id = sent()
    actor = Cast().actor("unit_handler")
    version = fresh(item_id).version
    with pytest.raises(Refused, match="第四十六条"):
        services.change(db.session(), actor, item_id, draft(title="改"), version)
    with pytest.raises(Refused, match="第四十六条"):
        services.send(db.session(), actor, item_id, version)
    with pytest.raises(Refused, match="第四十六条"):
        services.drop(db.session(), actor, item_id)
    assert fresh(item_id).title == draft().title


def test_a_draft_changed_by_someone_else_is_a_conflict(site: Flask) -> None:
    actor = Cast().actor("unit_handler")
    item_id = services.start(db.session(), actor, draft())
    version = fresh(item_id).version
    services.change(db.session(), actor, item_id, draft(title="先改的"), version)
    with pytest.raises(StaleEditError):
        services.change(db.session(), actor, item_id, draft(title="后改的"), version)
    with pytest.raises(StaleEditError):
        services.send(db.session(), actor, item_id, version)


def test_a_form_sent_twice_makes_one_draft(site: Flask) -> None:
    actor = Cast().actor("unit_handler")
    made = {services.start(db.session(), actor, draft(submission="abc")) for _ in range(2)}
    assert len(made) == 1


def test_personal_data_are_pointed_out_and_numbers_never_stored(site: Flask) -> None:
    actor = Cast().actor("unit_handler")
    text = "来访人身份证110105199001010010，电话19900001234"
    with pytest.raises(PersonalData) as raised:
        services.start(db.session(), actor, draft(content=text))
    assert {each.kind for each in raised.value.found} == {"身份证号码", "手机号码"}
    item_id = services.start(db.session(), actor, draft(content=text, masked=True))
    assert "110105199001010010" not in fresh(item_id).content
    assert "19900001234" not in fresh(item_id).content


def test_a_thread_goes_from_first_to_final_report(site: Flask) -> None:
    actor = Cast().actor("unit_handler")
    first = sent()
    follow = services.start(db.session(), actor, draft(stage=Stage.FOLLOW), Before(first))
    send(follow)
    final = services.start(db.session(), actor, draft(stage=Stage.FINAL), Before(follow))
    send(final)
    assert [fresh(each).report_name for each in (first, follow, final)] == ["首报", "续报（1）", "终报"]
    assert {fresh(each).thread_id for each in (first, follow, final)} == {first}
    with pytest.raises(Refused, match="已经终报"):
        services.start(db.session(), actor, draft(stage=Stage.FOLLOW), Before(final))


def test_a_correction_replaces_once_and_keeps_the_wrong_text(site: Flask) -> None:
    actor = Cast().actor("unit_handler")
    wrong = sent(people=230)
    right = services.start(db.session(), actor, draft(people=23), Before(wrong, corrects=True))
    with pytest.raises(Refused, match="已起草这条信息的更正"):
        services.start(db.session(), actor, draft(people=24), Before(wrong, corrects=True))
    send(right)
    assert fresh(wrong).people == 230
    assert fresh(right).report_name == "首报（更正）"
    assert queries.correction_of(db.session(), wrong) is not None
    with pytest.raises(Refused, match="已有更正"):
        services.start(db.session(), actor, draft(), Before(wrong, corrects=True))


def test_only_the_reporting_unit_or_the_desk_corrects(site: Flask) -> None:
    first = sent()
    services.start(db.session(), Cast().actor("duty"), draft(), Before(first, corrects=True))
    with pytest.raises(Missing):
        services.start(db.session(), Cast().actor("school_handler"), draft(), Before(first, corrects=True))


def test_a_report_is_never_named_where_many_units_read(site: Flask) -> None:
    report = registered("clerk", accusation=True, accused=(AccusedDraft(Cast().office("JZJ").id),))
    with pytest.raises(Refused, match="检举控告") as refused:
        services.start(db.session(), Cast().actor("duty"), draft(matters=(_number(report),)))
    assert (refused.value.field, refused.value.article) == ("matters", article(30, 3))
    clerk = client_of(site, "clerk")  # nor does its page lead to a form that must refuse it
    assert "报送要情信息" not in fetch(clerk, f"/petitions/{report}").text
    assert "报送要情信息" in fetch(clerk, f"/petitions/{registered('clerk')}").text


def test_an_item_names_only_matters_of_the_own_register(site: Flask) -> None:
    ours = registered("clerk")
    number = _number(ours)
    item_id = services.start(db.session(), Cast().actor("duty"), draft(matters=(number,)))
    assert [each.number for each in fresh(item_id).matters] == [number]
    foreign = _number(registered("other_clerk"))
    for unknown in (foreign, "没有这个号"):
        with pytest.raises(Refused, match="没有编号"):
            services.start(db.session(), Cast().actor("duty"), draft(matters=(unknown,)))


def _number(petition_id: int) -> str:
    from xinfang_site.petitions.models import Petition

    return db.session.get_one(Petition, petition_id).number


def test_a_person_sees_items_of_the_own_unit_or_desk_only(site: Flask) -> None:
    first = sent()
    kept = services.start(db.session(), Cast().actor("unit_handler"), draft())
    assert seen("unit_handler") == [kept, first]
    assert seen("duty") == [first], "a unit's draft is the unit's"
    assert seen("school_handler") == []
    assert seen("other_editor") == []
    assert seen("mayor") == []
    with pytest.raises(Missing):
        scope.item(db.session(), Cast().actor("other_editor"), first, clock.today())


def test_what_is_for_leaders_only_stays_with_the_desk_in_its_own_office(site: Flask) -> None:
    closed = sent("duty", audience=Audience.LEADERS)
    assert closed in seen("editor")
    assert closed not in seen("section_head")


def test_what_is_similar_is_shown_and_another_matter_is_not(site: Flask) -> None:
    first = sent()
    sent(title="某工地农民工反映拖欠工资")
    row = fresh(
        services.start(db.session(), Cast().actor("duty"), draft(title="康宁小区逾期交房，业主再次来访"))
    )
    assert [each.id for each in queries.similar(db.session(), row, queries.lately(clock.now()))] == [first]


# Verified before midnight


def warning(**changes: object) -> int:
    return sent(column=Column.WARNING, title="网上有人邀约周五到区政府反映退费", **changes)


def test_a_warning_verified_in_the_evening_is_in_time(site: Flask, now: time_machine.Traveller) -> None:
    item_id = warning()
    now.move_to(china(2026, 11, 25, 23, 59))
    verifying.verify(
        db.session(), Cast().actor("duty"), item_id, VerificationDraft(Result.TRUE, "已与平台核实")
    )
    now.move_to(china(2026, 11, 27, 8))
    check = verifying.check_of(fresh(item_id), clock.now())
    assert check is not None
    assert (check.overnight, check.open) == (False, False)


def test_cannot_yet_leaves_a_warning_open_and_midnight_makes_it_red(
    site: Flask, now: time_machine.Traveller
) -> None:
    item_id = warning()
    actor = Cast().actor("duty")
    verifying.verify(db.session(), actor, item_id, VerificationDraft(Result.NOT_YET, "平台未回复"))
    now.move_to(china(2026, 11, 26, 0, 1))
    board = verifying.board(db.session(), actor)
    assert [(each.item.id, each.check.tone) for each in board] == [(item_id, "danger")]
    verifying.verify(db.session(), actor, item_id, VerificationDraft(Result.FALSE, "不属实"))
    assert [each.check.words for each in verifying.board(db.session(), actor)] == ["过夜核实"]


def test_a_settled_warning_or_another_column_is_not_verified(site: Flask) -> None:
    actor = Cast().actor("duty")
    item_id = warning()
    verifying.verify(db.session(), actor, item_id, VerificationDraft(Result.TRUE, "属实"))
    with pytest.raises(Refused, match="已经核实"):
        verifying.verify(db.session(), actor, item_id, VerificationDraft(Result.FALSE, "改口"))
    with pytest.raises(Refused, match="信息预警"):
        verifying.verify(db.session(), actor, sent(), VerificationDraft(Result.TRUE, "属实"))


# Urgent at once


def test_an_urgent_item_reaches_the_leaders_of_the_desk_and_above_at_once(site: Flask) -> None:
    item_id = sent(urgency=Urgency.URGENT)
    assert sorted(each.name for each in fresh(item_id).receipts) == ["主任甲", "区领导乙", "区领导甲"]
    assert seen("mayor") == [item_id]


def test_a_direct_report_reaches_only_the_leader_it_is_for(site: Flask) -> None:
    mayor = Cast().actor("mayor")
    with pytest.raises(Refused, match="哪位领导"):
        services.start(db.session(), Cast().actor("unit_handler"), draft(urgency=Urgency.DIRECT))
    item_id = sent(urgency=Urgency.DIRECT, audience=Audience.NAMED, readers=(mayor.account_id,))
    assert [each.name for each in fresh(item_id).receipts] == ["区领导甲"]
    assert seen("mayor2") == []


def test_a_receipt_says_when_it_was_opened_and_when_confirmed(
    site: Flask, now: time_machine.Traveller
) -> None:
    item_id = sent(urgency=Urgency.URGENT)
    mayor = Cast().actor("mayor")
    verifying.open_receipt(db.session(), mayor, item_id)
    now.shift(timedelta(minutes=5))
    verifying.confirm_receipt(db.session(), mayor, item_id)
    verifying.confirm_receipt(db.session(), mayor, item_id)
    receipt = next(each for each in fresh(item_id).receipts if each.account_id == mayor.account_id)
    assert receipt.opened_at is not None
    assert receipt.confirmed_at is not None
    assert receipt.confirmed_at - receipt.opened_at == timedelta(minutes=5)
    with pytest.raises(Missing):
        verifying.confirm_receipt(db.session(), Cast().actor("unit_head"), item_id)


def test_each_organ_of_article_25_is_told_once_with_its_time(
    site: Flask, now: time_machine.Traveller
) -> None:
    item_id = sent(urgency=Urgency.URGENT)
    now.shift(timedelta(minutes=12))
    actor = Cast().actor("duty")
    told = ToldDraft(Recipient.PARTY_AND_GOVERNMENT, clock.now(), "电话")
    verifying.tell(db.session(), actor, item_id, told)
    rows = verifying.told_rows(fresh(item_id), clock.now() + timedelta(minutes=3))
    assert [each.minutes for each in rows] == [12, 15, 15, 15, 15]
    with pytest.raises(Refused, match="已经登记"):
        verifying.tell(db.session(), actor, item_id, told)


@pytest.mark.parametrize(("minutes", "said"), [(-60, "早于得知时间"), (60, "晚于现在")])
def test_an_organ_is_not_told_before_it_is_known_nor_in_the_future(
    site: Flask, minutes: int, said: str
) -> None:
    item_id = sent(urgency=Urgency.URGENT)
    at = clock.now() + timedelta(minutes=minutes)
    with pytest.raises(Refused, match=said):
        verifying.tell(
            db.session(), Cast().actor("duty"), item_id, ToldDraft(Recipient.COMPETENT_DEPARTMENT, at, "电话")
        )
