"""Which column tells the day of receipt (收到日期列), where a ledger has several of days."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from xinfang_site.ledgers.columns.contents import ALIKE, days, of_handling
from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.columns.titles import TitleMatch, normal_title
from xinfang_site.ledgers.kinds import LedgerKind

_MANY: Final = 5
_PETITIONED: Final = re.compile(
    r"^(?:来信|来函|写信|信访|来访|上访|走访|反映|投诉|诉求|来电|留言|提交|申请)(?:日期|时间|年月日|日)$"
)
_RECEIVED: Final = re.compile(r"^(?:收|接收|接件|接信)")

Columns = dict[int, TitleMatch]
Texts = Sequence[tuple[str, ...]]


def petitioned(title: str) -> bool:
    """Whether a heading can name the day that the petition itself bears (来信日期), beside that of its receipt."""
    return bool(_PETITIONED.match(normal_title(title)))


def settle_receipt(
    chosen: Columns, matches: Mapping[int, TitleMatch], heading: Heading, values: Texts, kind: LedgerKind
) -> None:
    """Let the receipt be told by the column that tells it best, in place (选定收到日期列)."""
    _received_later(chosen, matches, heading, values, kind)
    _by_cells(chosen, heading, values, kind)
    _earlier(chosen, heading, values, kind)


def _received_later(
    chosen: Columns, matches: Mapping[int, TitleMatch], heading: Heading, values: Texts, kind: LedgerKind
) -> None:
    """收文日期 tells the receipt and 来信日期 beside it the day of the letter; 提交时间 tells it better than 受理时间.

    Neither does where it is left open more often, or tells when the unit that handles the matter got it.
    """
    spec = kind.field(kind.receipt_field)
    place = next((column for column, match in chosen.items() if match.field == kind.receipt_field), None)
    if spec is None or not spec.further or place is None:
        return
    late = _title(heading, place) in kind.late_receipt
    if not late and not petitioned(_title(heading, place)):
        return
    for column, match in matches.items():
        title = _title(heading, column)
        other = match.field == kind.receipt_field and column != place and title not in kind.late_receipt
        if not other or not (late or _RECEIVED.match(title)) or len(values[column]) < len(values[place]):
            continue
        if match.confidence <= ALIKE or of_handling("".join(heading.parts[column])):
            continue
        own = chosen.pop(place)
        if not late and all(each.field != spec.further for each in chosen.values()):
            chosen[place] = TitleMatch(spec.further, own.confidence, "另有收到的日期")
        chosen[column] = match
        return


def _title(heading: Heading, column: int) -> str:
    return normal_title(heading.parts[column][-1]) if column < len(heading.parts) else ""


def _by_cells(chosen: Columns, heading: Heading, values: Texts, kind: LedgerKind) -> None:
    """The first column of days, where no heading says which one tells the receipt and the rest is a ledger."""
    fields = {match.field for match in chosen.values()}
    if fields & kind.received_by or not (fields & kind.telling or len(fields) >= _MANY):
        return
    for column, title in enumerate(heading.titles):
        if column not in chosen and column < len(values) and days(title, values[column]):
            chosen[column] = TitleMatch(kind.receipt_field, 0.5, "内容像是日期")
            return


def _earlier(chosen: Columns, heading: Heading, values: Texts, kind: LedgerKind) -> None:
    """登记时间 tells the receipt better than 受理时间, which comes after it, unless it is left open more often."""
    by_field = {match.field: column for column, match in chosen.items()}
    later = by_field.get(kind.receipt_field)
    others = kind.received_by - {kind.receipt_field}
    earlier = next((by_field[name] for name in sorted(others) if name in by_field), None)
    if later is None or earlier is None or normal_title(heading.parts[later][-1]) not in kind.late_receipt:
        return
    if len(values[earlier]) < len(values[later]):
        return
    del chosen[later]
    chosen[earlier] = TitleMatch(kind.receipt_field, 0.8, "比受理日期更早")
