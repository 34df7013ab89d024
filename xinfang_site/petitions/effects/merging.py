"""Merging, undoing a merge, splitting (合并、取消合并、拆分): limits count from the earliest receipt of merged matters."""

from datetime import date

from sqlalchemy import select

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import ClockState
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.petitions import links
from xinfang_site.petitions.clocks import limits
from xinfang_site.petitions.drafts import AccusedDraft, PetitionDraft
from xinfang_site.petitions.effects import receipts
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Accused, Link, Petition
from xinfang_site.petitions.people import rows as people
from xinfang_site.petitions.registering import filing
from xinfang_site.petitions.timeline import Told, tell
from xinfang_site.petitions.visibility import entries


def merge(now: Situation) -> None:
    """Merge the matter into another one; it keeps its number and its record."""
    other = now.session.get_one(Petition, int(now.values[Need.OTHER_MATTER]))
    ruled = receipts.ruling(now.session, other)
    links.add(now.session, now.actor, now.petition.id, other.id, "merged")
    _count_from_earliest(now, other, ruled)
    _tell(now, other, "merged_in", "并入事项")


def unmerge(now: Situation) -> None:
    """Undo the merge: the matter's limits run on, those of the other one count from its own receipt again.

    Raises:
        Refused: the matter was not merged.
    """
    link = now.session.scalars(
        select(Link)
        .where(Link.petition_id == now.petition.id, Link.kind == "merged")
        .order_by(Link.id.desc())
    ).first()
    if link is None:
        raise Refused("没有并入记录，不能取消并入")
    other = now.session.get_one(Petition, link.other_id)
    ruled = receipts.ruling(now.session, other)
    now.session.delete(link)
    now.session.flush()
    for row in now.rows:
        if row.state == ClockState.WAIVED.value and row.reason == limits.MERGED_REASON:
            limits.revive(now.session, row)
    now.forget("rows", "clocks")
    _count_from_earliest(now, other, ruled)
    _tell(now, other, "merged_out", "取消并入")


def _count_from_earliest(now: Situation, other: Petition, ruled: date) -> None:
    """Count the dispatch limit of ``other`` from the earliest receipt among it and its merged matters, not ``ruled``."""
    receipts.recount(now, other, receipts.FROM_RULING, (ruled, receipts.ruling(now.session, other)))
    limits.settle(now.session, other)
    entries.refresh(now.session, other)


def _tell(now: Situation, other: Petition, code: str, title: str) -> None:
    told = Told(code, f"{title}：{now.petition.number}", now.day, now.text(Need.REASON))
    tell(now.session, other, now.actor, told)


def split(now: Situation) -> None:
    """Register part of the matter as a new one, with the same people and the same day of receipt."""
    petition = now.petition
    reported = now.session.scalars(select(Accused).where(Accused.petition_id == petition.id))
    draft = PetitionDraft(
        channel_id=petition.channel_id,
        received_on=petition.received_on,
        summary=now.text("summary") or petition.summary,
        content=now.text(Need.TEXT),
        petitioners=people.drafts_of(now.session, petition.id),
        anonymous=petition.anonymous,
        people=petition.people,
        visitors=petition.visitors,
        collective=petition.collective,
        purpose_id=petition.purpose_id,
        category_id=petition.category_id,
        source_id=petition.source_id,
        place_id=petition.place_id,
        place=petition.place,
        urgent=petition.urgent,
        litigation=petition.litigation,
        accusation=petition.accusation,
        accused=tuple(
            AccusedDraft(each.office_id, each.name or "", each.post or "", each.account_id)
            for each in reported
        ),
    )
    child = filing.file_matter(now.session, now.actor, petition.office, draft, now.day)
    links.add(now.session, now.actor, child, petition.id, "split")
