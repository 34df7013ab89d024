"""Text ledgers (文本台账): csv and tab text in any encoding and with any delimiter in use."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.options import Limits
from xinfang_site.ledgers.sheets import Marks, Merge, Row, Sheet
from xinfang_site.ledgers.traditional import eastern_encoding

_DELIMITERS: Final = ",\t;|，"
_SAMPLE: Final = 128 * 1024
_EXCEL_TEXT: Final = re.compile(r'^="(.*)"$', re.DOTALL)
_JUNK: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and a remark (解码): UTF-8, UTF-16, GB18030 or Big5, decided by the bytes.

    Raises:
        LedgerError: it is not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(data, encoding)
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if max(even, odd) < len(sample) // 50:
            raise LedgerError("不认识的文件格式，请另存为 xlsx 或 csv 再导入")
        return _text(data, "utf-16-be" if even > odd else "utf-16-le")
    try:
        return _text(data, "utf-8", strict=True)
    except UnicodeDecodeError:
        encoding, remark = eastern_encoding(data)
        text, note = _text(data, encoding)
        return text, "；".join(filter(None, (remark, note)))


def _text(data: bytes, encoding: str, *, strict: bool = False) -> tuple[str, str]:
    try:
        text, note = data.decode(encoding), ""
    except UnicodeDecodeError:
        if strict:
            raise
        text = data.decode(encoding, "replace")
        bad = text.count("\ufffd")
        if bad > max(20, len(text) // 200):
            raise LedgerError("不认识的文件格式或编码，请另存为 xlsx 再导入") from None
        note = f"文件里有{bad}处无法识别的字符"
    if len(_JUNK.findall(text[:_SAMPLE])) > max(8, min(len(text), _SAMPLE) // 100):
        raise LedgerError("不认识的文件格式，请另存为 xlsx 或 csv 再导入")
    return text, note


def text_sheet(text: str, name: str, limits: Limits) -> Sheet:
    """The one sheet of a text ledger (文本工作表)."""
    body = text
    named = re.match(r"\s*sep=(.)\r?\n", text)
    delimiter = named[1] if named else _sniff(text[:_SAMPLE])
    quoting = _quoting(body, delimiter)

    def load() -> tuple[tuple[Merge, ...], Iterator[Row]]:
        return (), _rows(body, delimiter, quoting, limits)

    return Sheet(name, True, Marks(), load, "csv")


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
