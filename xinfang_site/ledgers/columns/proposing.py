"""Which column is which field, proposed (建议列对应): by its heading first, then by what its cells hold."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from xinfang_site.ledgers.columns.contents import (
    ALIKE,
    bare_name,
    codes,
    numbers,
    of_handling,
    overruled,
    people,
    places,
    states,
    ticks,
    told_by_cells,
    units,
    unlisted,
    wordy,
)
from xinfang_site.ledgers.columns.headings import Heading, absorbed
from xinfang_site.ledgers.columns.headless import told_together
from xinfang_site.ledgers.columns.mapping import ColumnMatch
from xinfang_site.ledgers.columns.receipts import petitioned, settle_receipt
from xinfang_site.ledgers.columns.titles import TitleMatch, title_index
from xinfang_site.ledgers.files.sheets import Row
from xinfang_site.ledgers.kinds import LedgerKind, ValueKind
from xinfang_site.ledgers.text import cell_text, is_ditto

_PEOPLE: Final = frozenset({ValueKind.NAMES, ValueKind.PHONES, ValueKind.ID_NUMBER})
_DATED: Final = frozenset({ValueKind.DATE, ValueKind.DATETIME})
_BY_LIST: Final = {"unit": units, "place": places, "state": states}
_CALLER: Final = re.compile(r"来[电话访信]|主叫|呼入|信访人|[反投诉申]\w{0,2}人|当事人|群众|市民|本人|客户")
_SUMMARY: Final = re.compile(r"(?:概要|摘要|概况|概述|简述|简况|简介)$")
_TALKED: Final = re.compile(r"接谈情况$")
"""What came of a talk, beside a column of what was asked for; else what was said in it."""
_TO_SETTLE: Final = re.compile(
    r"^(?:需|办理|处[理置]|化解|调[处解]).*(?:问题|事项|诉求|请求|纠纷\w{0,4}|矛盾|件内容)$"
)
"""What is to be dealt with, named by what is done with it: 需要解决的问题, 调解事项."""
_ASKED: Final = re.compile(r"是否(?:已经?)?(?:答复|回复|解决|息[访诉])")
"""Answered or settled is not yet closed."""
GUESSED: Final = 0.4
"""How sure a column is that its cells alone tell, whatever its heading."""


def propose(heading: Heading, kind: LedgerKind, samples: Sequence[Row]) -> tuple[ColumnMatch, ...]:
    """A field for each column (建议列对应), by heading first, then by what the cells hold; each field once."""
    width = max([len(heading.parts), *map(len, samples)], default=0)
    values = [_samples(samples, column) for column in range(width)]
    matches = _matches(heading, kind, values)
    chosen = _assigned(matches, heading, values, kind)
    _number_by_cells(chosen, heading, values, kind)
    settle_receipt(chosen, matches, heading, values, kind)
    _content_by_cells(chosen, heading, values, kind)
    _others_by_cells(chosen, heading, values, kind)
    _all_by_cells(chosen, heading, values, kind)
    return tuple(_proposal(column, heading, chosen.get(column), values[column]) for column in range(width))


_Texts = Sequence[tuple[str, ...]]


def _matches(heading: Heading, kind: LedgerKind, values: _Texts) -> dict[int, TitleMatch]:
    """What heading and cells say of each column by itself."""
    index = title_index(kind)
    found: dict[int, TitleMatch] = {}
    for column, texts in enumerate(values):
        parts = heading.parts[column] if column < len(heading.parts) else ("",)
        by_title = index.match(parts)
        if by_title is not None and (
            (_of_days(by_title, kind) and ticks(texts)) or unlisted(by_title, "".join(parts), texts, kind)
        ):
            by_title = None
        match = overruled(by_title, texts, kind) if by_title else told_by_cells("".join(parts), texts, kind)
        if match is not None:
            found[column] = _less_sure(match) if _ASKED.match("".join(parts)) else match
    return found


def _less_sure(match: TitleMatch) -> TitleMatch:
    """A field that another column may tell better, though its heading is only like a known one (案件办理状态)."""
    return TitleMatch(match.field, min(match.confidence, ALIKE - 0.05), match.reason)


def _of_days(match: TitleMatch, kind: LedgerKind) -> bool:
    spec = kind.field(match.field)
    return spec is not None and spec.kind in _DATED


def _assigned(
    matches: Mapping[int, TitleMatch], heading: Heading, values: _Texts, kind: LedgerKind
) -> dict[int, TitleMatch]:
    """Each field to its likeliest column; a column that holds nothing comes after those that do."""
    chosen: dict[int, TitleMatch] = {}
    taken: set[str] = set()
    for column, match in sorted(
        matches.items(), key=lambda item: (not values[item[0]], -item[1].confidence, item[0])
    ):
        further = _further(column, matches, kind, _title(heading, column))
        if match.field in taken and further and further not in taken:
            match = TitleMatch(further, match.confidence, match.reason)
        if match.field not in taken:
            taken.add(match.field)
            chosen[column] = match
    return chosen


def _further(column: int, matches: Mapping[int, TitleMatch], kind: LedgerKind, title: str) -> str:
    """The field of a summary beside the text (事项概要, 诉求内容), of the letter's own day, or of a second telephone.

    The latter is known word for word, right beside the petitioner's name or the first one:
    网格员电话 and the 联系电话 to the right of 经办人 are those of other people, and stay in the remarks;
    来电号码 is the caller's own wherever it stands.
    """
    spec = kind.field(matches[column].field)
    if spec is not None and spec.kind is ValueKind.LONG_TEXT:
        return spec.further if _SUMMARY.search(title) else ""
    if spec is not None and spec.kind in _DATED:
        return spec.further if petitioned(title) else ""
    left = kind.field(matches[column - 1].field) if column - 1 in matches else None
    if spec is None or matches[column].confidence <= ALIKE:
        return ""
    if _CALLER.match(title):
        return spec.further
    if left is None:
        return ""
    own = left.kind in (ValueKind.PHONES, ValueKind.ID_NUMBER) or (
        left.kind is ValueKind.NAMES and left.essential
    )
    return spec.further if own else ""


def _number_by_cells(
    chosen: dict[int, TitleMatch], heading: Heading, values: _Texts, kind: LedgerKind
) -> None:
    """序号 above 信2021-001, or 复议件号 above numbers, is that of the matter, where no known column gives one."""
    if not kind.number_field or any(match.field == kind.number_field for match in chosen.values()):
        return
    for column, match in chosen.items():
        if match.field in kind.numbering and codes(values[column]):
            chosen[column] = TitleMatch(kind.number_field, 0.6, "内容像是编号")
            return
    for column, texts in enumerate(values):
        if column not in chosen and numbers(_title(heading, column), texts):
            chosen[column] = TitleMatch(kind.number_field, 0.5, "内容像是编号")
            return


def _content_by_cells(
    chosen: dict[int, TitleMatch], heading: Heading, values: _Texts, kind: LedgerKind
) -> None:
    """What the matters are about, where no heading says so by itself and the rest is a ledger.

    Told by a heading of what is to be settled, else by the longest texts.
    """
    fields = {match.field for match in chosen.values()}
    found = {spec.kind for spec in kind.fields if spec.name in fields}
    if not kind.telling or fields & kind.telling or not (found & _PEOPLE and found & _DATED):
        return
    free = [column for column in range(len(values)) if column not in chosen or _listed(chosen[column], kind)]
    talked = [column for column in (*chosen, *free) if _TALKED.search(_title(heading, column))]
    settled = [column for column in free if _TO_SETTLE.search(_title(heading, column))]
    wordily = [column for column in free if wordy(_title(heading, column), values[column])]
    telling = talked or settled or wordily
    if telling:
        longest = max(telling, key=lambda column: sum(map(len, values[column])))
        spec = next(s for s in kind.fields if s.name in kind.telling and s.kind is ValueKind.LONG_TEXT)
        chosen[longest] = TitleMatch(spec.name, 0.5, f"内容像是{spec.title}")


def _listed(match: TitleMatch, kind: LedgerKind) -> bool:
    """Whether a heading is only like that of a list (来访目的): where nothing else tells the matter, sentences below it do."""
    spec = kind.field(match.field)
    return spec is not None and spec.kind is ValueKind.CHOICE and match.confidence <= ALIKE


def _title(heading: Heading, column: int) -> str:
    return heading.titles[column] if column < len(heading.titles) else ""


def _others_by_cells(
    chosen: dict[int, TitleMatch], heading: Heading, values: _Texts, kind: LedgerKind
) -> None:
    """Petitioners, units and streets under an unknown heading, where the rest is a ledger: a text and a day are told.

    A community (所属社区) is the place only where no column tells the street.
    """
    fields = {match.field: column for column, match in chosen.items()}
    if fields.keys().isdisjoint(kind.telling) or fields.keys().isdisjoint(kind.received_by):
        return
    for spec in kind.fields:
        fits = people if spec.kind is ValueKind.NAMES and spec.essential else _BY_LIST.get(spec.vocabulary)
        taken = fields.get(spec.name)
        if fits is None or (taken is not None and not _title(heading, taken).endswith("社区")):
            continue
        for column, title in enumerate(heading.titles):
            if title and column not in chosen and column < len(values) and fits(title, values[column]):
                sure = GUESSED if bare_name(title) else 0.5
                chosen[column] = TitleMatch(spec.name, sure, f"内容像是{spec.title}")
                chosen.pop(-1 if taken is None else taken, None)
                break


def _all_by_cells(chosen: dict[int, TitleMatch], heading: Heading, values: _Texts, kind: LedgerKind) -> None:
    """Who, what and when by the cells alone, where no heading tells who or what (哪个来的、来说啥子)."""
    fields = {match.field for match in chosen.values()}
    if not kind.telling or any(spec.essential and spec.name in fields for spec in kind.fields):
        return
    free = {
        column: texts
        for column, texts in enumerate(values)
        if column not in chosen and not of_handling(_title(heading, column))
    }
    for column, field in told_together(free, kind, not fields.isdisjoint(kind.received_by)).items():
        spec = kind.field(field)
        chosen[column] = TitleMatch(field, GUESSED, f"内容像是{spec.title if spec else field}")


def guesses(columns: Sequence[ColumnMatch], kind: LedgerKind) -> str:
    """What the clerk must check of columns that only their cells tell (按内容认列), in a sentence; empty when nothing."""
    guessed = [each for each in columns if each.field and each.confidence <= GUESSED]
    told = [f"“{each.title}”作“{spec.title}”" for each in guessed if (spec := kind.field(each.field or ""))]
    return f"列名没有说明是什么，按内容认列：{'、'.join(told)}，请核对" if told else ""


def _proposal(
    column: int, heading: Heading, match: TitleMatch | None, values: tuple[str, ...]
) -> ColumnMatch:
    title = heading.titles[column] if column < len(heading.titles) else f"第{column + 1}列"
    if match is None:
        reason = "已并入左边的列" if column in absorbed(heading) else "没有对应的字段，原样记入备注"
        return ColumnMatch(column, title, None, 0.0, reason, values[:3])
    return ColumnMatch(column, title, match.field, match.confidence, match.reason, values[:3])


def _samples(rows: Sequence[Row], column: int) -> tuple[str, ...]:
    texts = (cell_text(row[column]) for row in rows if column < len(row))
    return tuple(text for text in texts if text and not is_ditto(text))[:30]
