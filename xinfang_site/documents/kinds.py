"""What each kind of document is (文书规格): who reads it, its form, its word in the number, its article."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.domain.statutes import Article, article


class Reader(StrEnum):
    """Who reads a document (文书阅读对象); only the petitioner reads personal data in full."""

    PETITIONER = "petitioner"
    UNIT = "unit"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Spec:
    """One kind of document (文书规格).

    Attributes:
        kind: which.
        reader: who reads it.
        basis: the article it rests on.
        word: its word in the document's number; empty where it carries none.
        letter: in the form of a letter with its organ's red mark; else a plain form.
        stored: kept in the file; a slip with a secret code is not.
        expected: the case page asks for it after its step; one that is not expected may be made.
    """

    kind: Doc
    reader: Reader
    basis: Article
    word: str = ""
    letter: bool = True
    stored: bool = True
    expected: bool = True

    @property
    def served(self) -> bool:
        """Whether its service is registered (需要送达)."""
        return self.reader is Reader.PETITIONER and bool(self.word)

    @property
    def numbered(self) -> bool:
        """Whether it has a number of its series (有发文字号)."""
        return bool(self.word)


_P, _U, _O = Reader.PETITIONER, Reader.UNIT, Reader.OFFICE

SPECS: Mapping[Doc, Spec] = {
    each.kind: each
    for each in (
        Spec(Doc.REGISTRATION_SHEET, _O, article(22, 1), letter=False),
        Spec(Doc.QUERY_SLIP, _P, article(18), letter=False, stored=False),
        Spec(Doc.ORAL_RECORD, _P, article(19, 1), letter=False, expected=False),
        Spec(Doc.URGENT_REPORT, _O, article(25, 2), letter=False),
        Spec(Doc.GUIDANCE_RECORD, _P, article(22, 2), letter=False, expected=False),
        Spec(Doc.DIRECT_NOTICE, _P, article(23, 2), "告"),
        Spec(Doc.FORWARD_LETTER, _U, article(22, 1), "转"),
        Spec(Doc.ASSIGNMENT_LETTER, _U, article(22, 1, 3), "交"),
        Spec(Doc.FORWARD_NOTICE, _P, article(23, 1), "转告"),
        Spec(Doc.OBJECTION, _O, article(23, 3), "异"),
        Spec(Doc.OBJECTION_RULING, _U, article(23, 3), "核异"),
        Spec(Doc.JOINT_MINUTES, _O, article(24, 1), letter=False),
        Spec(Doc.ACCEPTANCE_NOTICE, _P, article(23, 3), "受"),
        Spec(Doc.NOT_ACCEPTED_NOTICE, _P, article(19, 3), "不受"),
        Spec(Doc.NO_LONGER_ACCEPTED_NOTICE, _P, article(36, 3), "不再受"),
        Spec(Doc.STATUTORY_ROUTE_NOTICE, _P, article(31), "导"),
        Spec(Doc.EXTENSION_NOTICE, _P, article(34), "延"),
        Spec(Doc.HEARING_NOTICE, _P, article(31, None, 6), "听"),
        Spec(Doc.HEARING_RECORD, _P, article(31, None, 6), letter=False),
        Spec(Doc.MEDIATION_AGREEMENT, _P, article(33), letter=False),
        Spec(Doc.SIMPLE_REPLY, _P, article(31, None, 6), letter=False),
        Spec(Doc.OPINION, _P, article(32, 1), "处"),
        Spec(Doc.REVIEW_OPINION, _P, article(35), "查"),
        Spec(Doc.FINAL_OPINION, _P, article(36, 1), "核"),
        Spec(Doc.REDO_ORDER, _U, article(35), "重办"),
        Spec(Doc.REPLY, _P, article(29, 1), "复"),
        Spec(Doc.SUPERVISION_LETTER, _U, article(40, 1), "督"),
        Spec(Doc.ADVICE, _U, article(40), "建"),
        Spec(Doc.CONCLUSION_REPORT, _O, article(22, 1, 3), letter=False),
        Spec(Doc.WITHDRAWAL, _P, article(21, 2), letter=False, expected=False),
        Spec(Doc.EVALUATION, _P, article(21, 2), letter=False, expected=False),
        Spec(Doc.SERVICE_PROOF, _P, article(35), letter=False, expected=False),
    )
}
"""The kinds that the site makes (可制作的文书), in the order of the procedure.

签收记录 and 归档目录 are not among them: the timeline is the one, the frozen package holds the other.
"""


def stored_kind(name: str) -> Doc | None:
    """The kind of that name, where its documents are made and kept (存卷文书); else None."""
    return Doc(name) if name in {each.value for each, spec in SPECS.items() if spec.stored} else None
