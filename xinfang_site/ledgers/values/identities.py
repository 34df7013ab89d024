"""Identity numbers in a cell of other things (身份证号与电话、住址同栏)."""

import re
from typing import Final

_IDENTITY: Final = re.compile(
    r"(?:(?:居民)?身份证件?(?:号码?)?|证件号码?|公民身份号码)?\s*[:：]?\s*(?<![0-9A-Za-z])"
    r"([1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx])(?![0-9A-Za-z])",
    re.ASCII,
)
_HALF: Final = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("Ｘ"): "X", ord("ｘ"): "X"}
LENGTH: Final = 18


def identities(text: str) -> tuple[tuple[str, ...], str]:
    """The identity numbers of a text (身份证号), and what is left when they and their labels are taken out."""
    if len(text) < LENGTH:
        return (), text
    found = list(_IDENTITY.finditer(text.translate(_HALF)))
    kept: list[str] = []
    end = 0
    for match in found:
        kept.append(text[end : match.start()])
        end = match.end()
    numbers = dict.fromkeys(match[1].upper() for match in found)
    return tuple(numbers), " ".join([*kept, text[end:]])
