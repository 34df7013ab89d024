"""Figures (统计): tables of a module, drawn and exported by the core; a rate always carries its base.

A page shows one with ``{% import "reports/_figures.html" as figures with context %}`` and
``{{ figures.table(table, pictures.get(table.key)) }}``.
"""

from xinfang_site.masterdata.reports import XLSX
from xinfang_site.reports.drawing import Picture, pictures, waiting
from xinfang_site.reports.periods import Period, days, month, month_of, parse, quarter, year_of
from xinfang_site.reports.services import export
from xinfang_site.reports.values import Chart, Figure, Row, Table, change, count, rate, words

__all__ = [
    "XLSX",
    "Chart",
    "Figure",
    "Period",
    "Picture",
    "Row",
    "Table",
    "change",
    "count",
    "days",
    "export",
    "month",
    "month_of",
    "parse",
    "pictures",
    "quarter",
    "rate",
    "waiting",
    "words",
    "year_of",
]
