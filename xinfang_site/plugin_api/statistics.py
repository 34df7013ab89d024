"""Statistics (统计): tables of figures that the core prints, draws, exports and puts into reports.

``count(3, url)`` is a number with the list behind it, ``rate(64, 71, "化解率＝化解÷排查")`` a rate with its base.
A module's own page shows one with ``{% import "reports/_figures.html" as figures with context %}`` and
``{{ figures.table(table, pictures.get(table.key)) }}``.
"""

from xinfang_site.reports.drawing import Picture, pictures, waiting
from xinfang_site.reports.forms import TypedPeriodForm
from xinfang_site.reports.periods import Period, month, parse, quarter, year_of
from xinfang_site.reports.services import export
from xinfang_site.reports.values import Chart, Figure, Row, Table, change, count, percent, rate, words
from xinfang_site.workbooks import XLSX

__all__ = [
    "XLSX",
    "Chart",
    "Figure",
    "Period",
    "Picture",
    "Row",
    "Table",
    "TypedPeriodForm",
    "change",
    "count",
    "export",
    "month",
    "parse",
    "percent",
    "pictures",
    "quarter",
    "rate",
    "waiting",
    "words",
    "year_of",
]
