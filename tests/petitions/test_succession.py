"""An office that is dissolved leaves its open matters to the one that took over (第二十四条第二款)."""

from datetime import timedelta

from flask import Flask

from tests import matters, procedure
from tests.people import Cast
from xinfang_site import daily
from xinfang_site.clock import today
from xinfang_site.database import writing
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.drafts import AccusedDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.visibility import entries, scope, succession


def dissolve(code: str, heir: str) -> None:
    with writing(db.session()):
        office = db.session.get_one(Office, Cast().office(code).id)
        office.valid_to, office.successor_id = today() - timedelta(days=1), Cast().office(heir).id


def test_the_heir_goes_on_with_the_unit_s_matter_within_its_limit(any_app: Flask) -> None:
    handled, done = matters.registered(), matters.registered()
    procedure.walk(handled, "screen forward sign_for accept")
    procedure.walk(done, "screen forward sign_for accept mediate conclude")
    before = limits.latest(db.session(), handled, Duty.CONCLUSION).due
    dissolve("JZJ", "JJW")
    lines = daily.run_day(db.session(), today())
    assert "已撤销机构未办结的信访事项 1 件转由承接机构办理" in lines
    heir = Cast().actor("school_handler")
    assert scope.get(db.session(), heir, handled).unit_id == heir.office_id
    assert not scope.visible(db.session(), heir, done)
    assert limits.latest(db.session(), handled, Duty.CONCLUSION).due == before
    matters.take("school_handler", handled, Step.DRAFT, **procedure.OPINION)
    assert matters.state_of(handled) == State.DRAFTED
    assert succession.hand_over(db.session(), today()) == succession.Handed(0, 0)


def test_a_petition_office_s_register_goes_on_with_its_heir(app: Flask) -> None:
    petition_id = matters.registered("other_clerk")
    dissolve("YXF", "JXF")
    assert succession.hand_over(db.session(), today()).matters == 1
    procedure.step(petition_id, Step.SCREEN, "clerk")
    assert matters.state_of(petition_id) == State.TRIAGE


def test_a_matter_never_goes_to_an_heir_that_is_reported_in_it(app: Flask) -> None:
    petition_id = matters.registered(accused=(AccusedDraft(Cast().office("JJW").id),), accusation=True)
    with writing(db.session()):
        petition = db.session.get_one(Petition, petition_id)
        petition.unit_id = Cast().office("JJJ").id
        entries.refresh(db.session(), petition)
    dissolve("JJJ", "JJW")
    assert succession.hand_over(db.session(), today()) == succession.Handed(0, 1)
    assert not scope.visible(db.session(), Cast().actor("school_handler"), petition_id)


def test_a_matter_enters_the_register_of_a_petition_office_that_exists(app: Flask) -> None:
    dissolve("JXF", "YXF")
    petition_id = matters.registered("street_handler")
    assert not scope.visible(db.session(), Cast().actor("clerk"), petition_id)
