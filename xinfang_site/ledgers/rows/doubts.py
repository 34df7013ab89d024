"""What the clerk should check of a table's columns (存疑的列), told once for a file."""

from collections.abc import Mapping
from typing import Final

from xinfang_site.ledgers.kinds import LedgerKind, Note

_BARE_DAYS: Final = frozenset({"日期", "时间", "日"})


def doubtful(titles: Mapping[str, str], kind: LedgerKind) -> Note | None:
    """A bare 日期 beside 登记日期 is taken for the day of receipt, which may be wrong.

    Args:
        titles: the heading of the column of each field.
        kind: the kind of ledger.
    """
    title = titles.get(kind.receipt_field, "")
    others = sorted(kind.received_by - {kind.receipt_field})
    other = next((titles[name] for name in others if name in titles), "")
    if title not in _BARE_DAYS or not other:
        return None
    return Note(title, f"“{title}”和“{other}”两列都是日期，收到日期按“{title}”读取，请核对", whole=True)
