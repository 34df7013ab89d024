"""Statistics (统计): tables of figures that the core prints, draws, exports and puts into reports.

``count(3, url)`` is a number with the list behind it, ``rate(64, 71, "化解率＝化解÷排查")`` a rate with its base.
"""

from xinfang_site.reports.periods import Period, month, quarter, year_of
from xinfang_site.reports.values import Chart, Figure, Row, Table, change, count, percent, rate, words

__all__ = [
    "Chart",
    "Figure",
    "Period",
    "Row",
    "Table",
    "change",
    "count",
    "month",
    "percent",
    "quarter",
    "rate",
    "words",
    "year_of",
]
