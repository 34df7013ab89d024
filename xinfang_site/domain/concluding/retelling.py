"""Retelling a case (以案释法): a closed matter without anything that identifies a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xinfang_site.domain.people.masking import COMPOUND_SURNAMES, find_sensitive

_NUMBERED = re.compile(r"[A-Z]{2,12}\d{4}-?\d{4,}")
_HOUSE = re.compile(
    r"(?:[0-9０-９一二三四五六七八九十]+(?:号楼|号|幢|栋|单元|室|弄|组)(?:附[0-9０-９]+号)?)+"
)
_BELOW_STREET = re.compile(r".*(?:街道|[镇乡县市]|(?<![小社])区)(.{3,})")


@dataclass(frozen=True, slots=True)
class Identity:
    """What identifies the people of a case (身份信息): as the case holds it, never shown on a sheet."""

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def address_parts(address: str) -> tuple[str, ...]:
    """An address, and what stands in it below street, town or district, which texts often give alone (住址片段)."""
    plain = "".join(address.split())
    below = _BELOW_STREET.fullmatch(plain)
    return (plain, below[1]) if below else (plain,)


def stand_in(name: str, used: Iterable[str]) -> str:
    """A stand-in for a name (化名): the surname and 某; a second person of that surname 某某, then 某甲."""
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    taken = set(used)
    choices = [f"{surname}某", f"{surname}某某", *(f"{surname}某{each}" for each in "甲乙丙丁戊己庚辛")]
    return next((each for each in choices if each not in taken), f"{surname}某等人")


def retell(text: str, identity: Identity) -> str:
    """A first version of a case's text without identifying data (去标识化).

    Names become stand-ins, numbers, addresses and house numbers 某. A person reads and corrects it.
    """
    replaced = text
    for known in sorted(filter(None, identity.texts), key=len, reverse=True):
        replaced = replaced.replace(known, "某处" if not known.isdigit() else "某号")
    used: list[str] = []
    for name in sorted(
        {each for each in identity.names if len(each) > 1}, key=lambda each: (-len(each), each)
    ):
        used.append(stand_in(name, used))
        replaced = replaced.replace(name, used[-1])
    parts, place = [], 0
    for found in find_sensitive(replaced):
        parts += [replaced[place : found.start], f"（{found.kind.title}略）"]
        place = found.end
    replaced = "".join([*parts, replaced[place:]])
    return _HOUSE.sub("某号", _NUMBERED.sub("（编号略）", replaced))


def leaks(text: str, identity: Identity) -> tuple[str, ...]:
    """What in a text still identifies somebody (残留的身份信息), each in words that do not repeat it."""
    found = [f"{each.kind.title}（第 {each.start + 1} 字起）" for each in find_sensitive(text)]
    found += [
        f"当事人姓名（第 {text.index(name) + 1} 字起）" for name in identity.names if _inside(name, text)
    ]
    found += [
        f"当事人地址或号码（第 {text.index(each) + 1} 字起）"
        for each in identity.texts
        if _inside(each, text)
    ]
    found += [f"信访件编号（第 {match.start() + 1} 字起）" for match in _NUMBERED.finditer(text)]
    return tuple(dict.fromkeys(found))


def _inside(known: str, text: str) -> bool:
    return len(known) > 1 and known in text
