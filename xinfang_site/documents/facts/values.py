"""What the record knows for a document (文书取值): every merge field that needs no typing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site import clock, known_tables
from xinfang_site.documents.facts.source import Source
from xinfang_site.documents.facts.steps import step_facts
from xinfang_site.documents.kinds import Reader
from xinfang_site.domain.people import masking
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.offices.models import Office
from xinfang_site.papers.paper import official_day
from xinfang_site.petitions.attachments.models import Attachment
from xinfang_site.petitions.effects.limits import SENDING
from xinfang_site.petitions.erased import ERASED, is_erased
from xinfang_site.petitions.models import Step

ANONYMOUS = "信访人（匿名）"
SECRECY = (
    "（三）保密要求。本件为检举控告事项，不得将信访人的检举、揭发材料以及有关情况透露或者转给被检举、揭发的"
    "人员或者单位（《信访工作条例》第三十条第三款）。"
)
_LISTED = 30


def known(session: Session, source: Source) -> dict[str, str]:
    """Values by field name; a field that the record does not know is left out."""
    values = {**_matter(session, source), **_people(source), **_organs(session, source)}
    values |= step_facts(session, source)
    if source.spec.reader is not Reader.PETITIONER:
        values["诉求"] = _without_names(masking.scrub(values["诉求"]), source)
    return {name: value for name, value in values.items() if value}


def _matter(session: Session, source: Source) -> dict[str, str]:
    petition = source.petition
    titles = known_tables.known(session).code_titles
    place = f"{titles.get(petition.place_id, '')} {petition.place}".strip()
    return {
        "信访事项编号": petition.number,
        "信访形式": titles.get(petition.channel_id, ""),
        "信访日期": official_day(petition.petitioned_on or petition.received_on),
        "收到日期": official_day(petition.received_on),
        "登记人": petition.registered_by,
        "登记日期": official_day(clock.china(petition.registered_at).date()),
        "登记单位": petition.office.name,
        "信访人数": str(petition.people),
        "信访目的": titles.get(petition.purpose_id, ""),
        "内容分类": titles.get(petition.category_id, ""),
        "来源": titles.get(petition.source_id, "本级"),
        "问题发生地": place,
        "状态": petition.standing.title,
        "当前期限": official_day(petition.due_on) if petition.due_on else "",
        "事项概况": petition.summary.rstrip("。"),
        "诉求": petition.text.content or petition.summary,
        "附件清单": _attachments(session, source),
        "保密要求": SECRECY if petition.accusation else "",
        "成文日期": official_day(source.day),
    }


def _attachments(session: Session, source: Source) -> str:
    names = session.scalars(
        select(Attachment.name)
        .where(Attachment.petition_id == source.petition.id, Attachment.voided_at.is_(None))
        .order_by(Attachment.id)
        .limit(_LISTED)
    ).all()
    lines = [f"{at}. {_without_names(name, source)}" for at, name in enumerate(names, 1)]
    return "附件：" + "\n".join(lines) if lines else ""


def _people(source: Source) -> dict[str, str]:
    """The petitioner's values: name in full in papers for the petitioner, else masked; phone and address always masked."""
    names = "、".join(each.name for each in source.people if each.name and each.role != "companion")
    main = source.people[0] if source.people else None
    if source.spec.reader is not Reader.PETITIONER and names:
        names = masking.mask_names(names)
    phones = (main.phones or "").split("、") if main else []
    return {
        "信访人": names or (ERASED if is_erased(source.petition) else ANONYMOUS),
        "信访人电话": "、".join(masking.mask_phone(each) for each in phones if each),
        "信访人住址": masking.mask_address(main.address) if main and main.address else "",
    }


def _without_names(text: str, source: Source) -> str:
    for each in source.people:
        if len(each.name) > 1:
            text = text.replace(each.name, masking.mask_names(each.name))
    return text


def _organs(session: Session, source: Source) -> dict[str, str]:
    office, sent = source.office, _sent_here(source)
    sender = session.get(Office, sent.office_id) if sent and sent.office_id else None
    review = session.get(Office, office.review_office_id) if office.review_office_id else None
    values = {
        "发文单位": office.name,
        "联系人": source.actor.name,
        "联系电话": office.contact,
        "单位收到日期": official_day(sent.day if sent else source.petition.received_on),
        "转送机关": sender.name if sender else "",
        "来源说明": _by_whom(sender, sent.code if sent else ""),
        "送达人": source.actor.name,
    }
    if review is not None:
        values |= {"复核机关": review.name, "复核机关地址": review.postal_address}
    return values


def _by_whom(sender: Office | None, code: str) -> str:
    if sender is None:
        return ""
    return f"（由{sender.name}{'交办' if code == StepCode.ASSIGN.value else '转送'}）"


def _sent_here(source: Source) -> Step | None:
    wanted = {each.value for each in SENDING}
    return next(
        (each for each in source.steps if each.code in wanted and each.to_office_id == source.office.id),
        None,
    )
