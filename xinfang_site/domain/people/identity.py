"""Identity (身份信息): id numbers (证件号码) and names, read and compared; nothing is looked up."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from xinfang_site.domain.errors import Refused

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NEW_FORM = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_OLD_FORM = re.compile(r"[1-9]\d{14}", re.ASCII)
_OLDEST = 1900
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")
_MIDDLE_DOTS = re.compile("[\u00b7\u2022\u2027\u2219\u22c5\u30fb\u0387]")
_PLAIN_NAME = re.compile("[\u4e00-\u9fff]*")
_DOT_BETWEEN = re.compile("(?<=[\u3400-\u9fff])\\.(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A resident id number that is right in form (居民身份证号码)."""

    text: str
    birth: date


def clean_id_number(text: str) -> str:
    """An id number as it is compared (规范化): half-width, no spaces, capital X."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).upper()


def read_id_number(text: str, day: date) -> IdNumber:
    """Read a resident id number of 18 or 15 characters (校验身份证号码).

    Args:
        text: as typed.
        day: the day of reading; nobody is born after it.

    Raises:
        Refused: length, birth date or checksum is wrong.
    """
    cleaned = clean_id_number(text)
    if _NEW_FORM.fullmatch(cleaned):
        digits = cleaned[6:14]
    elif _OLD_FORM.fullmatch(cleaned):
        digits = f"19{cleaned[6:12]}"
    else:
        raise Refused("身份证号码应为18位（末位可为X）或者15位", field="id_number")
    birth = _birth(digits)
    if birth is None or birth > day:
        raise Refused("身份证号码中的出生日期不正确", field="id_number")
    if len(cleaned) == 18 and check_character(cleaned) != cleaned[-1]:
        raise Refused("身份证号码校验位不正确，请核对", field="id_number")
    return IdNumber(cleaned, birth)


def check_character(number: str) -> str:
    """The last character that belongs to 17 digits (校验码); source: GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11]


def tidy_name(text: str) -> str:
    """A name without inner spaces, invisible or full-width characters, dots in one form (整理姓名)."""
    if _PLAIN_NAME.fullmatch(text):  # nearly all are: nothing below would change them
        return text
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    return _DOT_BETWEEN.sub("·", _MIDDLE_DOTS.sub("·", plain))


def normal_name(text: str) -> str:
    """A name as it is compared (规范化姓名), so that ``张 三`` matches ``张三``; letters without case."""
    return tidy_name(text).casefold()


def _birth(digits: str) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return born if born.year >= _OLDEST else None
