"""From filled fields to the paper (文书成稿): refused if it would go to the accused or is not signed yet."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.documents.making.prepared import Prepared
from xinfang_site.documents.templates.composing import Frame, compose
from xinfang_site.documents.templates.merging import merge
from xinfang_site.domain.concluding.opinions import ELEMENTS
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.conflicts import NOT_TO_THE_ACCUSED
from xinfang_site.domain.procedure.states import UNSIGNED
from xinfang_site.offices.models import Office
from xinfang_site.papers.paper import Paper, official_day
from xinfang_site.petitions.visibility import entries


def paper_of(
    session: Session, prepared: Prepared, filled: Mapping[str, str], serial: int | None = None
) -> Paper:
    """The paper that the fields make, ``filled`` by name; ``serial`` None is a preview.

    Raises:
        NotFilled: a field that must be filled is empty.
        Refused: a wrong remedy, or the accused among the addressees.
    """
    values = {each.field.name: each.value for each in prepared.lines}
    values |= {each.field.name: filled.get(each.field.name, "") for each in prepared.lines if each.editable}
    _check_addressees(session, prepared, values)
    frame = Frame(
        organ=prepared.source.office.name,
        number=prepared.number(serial, prepared.source.day.year),
        day=official_day(prepared.source.day),
        corrects=prepared.corrects.number if prepared.corrects else "",
    )
    return compose(prepared.spec, prepared.words, values, frame)


def check_signed(prepared: Prepared) -> None:
    """Refuse to number an opinion that its head has not signed (未签发的意见书不编号).

    Raises:
        Refused: the opinion is still a draft.
    """
    if prepared.spec.kind is Doc.OPINION and prepared.petition.standing in UNSIGNED:
        raise Refused("意见书签发之后才编号制作，现在可以预览", ELEMENTS)


def _check_addressees(session: Session, prepared: Prepared, values: Mapping[str, str]) -> None:
    """Neither the addressee nor a copy may be the accused (检举控告文书不得发给被检举、揭发的单位)."""
    barred = entries.barred_offices(session, prepared.petition.id)
    if not barred:
        return
    texts = "\n".join(
        merge(each, values) for each in (prepared.words.addressee, prepared.words.copies) if each
    )
    names = session.execute(select(Office.name, Office.short_name).where(Office.id.in_(barred)))
    for name, short in names:
        if name in texts or short in texts:
            raise Refused("主送、抄送中有被检举、揭发的单位或者其下属单位，不得制作", NOT_TO_THE_ACCUSED)
