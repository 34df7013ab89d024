"""A document about to be made (拟制中的文书): its fields, what the record knows of them, what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from xinfang_site.documents.facts.source import Source
from xinfang_site.documents.kinds import Reader, Spec
from xinfang_site.documents.making.numbering import number_text
from xinfang_site.documents.models import Document
from xinfang_site.documents.templates.defaults import Words
from xinfang_site.documents.templates.fields import MergeField
from xinfang_site.petitions.models import Petition

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
