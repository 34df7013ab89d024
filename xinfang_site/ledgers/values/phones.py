"""Phone numbers in cells (电话): mobile, landline, several in one cell, damaged by Excel."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from xinfang_site.ledgers.text import EMPTY_WORDS, Cell, cell_text, fold

# of what stands before a number a few signs only: a cell of nothing but hyphens would be read once more from each of them
_MOBILE: Final = re.compile(
    r"(?<![\d*])(?:\(?(?:\+\s*)?(?:86|0086)\)?)?[-\s]{0,8}0?(1\s?[3-9](?:[-.\s]?\d){9})(?!\d)"
)
_GLUED: Final = re.compile(r"(?<!\d)(1[3-9]\d{9})(1[3-9]\d{9})(?!\d)")
_LANDLINE: Final = re.compile(
    r"(?<!\d)(?:\+?86[-\s]*)?\(?(0\d{2,3})\)?[-\s/]*([2-9]\d{2,3}[-\s]?\d{4})(?!\d)(?:\s*(?:[-转]|ext)\s*(\d{1,5}))?"
)
_LOCAL: Final = re.compile(r"(?<!\d)([2-9]\d{2,3}[-\s]?\d{4})(?!\d)(?:\s*(?:转|ext)\s*(\d{1,5}))?")
_SERVICE: Final = re.compile(r"(?<!\d)([48]00[-\s]?\d{3}[-\s]?\d{4}|1[12]\d{3}|9\d{4,5}|1[12]\d)(?!\d)")
_ODD_NUMBER: Final = re.compile(r"(?<!\d)\d[\d*xX]{4,}(?!\d)")
_EXPONENT: Final = re.compile(r"^(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})$")
_POINT_ZERO: Final = re.compile(r"(?<=\d{7})\.0+(?!\d)")
"""What a program leaves behind a number that it took for a figure: 13800001111.0."""
_CHAT: Final = re.compile(r"[Qq]{2}\s*号?码?\s*:?\s*\d{5,10}(?!\d)")
"""A number of a chat is no telephone."""
_CIRCLED: Final = re.compile(r"[①-⑳]")
_DASHES: Final = str.maketrans("—–－_", "----")
_NOUGHTS: Final = re.compile(r"(?<![A-Za-z])[oO]+(?=[\d-])|(?<=\d)[oO]+(?![A-Za-z])")
"""Letters typed for noughts: 138OOOO1111; not those of a word."""
_EXTENSION: Final = "分机号"
_PHONE_WORDS: Final = re.compile(
    r"[\s、,;:/\\|.。()+-]|手机号?码?|座机|固话|电话|联系方式|或者?|和|本人|不详|未知|未留|没有|无|家里?|办公室?|单位"
)


@dataclass(frozen=True, slots=True)
class Phones:
    """The phone numbers of one cell (电话): digits only; ``rest`` keeps what they do not hold."""

    numbers: tuple[str, ...] = ()
    rest: str = ""
    notes: tuple[str, ...] = ()


def parse_phones(cell: Cell) -> Phones:
    """Read the phone numbers (电话) of a cell: mobile, landline with area code, local, service numbers."""
    if isinstance(cell, float) and cell > 0 and cell == int(cell) and cell < 1e15:
        cell = str(int(cell))
    text = cell if isinstance(cell, str) else cell_text(cell)
    if len(text) == 11 and text[0] == "1" and text[1] in "3456789" and text.isascii() and text.isdigit():
        return Phones((text,))
    return _phones_of(cell_text(text))


@lru_cache(maxsize=4096)
def _phones_of(text: str) -> Phones:
    if text in EMPTY_WORDS:
        return Phones()
    plain = fold(_CIRCLED.sub(" ", text)).translate(_DASHES)
    plain = _NOUGHTS.sub(lambda match: "0" * len(match[0]), plain)
    notes: list[str] = []
    plain = _from_exponent(_POINT_ZERO.sub("", _CHAT.sub("QQ", plain)).strip(" '"), notes)
    if plain == "":
        return Phones((), text, tuple(notes))
    found: list[tuple[int, str]] = []

    def keep(match: re.Match[str]) -> str:
        groups = [group for group in match.groups() if group]
        if match.re in (_LANDLINE, _LOCAL) and match[match.re.groups]:
            notes.append(f"{_EXTENSION}{groups.pop()}，记入备注")
        joined = groups if match.re is _GLUED else ["".join(groups)]
        found.extend((match.start(), "".join(c for c in number if c.isdigit())) for number in joined)
        return " " * len(match[0])

    for pattern in (_GLUED, _MOBILE, _LANDLINE, _SERVICE, _LOCAL):
        if pattern is _LOCAL and len(plain) == 10 and plain.isdigit() and plain[0] == "2":
            plain = _LANDLINE.sub(keep, "0" + plain)  # a number cell lost the zero of the area code
            notes.append("区号前补了0")
        plain = pattern.sub(keep, plain)
    for match in list(_ODD_NUMBER.finditer(plain)):
        digits = match[0]
        if digits.isdigit():
            notes.append(f"“{digits[:25]}”不像电话号码")
            found.append((match.start(), digits[:25]))
            plain = plain.replace(digits, " ")
    rest = _PHONE_WORDS.sub("", plain)
    extended = any(note.startswith(_EXTENSION) for note in notes)
    if rest and (not found or rest != text):
        notes.append(f"电话里有别的文字“{rest[:20]}”")
    return Phones(
        tuple(dict.fromkeys(number for _, number in sorted(found, key=lambda item: item[0]))),
        text if rest or extended else "",
        tuple(notes),
    )


def _from_exponent(plain: str, notes: list[str]) -> str:
    """The digits of 1.3800001111E10; nothing when too few are left to tell the number."""
    match = _EXPONENT.match(plain)
    if not match:
        return plain
    fraction, exponent = match[2] or "", int(match[3])
    if len(fraction) < exponent - 1:
        notes.append("科学计数法丢了号码的尾数")
        return ""
    if len(fraction) < exponent:
        notes.append("科学计数法可能丢了号码的最后一位")
    return match[1] + fraction[:exponent].ljust(exponent, "0") if exponent <= 20 else plain
