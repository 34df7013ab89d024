"""Charts of tables (统计图): asked for by a page, drawn by the worker, kept by what they show.

A chart's name is the digest of the figures drawn and of the office, so a changed figure is another
chart and nothing ever has to be invalidated. Asking is a small file in the instance, beside attachments
and exports: a page that is only looked at writes nothing to the database.
"""

import hashlib
import json
import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app

from xinfang_site import clock
from xinfang_site.reports.values import Drawing, Table

log = logging.getLogger(__name__)
STYLE = 1
"""Raised when the same figures are drawn differently."""
MOST_BARS = 15
MOST_WAITING = 200
KEPT = timedelta(days=30)
PATIENCE = timedelta(seconds=60)
_NAME = re.compile(r"[0-9]+-[0-9a-f]{40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as a page shows it (图): its file's name, its words for those who do not see it.

    ``drawn`` is False while the worker has not come to it; ``given_up`` when it should have by now.
    """

    name: str
    alt: str
    drawn: bool
    given_up: bool = False


def of(table: Table) -> Drawing | None:
    """What to draw of a table; None when it has no chart, no lines or nothing but zeros. Sums are not drawn."""
    rows = [each for each in table.rows if not each.total]
    if table.chart is None or not rows:
        return None
    if table.chart.kind == "bar":
        rows = rows[:MOST_BARS]
    series = tuple(
        (table.columns[place], tuple(float(row.figures[place].number or 0) for row in rows))
        for place in table.chart.columns
    )
    if not any(value for _title, values in series for value in values):
        return None
    return Drawing(table.chart.kind, table.caption, table.unit, tuple(row.label for row in rows), series)


def pictures(office_id: int, tables: Iterable[Table]) -> dict[str, Picture]:
    """The charts of ``tables`` by their keys; those not drawn yet are asked for."""
    found = {}
    for table in tables:
        drawing = of(table)
        if drawing is not None:
            found[table.key] = _picture(office_id, drawing, table)
    return found


def _picture(office_id: int, drawing: Drawing, table: Table) -> Picture:
    content = json.dumps({"style": STYLE, **asdict(drawing)}, ensure_ascii=False, sort_keys=True)
    name = f"{office_id}-{hashlib.sha256(content.encode()).hexdigest()[:40]}"
    alt = f"图：{table.caption}，数据见旁边的表"
    if _file(name, "svg").exists():
        return Picture(name, alt, drawn=True)
    return Picture(name, alt, drawn=False, given_up=_ask(name, content))


def _ask(name: str, content: str) -> bool:
    """Leave word for the worker; returns whether it has waited in vain."""
    wanted = _file(name, "json")
    try:
        asked_at = wanted.stat().st_mtime
    except FileNotFoundError:
        if len(list(_folder().glob("*.json"))) < MOST_WAITING:
            temporary = _file(name, "new")
            temporary.write_text(content, encoding="utf-8")
            temporary.replace(wanted)
        return False
    return asked_at < (clock.now() - PATIENCE).timestamp()


def file_of(office_id: int, name: str) -> Path | None:
    """The drawn chart of this name, if it is the office's own."""
    if not _NAME.fullmatch(name) or not name.startswith(f"{office_id}-"):
        return None
    path = _file(name, "svg")
    return path if path.is_file() else None


def step() -> bool:
    """Draw the chart that has waited longest; returns whether there was one. For the worker."""
    waiting = sorted(_folder().glob("*.json"), key=_age)
    if not waiting:
        return False
    wanted = waiting[0]
    try:
        _draw(wanted)
    except Exception:
        log.exception("a chart was not drawn", extra={"chart": wanted.name})
    wanted.unlink(missing_ok=True)
    _tidy()
    return True


def _draw(wanted: Path) -> None:
    from xinfang_site.reports import charts

    content = json.loads(wanted.read_text(encoding="utf-8"))
    content.pop("style")
    labels, series = tuple(content.pop("labels")), content.pop("series")
    drawing = Drawing(**content, labels=labels, series=tuple((name, tuple(each)) for name, each in series))
    temporary = wanted.with_suffix(".drawing")
    temporary.write_text(charts.draw(drawing), encoding="utf-8")
    temporary.replace(wanted.with_suffix(".svg"))


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another worker was faster
        return float("inf")


def _tidy() -> None:
    oldest = (clock.now() - KEPT).timestamp()
    for path in _folder().iterdir():
        if _age(path) < oldest:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    found = Path(current_app.instance_path) / "charts"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def _file(name: str, kind: str) -> Path:
    return _folder() / f"{name}.{kind}"


def waiting(found: Sequence[Picture]) -> bool:
    """Whether a page should come again for charts that are still to be drawn."""
    return any(not each.drawn and not each.given_up for each in found)
