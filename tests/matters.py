"""Matters for tests: a draft with sensible values, and the short way to a registered matter."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from tests.people import Cast
from tests.quiet import quietly
from xinfang_site.clock import today
from xinfang_site.codes.models import Code
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.extensions import db
from xinfang_site.petitions.approving import services as approving
from xinfang_site.petitions.drafts import PetitionDraft, PetitionerDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.proposals import open_proposals
from xinfang_site.petitions.registering import services as registering
from xinfang_site.petitions.stepping import services as stepping

ID_NUMBER = "110105199001010010"


def code_id(table: str, title: str) -> int:
    """The id of a code by its title."""
    return (
        db.session.scalars(select(Code.id).where(Code.table_name == table, Code.title == title)).first() or 0
    )


def draft(**changes: Any) -> PetitionDraft:
    """A letter about a broken lift, or what ``changes`` make of it."""
    made = PetitionDraft(
        channel_id=code_id("channel", "来信"),
        received_on=today(),
        summary="小区电梯长期停运",
        content="本小区三号楼电梯自上月起停运，物业公司多次推诿，请求督促修复。",
        petitioners=(PetitionerDraft("赵青松", phones=("19900001234",), address="渝碚路街道康宁路1号"),),
    )
    return replace(made, **changes)


def registered(username: str = "clerk", day: date | None = None, **changes: Any) -> int:
    """A matter registered by ``username``; returns its id."""
    return registering.register(db.session(), Cast().actor(username), draft(**changes), day or today())


def version_of(petition_id: int) -> int:
    db.session.rollback()
    return db.session.get_one(Petition, petition_id).version


def take(username: str, petition_id: int, step: Step, **values: Any) -> bool:
    """Take a step as ``username`` with the matter's present version."""
    made = stepping.StepDraft(step, version_of(petition_id), values)
    return stepping.take(db.session(), Cast().actor(username), petition_id, made, today())


@quietly
def forwarded(unit: str = "JZJ", **changes: Any) -> int:
    """A matter that was forwarded to ``unit`` and waits for its receipt."""
    petition_id = registered(**changes)
    take("clerk", petition_id, Step.SCREEN, **{Need.DUPLICATE_DECISION: "first"})
    take("handler", petition_id, Step.FORWARD, **{Need.RECEIVER: Cast().office(unit).id})
    approve("section_head", petition_id)
    return petition_id


def approve(username: str, petition_id: int) -> bool:
    """Approve the newest open proposal of a matter."""
    proposal = open_proposals(db.session(), petition_id)[-1]
    return approving.approve(db.session(), Cast().actor(username), proposal.id, proposal.version, today())


def state_of(petition_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Petition, petition_id).state
