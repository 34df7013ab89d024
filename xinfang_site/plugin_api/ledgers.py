"""Ledgers (台账): the core's reader of messy Excel and csv files, for ledgers of a module's own."""

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, Note, Value, ValueKind
from xinfang_site.ledgers.names import Names
from xinfang_site.ledgers.results import Counts, Outcome, RowKind, RowResult
from xinfang_site.ledgers.vocabulary import Choices, Vocabulary, normalise
from xinfang_site.plugin_values import Imported, LedgerImport

__all__ = [
    "Choices",
    "Counts",
    "FieldSpec",
    "Imported",
    "LedgerError",
    "LedgerImport",
    "LedgerKind",
    "Names",
    "Note",
    "Outcome",
    "RowKind",
    "RowResult",
    "Value",
    "ValueKind",
    "Vocabulary",
    "normalise",
]
