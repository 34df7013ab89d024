"""The bulletin and the yearly report (统计通报、统计年报): a period's statistics as an official paper.

Every number stands in a table with its base; the opening repeats the most important ones in sentences. What a module did
not count, because it was off, is said and never shown as nought.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from xinfang_site.papers import blocks
from xinfang_site.papers.blocks import Align, Block, Column, Heading, Paragraph, Signature, Title
from xinfang_site.papers.metrics import ems
from xinfang_site.papers.paper import Paper, official_day
from xinfang_site.papers.prose import title_lines
from xinfang_site.reports.periods import Period
from xinfang_site.reports.services import Section
from xinfang_site.reports.values import Figure, Row, Table

_ONES = "〇一二三四五六七八九"
_MOST = 3
"""So many categories are named in the opening."""
_NARROW, _WIDE = 12.0, 9.0
"""Sizes of a table's type in points: of a common one, and of one with a column for every month."""
_DENSE = 7
_LONGEST_LABEL, _LEAST, _MARGINS = 5.0, 2.0, 1.0
"""Widths in characters: labels longer than the first are broken, no column is narrower, a cell's empty edges."""


def paper_of(office: str, period: Period, sections: Sequence[Section], day: date) -> Paper:
    """The paper (通报文稿).

    Args:
        office: the office's full name.
        period: what is reported on.
        sections: its statistics, the core's first.
        day: the day they were counted on.
    """
    kind = "信访工作统计年报" if period.key.isdigit() else "信访工作情况通报"
    name = f"{office}{period.title}{kind}"
    body = chain.from_iterable(_section(number, each) for number, each in enumerate(sections, 1))
    return Paper(
        name,
        (
            Title(title_lines(name)),
            *_opening(period, sections, day),
            *body,
            Signature((office,), official_day(day), sealed=False),
        ),
    )


def _opening(period: Period, sections: Sequence[Section], day: date) -> Iterator[Block]:
    tables = {each.key: each for section in sections for each in section.tables}
    months = tables.get("months")
    if months is None or not months.rows:
        yield Paragraph(f"{period.title}没有统计数据。")
        return
    received, open_, settled, share = months.rows[-1].figures
    if not received.number:
        yield Paragraph(f"{period.title}没有收到信访事项。")
        return
    over = "" if period.last < day else "（本期未结束）"
    yield Paragraph(
        f"{period.title}{over}，共收到信访事项{received.text}件{_growth(tables.get('channels'))}。截至{official_day(day)}，"
        f"已了结{settled.text}件，未了结{open_.text}件，了结率{_based(share)}。"
    )
    channels = _lines(tables.get("channels"))
    if channels:
        yield Paragraph("按信访形式，" + "，".join(map(_named, channels)) + "。")
    categories = _lines(tables.get("categories"))
    if categories:
        most = "居前" + _numeral(_MOST) + "位的是" if len(categories) > _MOST else ""
        yield Paragraph("按内容分类，" + most + "，".join(map(_named, categories[:_MOST])) + "。")
    duties = _lines(tables.get("duties"))
    if duties:
        yield Paragraph("本期到期的期限：" + "；".join(map(_kept, duties)) + "。")


def _growth(table: Table | None) -> str:
    """How the number received compares with the year before; nothing where nothing came in then."""
    before, grown = table.rows[-1].figures[2:] if table and table.rows else (None, None)
    if before is None or grown is None or grown.number is None:
        return ""
    share = grown.text.lstrip("+-")
    way = "持平" if not grown.number else f"增长{share}" if grown.number > 0 else f"下降{share}"
    return f"（上年同期{before.text}件，同比{way}）"


def _lines(table: Table | None) -> list[Row]:
    """A table's rows that count anything in the period, without its total."""
    rows = table.rows if table else ()
    return [each for each in rows if not each.total and each.figures[0].number]


def _named(row: Row) -> str:
    number, share = row.figures[:2]
    return f"{row.label}{number.text}件（{share.text}）"


def _kept(row: Row) -> str:
    due, in_time, late, missed, share, _pending = row.figures
    return (
        f"{row.label}{due.text}项，按期{in_time.text}项，超期完成{late.text}项，超期未办{missed.text}项，"
        f"按期率{share.text}"
    )


def _section(number: int, section: Section) -> Iterator[Block]:
    yield Heading(1, f"{_numeral(number)}、{section.title or '信访事项'}")
    if section.off:
        yield Paragraph(f"“{section.title}”模块在本期有停用：{section.off}。停用期间没有数据，不等于零。")
    if not any(each.rows for each in section.tables):
        yield Paragraph("本期没有数据。")
    told: set[str] = set()
    for each in section.tables:
        if each.rows:
            yield _drawn(each)
            notes = [note.removesuffix("。") for note in (*each.definitions, *each.notes)]
            yield from (Paragraph(f"注：{note}。") for note in dict.fromkeys(notes) if note not in told)
            told.update(notes)


def _drawn(table: Table) -> Block:
    size = _WIDE if len(table.columns) > _DENSE else _NARROW
    rows = tuple((each.label, *map(_in_cell, each.figures)) for each in table.rows)
    labels, *texts = zip(*rows, strict=True)
    columns = (
        Column(table.head, min(_width(table.head, labels), _LONGEST_LABEL + _MARGINS)),
        *(
            Column(title, _width(title, column), Align.RIGHT)
            for title, column in zip(table.columns, texts, strict=True)
        ),
    )
    return blocks.Table(columns, rows, f"{table.caption}（单位：{table.unit}）", size)


def _width(title: str, texts: Sequence[str]) -> float:
    """What a column needs: its longest number in one line, its heading in two."""
    longest = max(ems(line) for text in texts for line in text.split("\n"))
    return max(longest, ems(title) / 2, _LEAST) + _MARGINS


def _in_cell(figure: Figure) -> str:
    return f"{figure.text}\n{figure.base}" if figure.denominator else figure.text


def _based(figure: Figure) -> str:
    return f"{figure.text}（{figure.base}）" if figure.base else figure.text


def _numeral(number: int) -> str:
    """A number below a hundred as headings write it (中文数字)."""
    tens, ones = divmod(number, 10)
    before = "" if not tens else "十" if tens == 1 else f"{_ONES[tens]}十"
    return before + (_ONES[ones] if ones or not tens else "")
