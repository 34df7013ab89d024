"""Looking at an upload (查看台账): headings in groups, a field for each column, the first rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from xinfang_site.imports.orders import Order
from xinfang_site.ledgers import reader
from xinfang_site.ledgers.columns.mapping import ColumnMapping, ColumnMatch, faults
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.options import Options
from xinfang_site.ledgers.petition_kind import PETITIONS

SAMPLES = 3
_CELL_MAX = 40


def look(
    path: Path, file_name: str, order: Order, kind: LedgerKind = PETITIONS
) -> tuple[dict[str, Any], Order]:
    """What the page of columns shows, and the order with a mapping for each heading that can be read.

    A table that does not look like a ledger has none in the order, until somebody says that it is one.
    Sheets with the same heading (twelve months) are one group with one mapping.

    Raises:
        LedgerError: the file cannot be read, or no sheet has a heading.
    """
    options = Options(file_name=file_name, encoding=order.encoding)
    seen = reader.inspect(path, kind, options, order.mappings())
    groups: dict[str, dict[str, Any]] = {}
    skipped: list[dict[str, str]] = []
    tables: Counter[str] = Counter()
    for sheet in seen.sheets:
        tables[sheet.name] += 1
        name = sheet.name if tables[sheet.name] == 1 else f"{sheet.name}（第{tables[sheet.name]}张表）"
        if sheet.heading is None or sheet.mapping is None:
            skipped.append({"name": sheet.name, "why": "；".join(sheet.faults)})
            continue
        if not sheet.visible:
            skipped.append({"name": sheet.name, "why": "隐藏的工作表"})
        mark = sheet.heading.fingerprint
        if mark in groups:
            groups[mark]["sheets"] += [name] if sheet.visible else []
            continue
        groups[mark] = _group(sheet, sheet.mapping, mark, name)
    columns = {mark: tuple(group["fields"]) for mark, group in groups.items() if not group["doubt"]}
    view = {
        "groups": list(groups.values()),
        "skipped": skipped,
        "notes": list(seen.notes),
        "encoding": seen.encoding,
    }
    return view, replace(order, columns=columns)


def _group(sheet: reader.SheetView, mapping: ColumnMapping, mark: str, name: str) -> dict[str, Any]:
    """A heading with what its columns were taken for; further sheets with the same one join it."""
    return {
        "mark": mark,
        "sheets": [name],
        "remembered": sheet.remembered,
        "headless": sheet.heading is not None and sheet.heading.height == 0,
        "faults": list(sheet.faults),
        "doubt": sheet.doubt,
        "columns": [_column(each, sheet.samples[:SAMPLES]) for each in sheet.columns],
        "fields": _width(mapping, len(sheet.columns)),
    }


def _column(column: ColumnMatch, samples: Sequence[Sequence[str]]) -> dict[str, Any]:
    """A column with what it was taken for and its first cells."""
    return {
        "title": column.title,
        "reason": column.reason,
        "certain": column.field is None or column.confidence >= 0.9,
        "proposed": column.field,
        "samples": [row[column.column][:_CELL_MAX] if column.column < len(row) else "" for row in samples],
    }


def _width(mapping: ColumnMapping, width: int) -> list[str | None]:
    """One field for each column, for a remembered mapping of a narrower sheet too."""
    fields = list(mapping.fields)[:width]
    return fields + [None] * (width - len(fields))


def faults_of(mark: str, fields: tuple[str | None, ...], kind: LedgerKind = PETITIONS) -> tuple[str, ...]:
    """What is wrong with a mapping, as sentences for the page."""
    return faults(ColumnMapping(mark, fields), kind)


def field_choices(kind: LedgerKind = PETITIONS) -> list[tuple[str, str]]:
    """What a column may be: the ledger's fields, or the remarks."""
    return [("", "记入备注"), *((spec.name, spec.title) for spec in kind.fields)]


def field_named(name: str) -> str | None:
    """A field by its name, title or habitual heading.

    Raises:
        KeyError: there is none; an empty name is the remarks.
    """
    if name in ("", "备注列", "-"):
        return None
    for spec in PETITIONS.fields:
        if name in (spec.name, spec.title):
            return spec.name
    for spec in PETITIONS.fields:
        if name in spec.synonyms:
            return spec.name
    raise KeyError(name)
