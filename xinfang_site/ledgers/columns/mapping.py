"""A decided mapping (列对应): of the proposal, corrected by the clerk, checked, remembered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.kinds import LedgerKind


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A proposal for one column (列建议).

    Attributes:
        column: the place from 0.
        title: the heading to show.
        field: the proposed field, None for a column kept in the remarks.
        confidence: 0 to 1.
        reason: why, in a few words.
        samples: the first values as text.
    """

    column: int
    title: str
    field: str | None
    confidence: float
    reason: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A decided mapping (列对应): for the heading of that fingerprint, the field of each column or None."""

    fingerprint: str
    fields: tuple[str | None, ...]

    def to_json(self) -> str:
        """For remembering (存为 JSON)."""
        return json.dumps({"fingerprint": self.fingerprint, "fields": self.fields}, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "ColumnMapping":
        """From what was remembered (读回).

        Raises:
            LedgerError: it is no mapping.
        """
        try:
            data = json.loads(text)
            fingerprint, fields = data["fingerprint"], data["fields"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise LedgerError("记住的列对应无法读取") from error
        listed = isinstance(fields, list) and all(each is None or isinstance(each, str) for each in fields)
        if not isinstance(fingerprint, str) or not listed:
            raise LedgerError("记住的列对应无法读取")
        return ColumnMapping(fingerprint, tuple(fields))


def mapping_of(heading: Heading, matches: Sequence[ColumnMatch]) -> ColumnMapping:
    """The proposal as a mapping (采用建议)."""
    return ColumnMapping(heading.fingerprint, tuple(match.field for match in matches))


def corrected(mapping: ColumnMapping, changes: Mapping[int, str | None]) -> ColumnMapping:
    """A mapping with some columns set by the clerk (人工更正): column -> field, None for remarks."""
    width = max([len(mapping.fields), *(column + 1 for column in changes)])
    fields = list(mapping.fields) + [None] * (width - len(mapping.fields))
    for column, field in changes.items():
        fields[column] = field
    return ColumnMapping(mapping.fingerprint, tuple(fields))


def faults(mapping: ColumnMapping, kind: LedgerKind) -> tuple[str, ...]:
    """What is wrong with a mapping (核对列对应), as sentences for the page; empty when it can be used."""
    found: list[str] = []
    used = [field for field in mapping.fields if field is not None]
    for name in dict.fromkeys(used):
        spec = kind.field(name)
        if spec is None:
            found.append(f"没有“{name}”这个字段")
        elif used.count(name) > 1:
            found.append(f"“{spec.title}”对应了{used.count(name)}列，只能对应一列")
    found.extend(f"缺少“{spec.title}”列" for spec in kind.fields if spec.required and spec.name not in used)
    essential = [spec for spec in kind.fields if spec.essential]
    if essential and not any(spec.name in used for spec in essential):
        found.append(f"至少要有一列是{'、'.join(f'“{spec.title}”' for spec in essential)}")
    elif kind.telling and (kind.telling | kind.received_by).isdisjoint(used):
        found.append("只有人名，没有内容也没有日期，不像台账")
    return tuple(found)
