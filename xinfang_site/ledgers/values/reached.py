"""Where somebody lives and is called, written in one cell (住址及电话同栏)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from xinfang_site.ledgers.text import EMPTY_WORDS
from xinfang_site.ledgers.values.phones import parse_phones

_HOME: Final = re.compile(r"[住地]址|住所|居住地|住处|现住|户籍地")
_SCENE: Final = re.compile(r"发生|事发|案发|问题|涉|被|对方")
_CALLED: Final = re.compile(r"电话|手机|联系方式|联系号码|联络方式")
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z0-9*])(?:\(?(?:\+?86|0086)\)?[-\s]{0,2})?"
    r"(?:1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|\(?0\d{2,3}\)?[-\s]{0,2}[2-9]\d{6,7}(?:\s?(?:转|-|ext)\s?\d{1,5})?|[2-9]\d{6,7})"
    r"(?![\d*号栋幢楼室])",
    re.ASCII,
)
"""Numbers that no house bears: 汉渝路120号 3-201 holds none."""
_NO_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9])\d{2,}[\d*]{7,}(?!\d)", re.ASCII)
"""A number with too few digits, or masked."""
_LABEL: Final = re.compile(
    r"(?:联系|家庭|本人)?(?:电话|手机|座机|固话|联系方式)(?:号码?)?\s*(?:[:：]|(?=\0|$))"
    r"|^(?:(?:家庭|联系|现|居)?住?地?[住地]址|现?住)[:：]"
)
_EMPTY_BRACKETS: Final = re.compile(r"[(（][\s\0]*[)）]")
_GAP: Final = re.compile(r"[\s\0]+")
_EDGES: Final = " \t\n,，;；、/\\|。:：-"
_NONE: Final = re.compile(r"^(?:无|没有?|未|不[详明便愿]|拒).{0,8}$")
_PLACE: Final = re.compile(r"[省市区县镇乡村路街巷]|\d号")
"""无锡路12号 and 未央区 are places, whatever they begin with."""
_HALF: Final = {
    **{0xFF10 + digit: 0x30 + digit for digit in range(10)},
    **{ord(wide): ord(half) for wide, half in zip("（）＋－—–", "()+---", strict=True)},
}


@dataclass(frozen=True, slots=True)
class Reached:
    """What one cell tells of how somebody is reached (住址与电话).

    Attributes:
        address: what is left when the numbers are taken out.
        phones: digits only.
        rest: the whole text where the two do not hold all of it.
        notes: what the clerk must be told.
    """

    address: str = ""
    phones: tuple[str, ...] = ()
    rest: str = ""
    notes: tuple[str, ...] = ()


def tells_both(title: str) -> bool:
    """Whether a heading asks for the address and the telephone (住址及联系电话)."""
    return bool(_HOME.search(title) and _CALLED.search(title))


def tells_scene(title: str) -> bool:
    """Whether the address is where the matter happened, and nobody's home (问题发生地址及电话)."""
    return bool(_SCENE.search(title))


@lru_cache(maxsize=1024)
def parse_reached(text: str) -> Reached:
    """The address and the numbers of a cleaned cell text (拆分住址与电话)."""
    plain, end = text.translate(_HALF), 0
    kept, phones, notes = list[str](), list[str](), list[str]()
    for match in _NUMBER.finditer(plain):
        found = parse_phones(match[0])
        phones += found.numbers
        notes += found.notes
        kept.append(text[end : match.start()])
        end = match.end()
    left = "\0".join([*kept, text[end:]])
    for odd in _NO_NUMBER.findall(left):
        notes.append(f"“{odd[:25]}”不像电话号码")
        phones += [odd[:25]] if odd.isdigit() else []
    left = _NO_NUMBER.sub("\0", left)
    bare = _EMPTY_BRACKETS.sub(" ", _LABEL.sub(" ", left))
    address = _GAP.sub(" ", bare).strip(_EDGES)
    none = bool(_NONE.match(address)) and not _PLACE.search(address)
    unread = bool(notes) or (none and address not in EMPTY_WORDS)
    if address in EMPTY_WORDS or none:
        address = ""
    return Reached(address, tuple(dict.fromkeys(phones)), text if unread else "", tuple(notes))
