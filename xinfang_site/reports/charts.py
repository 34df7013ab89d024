"""Drawing charts (绘图): matplotlib's figures as SVG, with the font that comes with the site.

Imported by the worker only: the library takes a second to load and sixty megabytes to keep.
"""

import io
from importlib import resources
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from xinfang_site.reports.values import Drawing

INCHES_WIDE, INCHES_HIGH, INCHES_PER_BAR = 6.4, 3.4, 0.30
LONGEST_LABEL = 12
COLOURS = ("#1f4e79", "#b3661f", "#4c7a34", "#7a3a6d", "#5f6b76")
MARKERS = ("o", "s", "^", "D", "v")
INK, LINE = "#1c2733", "#c9d2dc"


def _font() -> str:
    """Make the packaged font known; returns its name."""
    path = Path(str(resources.files("pylopdf_fonts_zh_cn"))) / "NotoSansSC-Regular.otf"
    font_manager.fontManager.addfont(str(path))
    return font_manager.FontProperties(fname=str(path)).get_name()


def settings() -> dict[Any, Any]:
    """What makes two drawings of the same figures the same bytes, and their words Chinese."""
    return {
        "font.family": [_font()],
        "font.size": 10,
        "svg.hashsalt": "xinfang",
        "svg.fonttype": "path",
        "axes.edgecolor": LINE,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
    }


def draw(drawing: Drawing) -> str:
    """The chart as an SVG document."""
    with matplotlib.rc_context(settings()):
        lying = drawing.kind == "bar"
        height = max(1.2, 0.7 + INCHES_PER_BAR * len(drawing.labels)) if lying else INCHES_HIGH
        figure = Figure(figsize=(INCHES_WIDE, height), layout="constrained")
        axes = figure.add_subplot()
        {"bar": _bars, "line": _lines, "stacked": _stacked}[drawing.kind](axes, drawing)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return out.getvalue()


def _bars(axes: Axes, drawing: Drawing) -> None:
    """Lying bars of one series, the first row on top, each with its number."""
    numbers = drawing.series[0][1]
    places = range(len(numbers))
    bars = axes.barh(places, numbers, color=COLOURS[0], height=0.62)
    axes.bar_label(bars, labels=[f"{each:g}" for each in numbers], padding=3)
    axes.set_yticks(places, [_short(each) for each in drawing.labels])
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(bottom=False, labelbottom=False, left=False)


def _lines(axes: Axes, drawing: Drawing) -> None:
    """A line a series; told apart by marker as well as colour."""
    for number, (name, numbers) in enumerate(drawing.series):
        axes.plot(
            range(len(numbers)),
            numbers,
            label=name,
            color=COLOURS[number % len(COLOURS)],
            marker=MARKERS[number % len(MARKERS)],
            markersize=5,
        )
    _upright(axes, drawing)


def _stacked(axes: Axes, drawing: Drawing) -> None:
    """Standing bars that add the series up; told apart by lightness and hatching as well as colour."""
    base = [0.0] * len(drawing.labels)
    for number, (name, numbers) in enumerate(drawing.series):
        axes.bar(
            range(len(numbers)),
            numbers,
            bottom=base,
            label=name,
            width=0.62,
            color=COLOURS[number % len(COLOURS)],
            hatch=("", "//", "..", "xx")[number % 4],
            edgecolor="white",
        )
        base = [low + high for low, high in zip(base, numbers, strict=True)]
    for place, high in enumerate(base):
        axes.annotate(f"{high:g}", (place, high), (0, 3), textcoords="offset points", ha="center")
    _upright(axes, drawing)


def _upright(axes: Axes, drawing: Drawing) -> None:
    axes.set_xticks(range(len(drawing.labels)), [_short(each) for each in drawing.labels])
    if len(drawing.labels) > 6:
        axes.tick_params(axis="x", labelrotation=45)
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.set_ylabel(drawing.unit)
    axes.grid(axis="y", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.margins(y=0.12)
    if len(drawing.series) > 1:
        axes.legend(frameon=False, ncols=len(drawing.series), loc="lower left", bbox_to_anchor=(0, 1))


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"
