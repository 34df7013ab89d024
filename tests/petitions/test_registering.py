"""Registering a matter: number, clock, scope, search hashes, audit; all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from tests import matters
from tests.people import Cast
from xinfang_site.audit.models import AuditEvent
from xinfang_site.clock import today
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db, vault
from xinfang_site.missing import Missing
from xinfang_site.petitions.drafts import AccusedDraft, PetitionerDraft
from xinfang_site.petitions.models import (
    Clock,
    Lookup,
    Petition,
    Petitioner,
    RegisterEntry,
    RegisterTally,
)
from xinfang_site.petitions.registering import duplicates
from xinfang_site.petitions.registering import services as registering
from xinfang_site.petitions.registering.models import NumberSeries
from xinfang_site.petitions.visibility import scope


def numbers() -> list[str]:
    return list(db.session.scalars(select(Petition.number).order_by(Petition.number)))


def test_a_registered_matter_gets_the_next_number_of_its_office_and_year(any_app: Flask) -> None:
    matters.registered()
    matters.registered()
    year = today().year
    assert numbers() == [f"JXF{year}000001", f"JXF{year}000002"]


def test_parallel_registration_gives_numbers_without_gap_or_double(any_app: Flask) -> None:
    def one(_turn: int) -> None:
        with any_app.app_context():
            matters.registered()
            db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert numbers() == [f"JXF{today().year}{serial:06d}" for serial in range(1, 41)]


def test_a_registration_that_fails_gives_its_number_back(any_app: Flask) -> None:
    matters.registered()
    with pytest.raises(Missing):
        matters.registered(repeat_of_id=999)
    matters.registered()
    assert len(numbers()) == 2
    assert db.session.scalar(select(NumberSeries.last)) == 2


def test_no_audit_no_act(app: Flask) -> None:
    db.session.execute(
        text("CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'full'); END")
    )
    db.session.commit()
    with pytest.raises(DBAPIError):
        matters.registered()
    assert numbers() == []
    assert db.session.scalar(select(func.count()).select_from(RegisterEntry)) == 0


def test_the_dispatch_limit_runs_fifteen_days_from_receipt_not_from_keying_in(session, app: Flask) -> None:
    received = today() - timedelta(days=4)
    petition_id = matters.registered(received_on=received)
    clock = session.scalars(select(Clock).where(Clock.petition_id == petition_id)).one()
    assert (clock.code, clock.started_on, clock.due) == ("D1", received, received + timedelta(days=15))
    assert session.get_one(Petition, petition_id).due_on == clock.due


def test_n3_a_form_sent_twice_at_the_same_moment_is_answered_twice_with_the_one_matter(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found from outside on PostgreSQL: the second click was told that somebody else had saved it."""
    first = matters.registered(submission="abc")
    not_yet, sent_before = iter([None]), registering.sent_before
    monkeypatch.setattr(
        registering, "sent_before", lambda session, text: next(not_yet, sent_before(session, text))
    )
    assert matters.registered(submission="abc") == first


def test_the_same_form_sent_twice_makes_one_matter(app: Flask) -> None:
    first = matters.registered(submission="abc")
    assert matters.registered(submission="abc") == first
    assert len(numbers()) == 1


def test_a_day_of_receipt_in_the_future_is_refused_and_uses_no_number(app: Flask) -> None:
    with pytest.raises(Refused):
        matters.registered(received_on=today() + timedelta(days=1))
    assert numbers() == []


def test_a_report_of_everybody_who_could_have_it_is_refused_and_the_try_noted(app: Flask) -> None:
    with pytest.raises(Refused, match="被反映的是本机关"):
        matters.registered(accused=(AccusedDraft(Cast().office("JQ").id),), accusation=True)
    db.session.rollback()
    noted = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
    assert (noted.action, noted.result) == ("petition.register", "refused")
    assert numbers() == []


@pytest.mark.parametrize(
    ("visitors", "representatives", "allowed", "collective"),
    [(9, 6, False, None), (9, 5, True, True), (5, 0, True, True), (4, 0, True, False)],
)
def test_visits_follow_the_rule_on_representatives(
    session, visitors, representatives, allowed, collective
) -> None:
    """Case 27 of the acceptance cases; source: 第二十条第三款."""
    people = [PetitionerDraft("赵青松")]
    people += [
        PetitionerDraft(f"代表{'甲乙丙丁戊己'[turn]}", "representative") for turn in range(representatives)
    ]
    changes = {"visit": True, "visitors": visitors, "people": visitors, "petitioners": tuple(people)}
    if not allowed:
        with pytest.raises(Refused) as refused:
            matters.registered(**changes)
        assert "第二十条第三款" in str(refused.value)
        return
    assert session.get_one(Petition, matters.registered(**changes)).collective is collective


def test_an_anonymous_matter_says_so_and_never_has_an_empty_name(session, app: Flask) -> None:
    with pytest.raises(Refused):
        matters.registered(petitioners=(PetitionerDraft(""),))
    petition = session.get_one(
        Petition, matters.registered(petitioners=(PetitionerDraft(""),), anonymous=True)
    )
    assert petition.main_name == "匿名"


def test_only_the_registering_office_and_the_petition_office_above_see_a_new_matter(
    session, app: Flask
) -> None:
    petition_id = matters.registered("street_handler")
    offices = set(
        session.scalars(select(RegisterEntry.office_id).where(RegisterEntry.petition_id == petition_id))
    )
    assert offices == {Cast().office("JJD").id, Cast().office("JXF").id}
    for username in ("clerk", "street_handler"):
        assert scope.visible(session, Cast().actor(username), petition_id)
    for username in ("other_clerk", "school_handler", "unit_handler", "reviewer"):
        assert not scope.visible(session, Cast().actor(username), petition_id)
        with pytest.raises(Missing):
            scope.get(session, Cast().actor(username), petition_id)


def test_an_accused_office_gets_no_entry_even_where_it_registers_the_report_itself(
    session, app: Flask
) -> None:
    accused = (AccusedDraft(Cast().office("JJD").id, "某科长"),)
    petition_id = matters.registered("street_handler", accused=accused, accusation=True)
    offices = set(
        session.scalars(select(RegisterEntry.office_id).where(RegisterEntry.petition_id == petition_id))
    )
    assert offices == {Cast().office("JXF").id}


def test_personal_data_are_sealed_at_rest_and_found_by_hash(session, app: Flask) -> None:
    person = PetitionerDraft(
        "钱小雨", phones=("19900005678",), id_number=matters.ID_NUMBER, address="某路9号"
    )
    petition_id = matters.registered(petitioners=(person,))
    raw = session.execute(text("SELECT name, phones, id_number, address FROM petitioner")).one()
    clear = ("钱小雨", "19900005678", matters.ID_NUMBER, "某路9号")
    assert all(value.encode() not in bytes(sealed) for value, sealed in zip(clear, raw, strict=True))
    stored = session.scalars(select(Petitioner)).one()
    assert (stored.name, stored.phones, stored.id_number, stored.address) == clear
    hashes = set(session.scalars(select(Lookup.hash).where(Lookup.petition_id == petition_id)))
    wanted = [("name", "钱小雨"), ("phone", "19900005678"), ("ending", "5678"), ("id", matters.ID_NUMBER)]
    assert {vault().lookup(kind, value) for kind, value in wanted} <= hashes


def test_a_repeat_is_linked_with_its_first_matter(session, app: Flask) -> None:
    first = matters.registered()
    second = matters.registered(repeat_of_id=first)
    assert session.get_one(Petition, second).repeat
    from xinfang_site.petitions import links

    clerk = Cast().actor("clerk")
    assert [each.relation for each in links.related(session, clerk, second)] == ["初件"]
    assert [each.relation for each in links.related(session, clerk, first)] == ["重复件"]


def test_a_repeat_of_a_foreign_matter_is_refused_as_missing(app: Flask) -> None:
    foreign = matters.registered("other_clerk")
    with pytest.raises(Missing):
        matters.registered(repeat_of_id=foreign)


def test_registering_is_audited_without_personal_data(session, app: Flask) -> None:
    matters.registered()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "petition.register")).one()
    assert event.username == "clerk"
    assert "赵青松" not in str(event.changes)
    assert "19900001234" not in str(event.changes)


def test_tallies_equal_a_recount_of_the_register(any_app: Flask) -> None:
    for days in (0, 10, 40):
        matters.registered(received_on=today() - timedelta(days=days))
    matters.forwarded()
    counted = db.session.execute(
        select(RegisterEntry.office_id, RegisterEntry.state, func.count())
        .group_by(RegisterEntry.office_id, RegisterEntry.state)
        .order_by(RegisterEntry.office_id, RegisterEntry.state)
    ).all()
    kept = db.session.execute(
        select(RegisterTally.office_id, RegisterTally.value, func.sum(RegisterTally.total))
        .where(RegisterTally.dimension == "state")
        .group_by(RegisterTally.office_id, RegisterTally.value)
        .having(func.sum(RegisterTally.total) > 0)
        .order_by(RegisterTally.office_id, RegisterTally.value)
    ).all()
    assert [tuple(row) for row in counted] == [tuple(row) for row in kept]


def test_the_check_of_a_draft_is_the_same_for_forms_and_ledgers(app: Flask) -> None:
    registering.check(matters.draft(), today())
    with pytest.raises(Refused):
        registering.check(replace(matters.draft(), anonymous=True), today())


def test_a_common_name_does_not_crowd_out_the_same_number(session, app: Flask) -> None:
    old = matters.registered(received_on=today() - timedelta(days=900))
    for _ in range(12):
        matters.registered(petitioners=(PetitionerDraft("赵青松", phones=("13600001111",)),))
    found = duplicates.find(session, Cast().actor("clerk"), matters.draft())
    assert (found[0].petition_id, found[0].why) == (old, "电话相同、姓名相同")
    assert len(found) == duplicates.MOST
