"""What the name of a sheet or of a section says of every row in it (表名、分节名): a street, a unit."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from xinfang_site.ledgers.kinds import LedgerKind, Value
from xinfang_site.ledgers.text import squeeze
from xinfang_site.ledgers.values.vocabulary import Match, Vocabulary

_NUMBERING: Final = re.compile(
    r"^[（(]?[\d一二三四五六七八九十]{1,3}[)）]?[、.．]|^[（(][\d一二三四五六七八九十]{1,3}[)）]"
)
_COUNT: Final = re.compile(r"[（(:：]?(?:共计?)?\d+[件条起宗批][）)]?$")


def told_by_name(
    texts: Sequence[str], kind: LedgerKind, vocabulary: Vocabulary, columns: Collection[str]
) -> Mapping[str, Value]:
    """The first field without a column that a name states word for word (按表名登记), and the name it is from.

    Args:
        texts: the sheet's name, or the texts of a section's line.
        kind: the kind of ledger; its ``told_by_name`` are the fields in question.
        vocabulary: code tables.
        columns: the fields that columns hold.
    """
    for text in texts:
        bare = _COUNT.sub("", _NUMBERING.sub("", squeeze(text)))
        for name in kind.told_by_name:
            spec = kind.field(name)
            table = vocabulary.tables.get(spec.vocabulary) if spec else None
            found = table.resolve(bare) if table is not None and bare else None
            if found is None or found.how not in (Match.EXACT, Match.SYNONYM):
                continue
            return {name: found.value, f"{name}_from": text} if name not in columns else {}
    return {}
