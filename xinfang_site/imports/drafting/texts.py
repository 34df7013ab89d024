"""Wording (概况与编号): a ledger's long texts and numbers in the shape the register holds them."""

import re
from typing import TypeGuard

from xinfang_site.domain.people.masking import Sensitive, find_sensitive
from xinfang_site.imports.drafting.slips import Slip
from xinfang_site.ledgers.petition_kind import LedgerRow

SUMMARY_MAX, NUMBER_MAX = 200, 60
NOTHING_SAID = "（台账没有写明内容）"
_GREETING = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的)?[^，。：:！!\s]{0,12}(?:领导|书记|[区市县局]长|主任)(?:们)?[，,：:！!\s]*"
    r"(?:(?:您|你)们?好|大家好)?[，,：:！!。\s]*"
)
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")


def number_of(row: LedgerRow, slip: Slip) -> str:
    """The ledger's own number; an upper level's number beside it goes to the remarks, where search finds it."""
    number = row.number or row.external_number or ""
    if row.number and row.external_number and row.number != row.external_number:
        slip.keep("外部编号", row.external_number)
    return slip.cut("编号", number, NUMBER_MAX)


def content_of(row: LedgerRow) -> str:
    """The text of the matter: a title of that length is the text itself."""
    return row.content or (row.title if _is_content(row.title) else "")


def summary_of(row: LedgerRow, slip: Slip) -> str:
    """The summary (概况): the ledger's title or the text's first sentence, numbers of documents masked."""
    whole = row.title if not row.content and _is_content(row.title) else ""
    text = _first_sentence(whole or row.content or "") if whole or not row.title else row.title
    text = (text or NOTHING_SAID).replace("\n", " ")
    masked, place = [], 0
    for each in find_sensitive(text):
        if each.kind is Sensitive.ID_NUMBER:
            masked += [text[place : each.start], each.masked]
            place = each.end
    if masked:
        slip.warn("概况", "概况中的证件号码已脱敏")
        text = "".join([*masked, text[place:]])
    if row.title and (row.content or not _is_content(row.title)):
        return slip.cut("概况", text, SUMMARY_MAX)
    return text[:SUMMARY_MAX]


def _is_content(title: str | None) -> TypeGuard[str]:
    """Whether a summary is the whole text, in a ledger with one column for both (信访事项)."""
    return title is not None and len(title) > SUMMARY_MAX


def _first_sentence(content: str) -> str:
    text = _GREETING.sub("", content.strip(), count=1) or content.strip()
    end = _SENTENCE_END.search(text, 4)
    return text[: end.start()].strip() if end else text
