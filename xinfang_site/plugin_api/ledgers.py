"""Ledgers (台账): the core's reader of messy Excel and csv files, for ledgers of a module's own."""

from collections.abc import Iterable, Mapping

from flask import url_for

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, Note, Value, ValueKind
from xinfang_site.ledgers.results import Counts, Outcome, RowKind, RowResult
from xinfang_site.ledgers.values.dates import parse_date
from xinfang_site.ledgers.values.names import Names
from xinfang_site.ledgers.values.vocabulary import Choices, Vocabulary, normalise
from xinfang_site.plugin_values import LedgerImport


def import_url(kind: str) -> str:
    """Address of the import page of a kind of ledger (导入页面)."""
    return url_for("module_imports.index", kind=kind)


def names_vocabulary(**tables: Mapping[str, Iterable[str]]) -> Vocabulary:
    """Code tables of an import (词表): for each table the value and the other names it goes by."""
    return Vocabulary({name: _choices(entries) for name, entries in tables.items()})


def _choices(entries: Mapping[str, Iterable[str]]) -> Choices:
    names: dict[str, set[str]] = {}
    for value, others in entries.items():
        for name in (value, *others):
            names.setdefault(normalise(name), set()).add(value)
    primary = frozenset(normalise(value) for value in entries)
    return Choices({name: tuple(sorted(values)) for name, values in names.items()}, primary)


__all__ = [
    "Choices",
    "Counts",
    "FieldSpec",
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
    "import_url",
    "names_vocabulary",
    "normalise",
    "parse_date",
]
