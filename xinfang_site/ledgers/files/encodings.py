"""Encodings of text ledgers (文字编码): recognised by the bytes, or as the clerk chose."""

from dataclasses import dataclass
from typing import Final

from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.ledgers.traditional import eastern_encoding

ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030（含 GBK、GB2312）",
    "big5": "Big5（繁体）",
    "utf-16le": "UTF-16（Unicode 文本）",
    "utf-16be": "UTF-16（大端）",
}
"""What may be chosen (可选编码), with the words for it."""
_CODECS: Final = {"big5": "big5hkscs"}
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))
_SAMPLE: Final = 128 * 1024
_BAD_AT_LEAST: Final = 20
_BAD_SHARE: Final = 200


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file (解码结果), the encoding it was read by, and a remark for the clerk."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, chosen: str = "") -> Decoded:
    """The text of a file (解码): in the encoding chosen, else UTF-8, UTF-16, GB18030 or Big5 by its bytes.

    Raises:
        LedgerError: it is not text, or not in the encoding chosen.
    """
    if b"\0" not in (bare := data.rstrip(b"\0")):
        data = bare  # what a disk or a program filled the end up with
    if chosen:
        return _as_chosen(data, chosen)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _read(data, encoding)
    sample = data[:_SAMPLE]
    if b"\0" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if max(even, odd) < len(sample) // 50:
            raise LedgerError("不认识的文件格式，请另存为 xlsx 或 csv 再导入")
        return _read(data, "utf-16be" if even > odd else "utf-16le")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        encoding, remark = eastern_encoding(data)
        found = _read(data, encoding)
        return Decoded(found.text, encoding, "；".join(filter(None, (remark, found.note))))


def _as_chosen(data: bytes, chosen: str) -> Decoded:
    if chosen not in ENCODINGS:
        raise LedgerError(f"没有“{chosen}”这种编码，可选 {'、'.join(ENCODINGS)}")
    try:
        return _read(data, chosen)
    except LedgerError as error:
        raise LedgerError(f"按 {chosen} 编码读不出这个文件，请换一种编码") from error


def _read(data: bytes, encoding: str) -> Decoded:
    codec = _CODECS.get(encoding, encoding)
    try:
        return Decoded(data.decode(codec), encoding)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    bad = text.count("\ufffd")
    if bad > max(_BAD_AT_LEAST, len(text) // _BAD_SHARE):
        raise LedgerError("不认识的文件格式或编码，请另存为 xlsx 再导入")
    return Decoded(text, encoding, f"文件里有{bad}处无法识别的字符")
