"""Matters (信访事项): what a plugin may say of a petition that a person's office sees; never who petitioned."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.conflicts import NOT_TO_THE_ACCUSED
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.petitions.drafts import PetitionDraft, PetitionerDraft
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.refs import ref_of
from xinfang_site.petitions.registering import choices
from xinfang_site.petitions.registering import services as registering
from xinfang_site.petitions.visibility import entries, scope
from xinfang_site.plugin_values import MatterRef


def matter(session: Session, actor: Actor, petition_id: int) -> MatterRef:
    """A matter in the register of the actor's office.

    Raises:
        Missing: there is none, or not in that register; the two look the same.
    """
    return ref_of(scope.get(session, actor, petition_id))


def matter_numbered(session: Session, actor: Actor, number: str) -> MatterRef | None:
    """A matter of the actor's register by its number; None when there is none."""
    found = scope.id_of_number(session, actor, number.strip())
    return None if found is None else matter(session, actor, found)


def check_may_be_told(session: Session, matter_id: int) -> None:
    """Refuse to tell of a report beyond the offices that have it in their register (检举控告保密).

    Whatever a module publishes to several units - a briefing, a notice - asks this for each matter it names.

    Raises:
        Refused: the matter reports a unit or a person.
    """
    told = select(Petition.id).where(Petition.id == matter_id, ~scope.reports_somebody())
    if session.scalar(told) is None:
        raise Refused("检举控告事项不得在供多个单位阅看的材料中写明或者关联", NOT_TO_THE_ACCUSED)


def barred_offices(session: Session, matter_id: int) -> frozenset[int]:
    """Offices that may never hear of a matter: reported units and all below them (不得接触的单位)."""
    return frozenset(entries.barred_offices(session, matter_id))


def unreported(petition_id: Any, barred: frozenset[int]) -> list[ColumnElement[bool]]:
    """Conditions on a module's column of matters that leave out those in ``barred`` (不含反映本人的事项); mostly none."""
    return [or_(petition_id.is_(None), petition_id.not_in(barred))] if barred else []


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A matter that came in by a visit (来访事项), as a module registers it.

    Attributes:
        received_on: the day of the visit, from which the statute counts.
        name: the petitioner's name; empty when it was not given.
        people: visitors.
        category: path of the content category, such as ``城乡建设/城乡规划``; empty for none.
        submission: the same text registers the same matter once.
    """

    received_on: date
    name: str
    phones: tuple[str, ...]
    address: str
    people: int
    summary: str
    content: str
    submission: str
    category: str = ""
    remarks: str = ""


def category_names(session: Session, day: date) -> list[str]:
    """Content categories by their paths (内容分类)."""
    return sorted(choices.category_paths(session, day))


def register_visit(session: Session, actor: Actor, draft: VisitDraft, day: date) -> MatterRef:
    """Register a matter that came in by a visit; inside ``writing()``, so that it is linked with the same commit.

    Raises:
        Refused: the statute does not allow it so; the message names the field and the article.
    """
    offered = choices.load(session, day)
    if offered.visit_id is None:
        raise Refused("代码表中没有“来访”这一信访形式")
    if draft.category and draft.category not in offered.categories:
        raise Refused("没有这一内容分类，请从列表中选择", field="category")
    person = PetitionerDraft(draft.name, phones=draft.phones, address=draft.address)
    petition = PetitionDraft(
        channel_id=offered.visit_id,
        received_on=draft.received_on,
        summary=mask_personal(draft.summary),
        content=draft.content,
        petitioners=(person,) if draft.name else (),
        anonymous=not draft.name,
        visit=True,
        people=draft.people,
        visitors=draft.people,
        category_id=offered.categories.get(draft.category),
        remarks=draft.remarks,
        submission=draft.submission,
    )
    registering.check(petition, day)
    return matter(session, actor, registering.enter(session, actor, petition, day))


__all__ = [
    "MatterRef",
    "VisitDraft",
    "barred_offices",
    "category_names",
    "check_may_be_told",
    "matter",
    "matter_numbered",
    "register_visit",
    "unreported",
]
