"""Preparing a document (拟制文书): what the record knows, what has to be typed, and the paper it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.documents.facts.source import Source, gather
from xinfang_site.documents.facts.values import known
from xinfang_site.documents.kinds import SPECS, Reader, Spec
from xinfang_site.documents.models import Document
from xinfang_site.documents.numbering import number_text
from xinfang_site.documents.permitted import Wanted, check_offered, corrected, proven_by
from xinfang_site.documents.templates import queries as template_queries
from xinfang_site.documents.templates.composing import Frame, compose, must_be_filled, needed
from xinfang_site.documents.templates.defaults import Words, words_of
from xinfang_site.documents.templates.fields import FIELDS, MergeField
from xinfang_site.documents.templates.merging import merge
from xinfang_site.domain.concluding.opinions import ELEMENTS
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.conflicts import NOT_TO_THE_ACCUSED, check_receiver
from xinfang_site.domain.procedure.states import State
from xinfang_site.offices.models import Office
from xinfang_site.papers.paper import Paper, official_day
from xinfang_site.petitions.erased import check_not_erased
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.visibility import entries, scope

UNSIGNED = frozenset({State.HANDLING, State.DRAFTED, State.CHECKED})
"""States in which an opinion is a draft (意见书未签发): it may be looked at, not made."""
MOST = 20000
"""Characters that a field may hold."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the page (填写项): editable, or known from the record and only shown."""

    field: MergeField
    value: str
    required: bool
    editable: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything for making a document (拟制内容)."""

    spec: Spec
    petition: Petition
    template_id: int
    words: Words
    lines: Sequence[Line]
    source: Source
    corrects: Document | None

    @property
    def to_office_id(self) -> int | None:
        """The unit it is addressed to (主送单位); None for the petitioner."""
        return self.source.to_office_id if self.spec.reader is Reader.UNIT else None

    @property
    def names(self) -> tuple[str, ...]:
        """The personal names that stand in it (文书中的姓名)."""
        if self.spec.reader is not Reader.PETITIONER:
            return ()
        return tuple(each.name for each in self.source.people if each.name)

    def number(self, serial: int | None, year: int) -> str:
        """Its number; room for it where it is not given yet."""
        if not self.spec.numbered:
            return ""
        text = number_text(self.source.office, self.spec, self.words.word, year, serial or 0)
        return text if serial else text.replace("〕0号", "〕　号")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed (填写内容), by field name; a stored moment's secret goes here too."""

    values: Mapping[str, str] = field(default_factory=dict)


def prepare(session: Session, actor: Actor, petition_id: int, wanted: Wanted, day: date) -> Prepared:
    """Read what a document is made from.

    Raises:
        Missing: no such matter, or no such document in it.
        Refused: the office has taken no step that produces it, the matter is archived, the addressee is accused.
    """
    petition = scope.get(session, actor, petition_id)
    check_not_erased(petition)
    spec = SPECS[wanted.kind]
    check_offered(session, actor, petition, wanted.kind)
    corrects = corrected(session, actor, petition, wanted)
    proven = proven_by(session, actor, petition, wanted)
    template = template_queries.template_for(session, actor.office_id, wanted.kind)
    source = gather(session, actor, petition, spec, day, proven)
    words = words_of(template)
    values = known(session, source)
    required = must_be_filled(words)
    lines = [
        Line(each, values.get(each.name, ""), each.name in required, _editable(each, values))
        for each in (FIELDS[name] for name in needed(words))
    ]
    made = Prepared(spec, petition, template.id, words, lines, source, corrects)
    if spec.reader is Reader.UNIT and made.to_office_id is not None:
        check_receiver(made.to_office_id, frozenset(entries.barred_offices(session, petition.id)))
    return made


def _editable(each: MergeField, values: Mapping[str, str]) -> bool:
    return not each.recorded or not values.get(each.name)


def paper_of(session: Session, prepared: Prepared, filled: Filled, serial: int | None = None) -> Paper:
    """The paper that the fields make; ``serial`` None is a preview.

    Raises:
        NotFilled: a field that must be filled is empty.
        Refused: a wrong remedy, or the accused among the addressees.
    """
    values = {each.field.name: each.value for each in prepared.lines}
    values |= {
        each.field.name: filled.values.get(each.field.name, "") for each in prepared.lines if each.editable
    }
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
