"""Heads of a paper as WordprocessingML (眉首): red mark, letter, minutes, briefing."""

from collections.abc import Callable
from dataclasses import dataclass

from xinfang_site.papers import metrics
from xinfang_site.papers.metrics import BODY, RED, Fonts, mark_size
from xinfang_site.papers.paper import Head, LetterHead, Masthead, MinutesHead, RedHead
from xinfang_site.papers.word_base import NORMAL
from xinfang_site.papers.word_blocks import indent
from xinfang_site.papers.wordml import Element, border, el, exact, fonts, mm, paragraph, run, size, twips

MOST_RED, MOST_LETTER, MOST_BRIEFING = 54.0, 44.0, 58.0
RULE_RED = 2.0
LETTER_RULE = 170.0
"""Width of a letter's double lines, in millimetres."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A head, drawn (眉首): what stands above the type area of page one, and what begins the text."""

    above: tuple[Element, ...]
    body: tuple[Element, ...]


def draw(head: Head | None, width: float, names: Fonts) -> Drawn:
    """The head of a paper; nothing where it has none."""
    if head is None:
        return Drawn((), ())
    return _DRAWN[head.kind](head, width, names)


def _mark(text: str, points: float, names: Fonts, *, above: float, below: float = 0) -> Element:
    """The red mark, ``above`` and ``below`` are white points around its characters."""
    words = run(text, fonts(names.title), el("color", {"val": RED}), el("spacing", {"val": 0}), *size(points))
    pitch = exact(points + above + below)
    return paragraph(NORMAL, words, properties=(pitch, indent(), el("jc", {"val": "center"})))


def _line(left: str, right: str, width: float, font: str | None = None) -> Element:
    """Words at both ends of a line."""
    look = (fonts(font),) if font else ()
    tab = el("tabs", None, el("tab", {"val": "right", "pos": twips(width)}))
    return paragraph(NORMAL, run(f"{left}\t{right}", *look), properties=(tab, el("jc", {"val": "left"})))


def _red_rule(content: Element | None, align: str) -> Element:
    """The red line 4 mm below what stands above it (分隔线)."""
    edge = el("pBdr", None, border("bottom", RULE_RED, RED, space=5))
    words = [content] if content is not None else []
    return paragraph(NORMAL, *words, properties=(edge, el("jc", {"val": align})))


def _red(head: RedHead, width: float, names: Fonts) -> Drawn:
    above = [
        paragraph(NORMAL, run(text, fonts(font)), properties=(el("jc", {"val": "left"}),))
        for text, font in ((head.copy, names.body), (head.notice, names.hei), (head.urgency, names.hei))
    ]
    marks = _joint(head, width, names) if len(head.organs) > 1 else [_single(head, width, names)]
    spaces = [paragraph(NORMAL), paragraph(NORMAL)]
    if head.signer:
        signer = [run("签发人："), run(head.signer, fonts(names.kai))]
        tab = el("tabs", None, el("tab", {"val": "right", "pos": twips(width - BODY)}))
        edge = el("pBdr", None, border("bottom", RULE_RED, RED, space=5))
        number = paragraph(
            NORMAL,
            run(f"　{head.number}\t"),
            *signer,
            properties=(edge, tab, el("jc", {"val": "left"})),
        )
    else:
        number = _red_rule(run(head.number), "center")
    return Drawn((), (*above, *marks, *spaces, number))


def _single(head: RedHead, width: float, names: Fonts) -> Element:
    mark = f"{head.organs[0]}{head.word}"
    return _mark(mark, mark_size(mark, most=MOST_RED, width=width), names, above=18)


def _joint(head: RedHead, width: float, names: Fonts) -> list[Element]:
    """Organs of a joint issue, one under the other, the host first; the word follows the last."""
    longest = max(head.organs, key=metrics.ems)
    points = mark_size(f"{longest}{head.word}", most=36, width=width)
    lines = [*head.organs[:-1], f"{head.organs[-1]}{head.word}"]
    return [_mark(line, points, names, above=18 if at == 0 else 8) for at, line in enumerate(lines)]


def _letter(head: LetterHead, width: float, names: Fonts) -> Drawn:
    points = mark_size(head.organ, most=MOST_LETTER, width=width)
    mark = _mark(head.organ, points, names, above=2, below=6)
    number = _line(head.urgency, head.number, width)
    return Drawn((mark, double_rule(thick_above=True)), (number,))


def double_rule(*, thick_above: bool) -> Element:
    """A letter's red double line, 170 mm wide and centred on the page (武文线、文武线)."""
    thick, thin = border("top", 2.25, RED), border("bottom", 0.75, RED)
    if not thick_above:
        thick, thin = border("top", 0.75, RED), border("bottom", 2.25, RED)
    beyond = {
        "left": -mm(metrics.UPRIGHT.left - (metrics.UPRIGHT.width - LETTER_RULE) / 2),
        "right": -mm(metrics.UPRIGHT.right - (metrics.UPRIGHT.width - LETTER_RULE) / 2),
    }
    return paragraph(NORMAL, properties=(el("pBdr", None, thick, thin), exact(2), el("ind", beyond)))


def _minutes(head: MinutesHead, width: float, names: Fonts) -> Drawn:
    above = [paragraph(NORMAL) for _ in range(3)]
    mark = _mark(head.name, mark_size(head.name, most=MOST_RED, width=width), names, above=18)
    number = (
        [paragraph(NORMAL, run(head.number), properties=(el("jc", {"val": "center"}),))]
        if head.number
        else []
    )
    return Drawn((), (*above, mark, paragraph(NORMAL), *number, _ends(head.organ, head.day, width)))


def _briefing(head: Masthead, width: float, names: Fonts) -> Drawn:
    points = mark_size(head.spaced, most=MOST_BRIEFING, width=width * 0.9)
    issue = paragraph(NORMAL, run(head.issue), properties=(el("jc", {"val": "center"}),))
    return Drawn(
        (),
        (
            _line(head.notice, head.urgency, width, names.hei),
            _mark(head.spaced, points, names, above=14, below=14),
            issue,
            _ends(head.organ, head.day, width),
        ),
    )


def _ends(left: str, right: str, width: float) -> Element:
    """Organ and day above the red line, one character in at both ends."""
    tab = el("tabs", None, el("tab", {"val": "right", "pos": twips(width - BODY)}))
    edge = el("pBdr", None, border("bottom", RULE_RED, RED, space=4))
    return paragraph(NORMAL, run(f"　{left}\t{right}"), properties=(edge, tab, el("jc", {"val": "left"})))


_DRAWN: dict[str, Callable[..., Drawn]] = {
    RedHead.kind: _red,
    LetterHead.kind: _letter,
    MinutesHead.kind: _minutes,
    Masthead.kind: _briefing,
}
