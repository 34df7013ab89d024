"""Certificates (学法证明): a serial for each year and office, and a code that proves it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are misread on paper."""
CODE_LENGTH = 10
_SERIAL = re.compile(r"(.{1,12}?)学法证〔(\d{4})〕([1-9]\d{0,5})号")


@dataclass(frozen=True, slots=True)
class Serial:
    """A certificate's serial (证明编号): the office's letters, the year, the number in that year from 1."""

    letters: str
    year: int
    number: int

    @property
    def text(self) -> str:
        """As it is printed: ``SPB学法证〔2026〕7号``, without leading zeros."""
        return f"{self.letters}学法证〔{self.year}〕{self.number}号"


def read_serial(text: str) -> Serial | None:
    """The serial that somebody typed (读编号): half-width brackets and blanks are forgiven."""
    plain = "".join(text.split()).translate(
        str.maketrans("[]（）()【】０１２３４５６７８９", "〔〕〔〕〔〕〔〕0123456789")
    )
    found = _SERIAL.fullmatch(plain)
    return Serial(found[1], int(found[2]), int(found[3])) if found else None


def new_check_code(below: Callable[[int], int]) -> str:
    """A new check code (查验码); ``below`` draws a number below its argument."""
    return "".join(ALPHABET[below(len(ALPHABET))] for _ in range(CODE_LENGTH))


def tidy_check_code(typed: str) -> str:
    """What was typed as the code compares it: capitals, no blanks or hyphens."""
    return re.sub(r"[\s-]", "", typed).upper()[: CODE_LENGTH * 2]
