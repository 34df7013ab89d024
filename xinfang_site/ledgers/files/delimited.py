"""Text ledgers (文本台账): csv and tab text in any encoding and with any delimiter in use."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.files.sheets import Marks, Merge, Row, Sheet
from xinfang_site.ledgers.options import Limits

_DELIMITERS: Final = ",\t;|，；"
_SPACES: Final = re.compile(r" {2,}|[ \u3000]*\u3000[ \u3000]*")
_LEAST: Final = 3
_TOP: Final = 10
"""Lines among which the names of the columns are."""
_SAMPLE: Final = 128 * 1024
_EXCEL_TEXT: Final = re.compile(r'^="(.*)"$', re.DOTALL)
_JUNK: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def check_text(text: str) -> None:
    """Refuse what is no text (不是文本): control characters all over.

    Raises:
        LedgerError: it is not text.
    """
    if len(_JUNK.findall(text[:_SAMPLE])) > max(8, min(len(text), _SAMPLE) // 100):
        raise LedgerError("不认识的文件格式，请另存为 xlsx 或 csv 再导入")


def text_sheet(text: str, name: str, limits: Limits) -> Sheet:
    """The one sheet of a text ledger (文本工作表)."""
    named = re.match(r"\s*sep=(.)\r?\n", text)
    body = text[named.end() :] if named else _tabbed(text)  # Excel takes the line, and does not count it
    delimiter = named[1] if named else _sniff(body[:_SAMPLE])
    quoting = _quoting(body, delimiter)

    def load() -> tuple[tuple[Merge, ...], Iterator[Row]]:
        return (), _rows(body, delimiter, quoting, limits)

    return Sheet(name, True, Marks(), load, "csv")


def _tabbed(text: str) -> str:
    """Columns set apart by runs of spaces (空格对齐) with tabs between them; any other text as it is.

    A blank cell would move those to its right: every line of more than one piece has the same number of them.
    """
    begun = [line.strip() for line in text[:_SAMPLE].splitlines()[:_TOP]]
    named = next(filter(_SPACES.search, begun), None)
    if named is None or "\t" in text or any(delimiter in named for delimiter in _DELIMITERS):
        return text
    lines = [_SPACES.split(line.strip()) for line in text.splitlines()]
    sizes = {len(pieces) for pieces in lines if len(pieces) > 1}
    return "\n".join(map("\t".join, lines)) if len(sizes) == 1 and min(sizes) >= _LEAST else text


def _quoting(text: str, delimiter: str) -> bool:
    """Whether quotes are to be trusted: one that is never closed would swallow the rest of the file."""
    if '"' not in text:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" not in str(error) and "field larger" not in str(error)
    return True


def _sniff(sample: str) -> str:
    """The delimiter (分隔符) that splits most lines into the same number of pieces, more than one."""
    scores: list[tuple[float, int, str]] = []
    for place, delimiter in enumerate(_DELIMITERS):
        counts: list[int] = []
        try:
            for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                if any(row):
                    counts.append(len(row))
                if len(counts) >= 60:
                    break
        except csv.Error:
            continue
        if not counts:
            continue
        common = max(set(counts), key=lambda size: (counts.count(size) if size > 1 else 0, size))
        share = counts.count(common) / len(counts) if common > 1 else 0.0
        scores.append((share * min(common, 4), -place, delimiter))
    return max(scores)[2] if scores and max(scores)[0] > 0 else ","


def _rows(text: str, delimiter: str, quoting: bool, limits: Limits) -> Iterator[Row]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE,
    )
    try:
        for number, cells in enumerate(reader, start=1):
            if number > limits.rows:
                raise LedgerError(f"超过{limits.rows}行，请拆开再导入")
            if len(cells) > limits.columns:
                raise LedgerError(f"第{number}行有{len(cells)}列，超过{limits.columns}列")
            yield [_unwrap(cell) if cell[:2] == '="' else cell for cell in cells]
    except csv.Error as error:
        raise LedgerError(f"第{reader.line_num}行附近无法分列，可能是引号没有配对") from error


def _unwrap(cell: str) -> str:
    """Excel's way to force text in csv, ="0123"."""
    match = _EXCEL_TEXT.match(cell)
    return match[1].replace('""', '"') if match else cell
