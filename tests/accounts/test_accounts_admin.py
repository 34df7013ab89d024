"""Accounts under the three separated administrators: exclusive roles, last holders, one-time passwords."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.audited import last_event
from tests.people import PASSWORD, Cast
from xinfang_site.accounts import passwords, queries
from xinfang_site.accounts.administering import grant_services
from xinfang_site.accounts.administering import services as admin_services
from xinfang_site.accounts.administering.grant_services import RolesDraft
from xinfang_site.accounts.administering.services import AccountDraft, MoveDraft, PersonDraft, Reasoned
from xinfang_site.accounts.models import Account, OldPassword
from xinfang_site.accounts.permissions import GRANTED, PERMISSIONS
from xinfang_site.accounts.queries import PeopleWanted
from xinfang_site.accounts.signing_in.services import Credentials, sign_in
from xinfang_site.actor import system
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.roles import ADMINISTRATORS, Role
from xinfang_site.extensions import db
from xinfang_site.versions import StaleEditError

CAST = Cast()


def account(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def reason(username: str) -> Reasoned:
    return Reasoned("工作需要", account(username).version)


def give(username: str, *roles: Role, by: str = "root_security") -> list[str]:
    draft = RolesDraft(frozenset(roles), "岗位调整", account(username).version)
    return grant_services.set_roles(db.session(), CAST.actor(by), account(username).id, draft)


def disable(username: str, by: str = "root_system") -> None:
    admin_services.disable(db.session(), CAST.actor(by), account(username).id, reason(username))


def enter(username: str, password: str = PASSWORD) -> str:
    return sign_in(db.session(), Credentials(username, password, "", "10.0.0.9", "test")).token


def test_a_new_account_has_no_role_and_a_one_time_password(app: Flask) -> None:
    draft = AccountDraft("zhangsan", "张三", CAST.office("JZJ").id, "科员")
    secret = admin_services.create(db.session(), CAST.actor("root_system"), draft)
    made = account("zhangsan")
    assert made.must_change
    assert made.roles == frozenset()
    assert made.initials == "zs"
    assert passwords.matches(made.password_hash, secret.password)
    assert secret.password not in str(last_event().changes)


def test_a_user_name_belongs_to_one_person_for_ever(app: Flask) -> None:
    disable("clerk2")
    draft = AccountDraft("clerk2", "另一人", CAST.office("JXF").id)
    with pytest.raises(Refused) as refused:
        admin_services.create(db.session(), CAST.actor("root_system"), draft)
    assert refused.value.field == "username"


def test_nobody_is_put_into_an_office_that_does_not_exist(app: Flask) -> None:
    with pytest.raises(Refused) as refused:
        admin_services.create(db.session(), CAST.actor("root_system"), AccountDraft("x1", "某", 99999))
    assert refused.value.field == "office_id"


def test_an_edit_is_recorded_with_before_and_after(app: Flask) -> None:
    draft = PersonDraft("登记甲", "科长", account("clerk").version)
    admin_services.edit(db.session(), CAST.actor("root_system"), account("clerk").id, draft)
    assert last_event().changes == {"post": ["", "科长"]}
    with pytest.raises(StaleEditError):
        admin_services.edit(db.session(), CAST.actor("root_system"), account("clerk").id, draft)


def test_an_edit_without_a_change_leaves_no_record(app: Flask) -> None:
    draft = PersonDraft("登记甲", "", account("clerk").version)
    before = db.session.scalars(select(AuditEvent.id)).all()
    admin_services.edit(db.session(), CAST.actor("root_system"), account("clerk").id, draft)
    assert db.session.scalars(select(AuditEvent.id)).all() == before


def test_moving_to_another_office_takes_the_roles_of_the_old_one(app: Flask) -> None:
    draft = MoveDraft(CAST.office("YXF").id, "科员", "干部交流", account("handler").version)
    admin_services.move(db.session(), CAST.actor("root_system"), account("handler").id, draft)
    assert account("handler").roles == frozenset()
    assert last_event().changes["office"] == ["甲区信访办", "乙区信访办"]
    assert last_event().changes["roles"] == ["承办人", ""]


def test_an_administrator_who_moves_stays_an_administrator(app: Flask) -> None:
    draft = MoveDraft(CAST.office("YXF").id, "", "调动", account("root_audit").version)
    admin_services.move(db.session(), CAST.actor("root_system"), account("root_audit").id, draft)
    assert account("root_audit").roles == {Role.AUDIT_ADMIN}


def test_a_move_needs_another_office(app: Flask) -> None:
    draft = MoveDraft(account("clerk").office_id, "", "调动", account("clerk").version)
    with pytest.raises(Refused, match="已在这个机构"):
        admin_services.move(db.session(), CAST.actor("root_system"), account("clerk").id, draft)


def test_a_disabled_account_loses_its_sessions_and_cannot_enter(app: Flask) -> None:
    assert enter("clerk")
    disable("clerk")
    assert not queries.open_sessions(db.session(), account("clerk").id)
    assert not enter("clerk")
    admin_services.enable(db.session(), CAST.actor("root_system"), account("clerk").id, reason("clerk"))
    assert enter("clerk")


def test_disabling_twice_and_enabling_what_is_in_use_are_refused(app: Flask) -> None:
    with pytest.raises(Refused, match="没有停用"):
        admin_services.enable(db.session(), CAST.actor("root_system"), account("clerk").id, reason("clerk"))
    disable("clerk")
    with pytest.raises(Refused, match="已经停用"):
        disable("clerk")


def test_nobody_disables_oneself_or_resets_the_own_password(app: Flask) -> None:
    with pytest.raises(Refused, match="自己"):
        disable("root_system")
    actor = CAST.actor("root_system")
    with pytest.raises(Refused, match="自己"):
        admin_services.reset_password(db.session(), actor, account("root_system").id, reason("root_system"))


def test_a_reset_gives_a_one_time_password_and_ends_the_sessions(app: Flask) -> None:
    enter("clerk")
    actor = CAST.actor("root_system")
    secret = admin_services.reset_password(db.session(), actor, account("clerk").id, reason("clerk"))
    assert account("clerk").must_change
    assert not queries.open_sessions(db.session(), account("clerk").id)
    assert not enter("clerk")
    assert enter("clerk", secret.password)
    old = db.session.scalars(select(OldPassword.password_hash)).all()
    assert any(passwords.matches(each, PASSWORD) for each in old)


@pytest.mark.parametrize("username", ["root_security", "root_audit"])
def test_no_system_administrator_becomes_another_administrator_by_a_password(
    app: Flask, username: str
) -> None:
    with pytest.raises(Refused, match=r"三员分立.*xinfang reset-password"):
        admin_services.reset_password(
            db.session(), CAST.actor("root_system"), account(username).id, reason(username)
        )
    assert enter(username)
    secret = admin_services.reset_at_server(db.session(), system("xinfang reset-password"), username)
    assert not enter(username)
    assert enter(username, secret.password)
    act = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "account.reset")).one()
    assert (act.username, act.object_id) == ("xinfang reset-password", username)


@pytest.mark.parametrize("last", ["sysadmin", "secadmin", "auditadmin"])
def test_the_last_administrator_of_a_kind_is_neither_disabled_nor_dismissed(
    any_app: Flask, last: str
) -> None:
    kind = {"sysadmin": "root_system", "secadmin": "root_security", "auditadmin": "root_audit"}[last]
    disable(kind, by=last)
    # whoever asks: the rule is about the account that is left
    with pytest.raises(Refused, match="最后一名"):
        disable(last, by="clerk")
    with pytest.raises(Refused, match="最后一名"):
        give(last, by="clerk")


def test_one_of_two_administrators_may_go(app: Flask) -> None:
    disable("auditadmin")
    give("auditadmin")
    assert account("auditadmin").roles == frozenset()


@pytest.mark.parametrize("first", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("second", [*sorted(ADMINISTRATORS), Role.CLERK, Role.DISCIPLINE])
def test_an_administrator_holds_no_other_role(app: Flask, first: Role, second: Role) -> None:
    if first == second:
        return
    with pytest.raises(Refused, match="互斥") as refused:
        give("lawyer", first, second)
    assert refused.value.field == "roles"
    assert account("lawyer").roles == {Role.LAWYER}


def test_l1_a_refused_grant_is_noted(app: Flask) -> None:
    with pytest.raises(Refused, match="互斥"):
        give("lawyer", Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)
    event = last_event()
    assert (event.action, event.object_id, event.result) == ("role.set", "lawyer", "refused")
    assert "互斥" in event.reason


def test_a_tiny_office_is_warned_about_the_briefing_chain(app: Flask) -> None:
    assert give("lawyer", Role.BRIEFING_EDITOR, Role.BRIEFING_SIGNER)
    assert account("lawyer").roles == {Role.BRIEFING_EDITOR, Role.BRIEFING_SIGNER}


def test_roles_are_recorded_with_before_and_after_and_who_granted(app: Flask) -> None:
    assert give("clerk", Role.CLERK, Role.DUTY_OFFICER) == []
    event = last_event()
    assert (event.action, event.reason) == ("role.set", "岗位调整")
    assert event.changes["roles"] == ["登记员", "值班员、登记员"]
    granted = {each.role: each.granted_by for each in account("clerk").grants}
    assert granted == {"clerk": "test", "duty_officer": "root_security"}


def test_granting_what_is_held_already_changes_nothing(app: Flask) -> None:
    version = account("clerk").version
    give("clerk", Role.CLERK)
    assert account("clerk").version == version


def test_two_security_administrators_do_not_overwrite_each_other(app: Flask) -> None:
    old = RolesDraft(frozenset({Role.LAWYER}), "旧页面", account("clerk").version)
    give("clerk", Role.CLERK, Role.DUTY_OFFICER)
    with pytest.raises(StaleEditError):
        grant_services.set_roles(db.session(), CAST.actor("secadmin"), account("clerk").id, old)


def test_nobody_grants_to_or_takes_from_oneself(app: Flask) -> None:
    with pytest.raises(Refused, match="自己"):
        give("root_security", Role.SECURITY_ADMIN, Role.CLERK)
    with pytest.raises(Refused, match="自己"):
        give("root_security")


def test_unlocking_is_recorded_and_only_for_locked_accounts(app: Flask) -> None:
    security = CAST.actor("root_security")
    with pytest.raises(Refused, match="没有锁定"):
        grant_services.unlock(db.session(), security, account("clerk").id, reason("clerk"))
    for _ in range(5):
        enter("clerk", "wrong")
    assert queries.standing(account("clerk")) == "locked"
    grant_services.unlock(db.session(), security, account("clerk").id, reason("clerk"))
    assert enter("clerk")
    unlocked = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "account.unlock")).one()
    assert unlocked.changes == {"standing": ["locked", "active"]}


def test_ending_sessions_ends_all_of_them(app: Flask) -> None:
    enter("clerk")
    enter("clerk")
    grant_services.end_sessions(
        db.session(), CAST.actor("root_security"), account("clerk").id, reason("clerk")
    )
    assert not queries.open_sessions(db.session(), account("clerk").id)
    assert last_event().changes == {"open_sessions": [2, 0]}


def test_a_lost_authenticator_is_taken_off_by_the_security_administrator(app: Flask) -> None:
    security = CAST.actor("root_security")
    with pytest.raises(Refused, match="没有启用"):
        grant_services.remove_second_factor(db.session(), security, account("clerk").id, reason("clerk"))
    with writing(db.session()):
        account("clerk").totp_secret = "JBSWY3DPEHPK3PXP"
    grant_services.remove_second_factor(db.session(), security, account("clerk").id, reason("clerk"))
    assert account("clerk").totp_secret is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (PeopleWanted(words="djj"), {"clerk"}),
        (PeopleWanted(words="登记"), {"clerk", "clerk2", "other_clerk"}),
        (PeopleWanted(words="CLERK2"), {"clerk2"}),
        (PeopleWanted(words="%"), set()),
        (PeopleWanted(role="lawyer"), {"lawyer"}),
        (PeopleWanted(standing="disabled"), {"street_handler"}),
        (PeopleWanted(standing="locked"), {"school_head"}),
        (PeopleWanted(words="school", standing="active"), {"school_handler"}),
    ],
)
def test_people_are_found_by_name_initials_role_and_standing(
    any_app: Flask, wanted: PeopleWanted, found: set[str]
) -> None:
    disable("street_handler")
    for _ in range(5):
        enter("school_head", "wrong")
    rows, total = queries.people(db.session(), wanted, 1, 50)
    assert {each.username for each in rows} == found
    assert total == len(found)


def test_people_of_an_office_include_those_below_it(app: Flask) -> None:
    rows, _ = queries.people(db.session(), PeopleWanted(office_id=CAST.office("JZJ").id), 1, 50)
    assert {each.username for each in rows} == {
        "unit_handler", "unit_handler2", "unit_head", "property_handler",
    }  # fmt: skip


def test_every_permission_that_is_granted_has_a_name(app: Flask) -> None:
    granted = frozenset().union(*GRANTED.values())
    assert granted <= set(PERMISSIONS)
    assert set(GRANTED) == set(Role)


def test_no_administrator_sees_a_matter(app: Flask) -> None:
    for role in ADMINISTRATORS:
        assert not any(each.startswith("petition.") for each in GRANTED[role])
