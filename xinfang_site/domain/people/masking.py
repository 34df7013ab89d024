"""Masking (脱敏): what a list shows of a name, a number, an address; and finding them in a text."""

import re
from dataclasses import dataclass

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people.identity import clean_id_number, tidy_name
from xinfang_site.domain.titles import Titled

COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙"
        "钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里"
        "呼延东郭南门羊舌微生梁丘左丘东门西门第五纳兰完颜",
    )
)
"""Compound surnames (复姓), kept whole when a name is masked."""

_SEPARATORS = re.compile("([、，,；;/])")
_AND_OTHERS = re.compile("等(?:[0-9]+[人户名]?)?$")
_DIGIT_FORMS = str.maketrans("０１２３４５６７８９－Ｘｘ（）＋", "0123456789-Xx()+")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(\(?0(?:10|2\d|[3-9]\d\d)\)?-?)?(\d{7,8})(-\d{1,6})?")
_ADDRESS_HEAD = re.compile(
    "(?:(?:(?!街道|社区|小区|镇|乡|村)[\u4e00-\u9fff]){2,9}?(?:自治区|自治州|省|市|区|县))*"
    "(?:[\u4e00-\u9fff]{1,8}?(?:街道|镇|乡))?"
)
_HOUSE_WORDS = re.compile("[路巷弄号栋幢室村组社楼]")


def mask_names(text: str) -> str:
    """Names as lists show them (姓名脱敏): ``张*``, ``欧阳**``; ``等5人`` and separators stay."""
    return "".join(
        part if _SEPARATORS.fullmatch(part) else _mask_name(part) for part in _SEPARATORS.split(text)
    )


def _mask_name(text: str) -> str:
    others = _AND_OTHERS.search(text) if "等" in text else None
    tail = others.group() if others else ""
    name = tidy_name(text[: len(text) - len(tail)] if tail else text)
    kept = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    if len(name) < 2:
        return "*" * len(name) + tail
    return name[:kept] + "".join("·" if each == "·" else "*" for each in name[kept:]) + tail


def mask_phone(text: str) -> str:
    """A number as lists show it (电话脱敏): ``138****1234``, ``023-****8888``; else all stars."""
    plain = re.sub(r"[\s\u2014\u2013]", "", text.translate(_DIGIT_FORMS))
    compact = plain.replace("-", "")
    mobile = _MOBILE.fullmatch(compact)
    if mobile:
        return f"{mobile[1][:3]}****{mobile[1][-4:]}"
    landline = _LANDLINE.fullmatch(plain)
    if landline:
        area, local = landline[1] or "", landline[2]
        return f"{area}{'*' * (len(local) - 4)}{local[-4:]}"
    return "*" * len(plain)


def mask_id_number(text: str) -> str:
    """An id number as lists show it (证件号码脱敏): the first four and last two, in full length.

    Of shorter numbers (passports and the like) only the first character and the last two are kept.
    """
    number = clean_id_number(text)
    size = len(number)
    if size <= 5:
        return "*" * size
    head = 4 if size >= 15 else 1
    return number[:head] + "*" * (size - head - 2) + number[-2:]


def mask_address(text: str) -> str:
    """An address down to the street or town (住址脱敏); the rest is three stars."""
    address = "".join(text.split())
    head = _ADDRESS_HEAD.match(address)
    kept = head.group() if head and not _HOUSE_WORDS.search(head.group()) else ""
    return address if kept == address else f"{kept}***"


class Sensitive(Titled):
    """What may stand in a text and should not (敏感信息)."""

    ID_NUMBER = "id_number", "身份证号码"
    MOBILE = "mobile", "手机号码"
    LANDLINE = "landline", "固定电话"


@dataclass(frozen=True, slots=True)
class Finding:
    """Sensitive information found in a text (发现的敏感信息), from ``start`` up to ``end``."""

    kind: Sensitive
    start: int
    end: int
    masked: str


_GAP = "[ -]?"
_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_DIGIT = re.compile(r"\d")
_IN_TEXT = re.compile(
    "(?<![0-9])(?:"
    f"(?P<id_number>[1-9][0-9]{{5}}{_GAP}(?:19|20)[0-9]{{2}}{_GAP}{_DAY}{_GAP}[0-9]{{3}}[0-9Xx](?![0-9A-Za-z])"
    f"|[1-9][0-9]{{7}}{_DAY}[0-9]{{3}}(?![0-9A-Za-z]))"
    f"|(?P<mobile>(?:\\+?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?![0-9]))"
    f"|(?P<landline>\\(?0[0-9]{{2,3}}\\)?{_GAP}[0-9]{{7,8}}(?![0-9])"
    "|(?:(?<=[话机])|(?<=[话机][:：]))[0-9]{7,8}(?![0-9]))"
    ")"
)


def find_sensitive(text: str) -> tuple[Finding, ...]:
    """Id numbers, mobile numbers and landlines in a text (查找敏感信息), in order of place."""
    if not _DIGIT.search(text):  # most titles; all that follows would look at each character several times
        return ()
    return tuple(
        Finding(Sensitive(str(match.lastgroup)), match.start(), match.end(), _masked(match))
        for match in _IN_TEXT.finditer(text.translate(_DIGIT_FORMS))
    )


def _masked(match: re.Match[str]) -> str:
    if match.lastgroup == Sensitive.ID_NUMBER:
        return mask_id_number(re.sub("[ -]", "", match.group()))
    return mask_phone(match.group())


def scrub(text: str) -> str:
    """A text with its numbers masked (文本脱敏), for exports and public answers."""
    return _without(text, frozenset(Sensitive))


def mask_personal(text: str) -> str:
    """A text with its id and mobile numbers masked (个人号码脱敏), for pages.

    Landlines stay: those that petitioners and replies name are mostly offices'.
    """
    return _without(text, _OF_PERSONS)


def restored(text: str, stored: str) -> str:
    """A text edited from ``mask_personal(stored)``, with the numbers that it still shows masked as they are stored (号码还原).

    Different numbers that look the same masked are told apart by their order, as long as all between the first and the
    last of them is as it was.

    Raises:
        Refused: it cannot be told which number a masked one is, or no stored one looks so.
    """
    shown = mask_personal(stored)
    if text == shown:
        return stored
    for masked in _MASKED.findall(text):
        if masked not in shown:
            raise Refused(f"现有内容中没有显示为“{masked}”的号码，请写出全部数字")
    for masked, numbers in _hidden(stored).items():
        before, parts = shown.split(masked), text.split(masked)
        if len(set(numbers)) == 1:
            shown, text = numbers[0].join(before), numbers[0].join(parts)
        elif len(parts) > 1:
            if len(parts) - 1 != len(numbers) or parts[1:-1] != before[1:-1]:
                raise Refused(
                    f"有几个号码都显示为“{masked}”，改动它们或者它们之间的文字时，请写出这几个号码的全部数字"
                )
            shown, text = _filled(before, numbers), _filled(parts, numbers)
    return text


def _hidden(stored: str) -> dict[str, list[str]]:
    """What looks like each masked number, in order of place; also what is stored masked, as it was written."""
    found: dict[str, list[tuple[int, str]]] = {}
    for each in find_sensitive(stored):
        if each.kind in _OF_PERSONS:
            found.setdefault(each.masked, []).append((each.start, stored[each.start : each.end]))
    for masked, places in found.items():
        places += [(each.start(), masked) for each in re.finditer(re.escape(masked), stored)]
    return {masked: [number for _, number in sorted(places)] for masked, places in found.items()}


def _filled(parts: list[str], numbers: list[str]) -> str:
    return "".join(part + number for part, number in zip(parts, [*numbers, ""], strict=True))


_MASKED = re.compile(r"1[3-9][0-9]\*{4}[0-9]{4}|[1-9][0-9]{3}(?:\*{12}|\*{9})[0-9][0-9X]")
"""A mobile or id number as :func:`mask_personal` writes it."""
_OF_PERSONS = frozenset({Sensitive.ID_NUMBER, Sensitive.MOBILE})


def _without(text: str, kinds: frozenset[Sensitive]) -> str:
    parts, place = [], 0
    for each in find_sensitive(text):
        if each.kind in kinds:
            parts += [text[place : each.start], each.masked]
            place = each.end
    return "".join([*parts, text[place:]])
