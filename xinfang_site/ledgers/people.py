"""People in cells (人员): names, head counts, phone numbers, identity numbers."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from xinfang_site.ledgers.text import CHINESE_NUMERAL, EMPTY_WORDS, Cell, cell_text, chinese_number, fold

_ANONYMOUS: Final = re.compile(
    r"^(?:匿名|无名[氏者]?$|不详|未知|佚名|不愿|未留|未署|没留|无姓名|姓名不详|不肯|拒绝|隐名|某群众|群众匿名|一?名?匿名)"
)
_NAME_SPLIT: Final = re.compile(r"[、,;/\n|&+]+|(?<=[\u4e00-\u9fff]{2})[和与及暨](?=[\u4e00-\u9fff]{2})")
_BRACKET: Final = re.compile(r"[(\[【〔{<《]([^)\]】〕}>》]*)[)\]】〕}>》]?")
_DIGIT: Final = rf"(?:\d+|[{CHINESE_NUMERAL}]+)"
_ETC: Final = re.compile(
    rf"等?\s*(?:共计?|约|大约|近|计)?\s*({_DIGIT})\s*([余多几来]*)\s*(?:人次?|名|位|户|家)[^、,;]*$|等(?:人|群众|业主|村民|居民)*$"
)
_TITLE: Final = re.compile(
    r"^(?:某|[\u4e00-\u9fff]{0,2}[某*xX×]+|[\u4e00-\u9fff])(?:先生|女士|小姐|师傅|老师|同志|某某|某)$|先生$|女士$"
)
_COLLECTIVE: Final = re.compile(
    r"(?:业主|村民|居民|群众|职工|员工|住户|商户|家长|工人|农民工|代表|夫妇|夫妻|一家|母子|父子|母女|父女)们?$"
)
_DOT: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s*[•・·．∙‧●]\s*(?=[\u4e00-\u9fff])")
_COMPOUND: Final = frozenset(
    {"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "南宫", "独孤", "长孙"}
)  # fmt: skip

_MOBILE: Final = re.compile(r"(?<![\d*])(?:\+?\s*86|0086)?[-\s]*0?(1[3-9](?:[-\s]?\d){9})(?!\d)")
_GLUED: Final = re.compile(r"(?<!\d)(1[3-9]\d{9})(1[3-9]\d{9})(?!\d)")
_LANDLINE: Final = re.compile(
    r"(?<!\d)(?:\+?86[-\s]*)?\(?(0\d{2,3})\)?[-\s]*([2-9]\d{2,3}[-\s]?\d{4})(?!\d)(?:\s*(?:[-转]|ext)\s*(\d{1,5}))?"
)
_LOCAL: Final = re.compile(r"(?<!\d)([2-9]\d{2,3}[-\s]?\d{4})(?!\d)")
_SERVICE: Final = re.compile(r"(?<!\d)([48]00[-\s]?\d{3}[-\s]?\d{4}|1[12]\d{3}|9\d{4,5}|1[12]\d)(?!\d)")
_ODD_NUMBER: Final = re.compile(r"(?<!\d)\d[\d*xX]{4,}(?!\d)")
_EXPONENT: Final = re.compile(r"^(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})$")
_PHONE_WORDS: Final = re.compile(
    r"[\s、,;:/\\|.。()+-]|手机号?码?|座机|固话|电话|联系方式|或者?|和|本人|不详|未知|未留|没有|无|家里?|办公室?|单位"
)

_COUNT: Final = re.compile(rf"({_DIGIT})\s*([余多几来]*)\s*(?:人次|人|名|位|个)")
_COUNT_RANGE: Final = re.compile(rf"({_DIGIT})\s*[-~至到—–]\s*{_DIGIT}")
_COUNT_ANY: Final = re.compile(rf"({_DIGIT})\s*([余多几来]*)")
_VAGUE: Final = re.compile(r"约|大概|左右|近|上下|[余多几来]|以上|不到")
_ID: Final = re.compile(r"^\d{17}[\dX]$|^\d{15}$")
_ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Names:
    """The people named in one cell (姓名).

    Attributes:
        names: cleaned names, the first is the main petitioner; empty when anonymous or blank.
        people: the head count that the cell states (张三等5人), else None.
        anonymous: the cell says that the petitioner did not give a name.
        phones: phone numbers found beside the names.
        rest: what stood in brackets and is no name.
        notes: what the clerk must be told.
    """

    names: tuple[str, ...] = ()
    people: int | None = None
    anonymous: bool = False
    phones: tuple[str, ...] = ()
    rest: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phones:
    """The phone numbers of one cell (电话): digits only; ``rest`` keeps what could not be read."""

    numbers: tuple[str, ...] = ()
    rest: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A head count (人数); None when the cell gives none."""

    people: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An identity number (身份证号) with what is doubtful about it."""

    number: str = ""
    note: str = ""


@lru_cache(maxsize=16384)
def parse_names(text: str) -> Names:
    """Read the names (姓名) of a cleaned cell text."""
    if text in EMPTY_WORDS and text != "无":
        return Names()
    if "\u4e00" <= text[0] <= "\u9fff" and len(text) <= 3 and not (set(text) & _SPECIAL) and text.isalnum():
        return Names((text,))
    plain = _DOT.sub("·", fold(text)).strip()
    if plain == "无" or _ANONYMOUS.match(plain):
        return Names(anonymous=True, rest="" if len(plain) <= 6 else plain)
    return _compound_cell(plain)


_BESIDE: Final = re.compile(r"(?<![A-Za-z0-9])(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})(?!\d)")
_SPECIAL: Final = frozenset("等人某共和与及先女无不匿业群村户名")


def _compound_cell(plain: str) -> Names:
    notes: list[str] = []
    aside = [match.strip() for match in _BRACKET.findall(plain)]
    bare = _BRACKET.sub(" ", plain).strip()
    phones = tuple(dict.fromkeys(re.sub(r"\D", "", number)[-12:] for number in _BESIDE.findall(plain)))
    bare = _BESIDE.sub(" ", bare).strip(" :电话")
    people, bare, aside = _etc(bare, aside, notes)
    names = _split_names(bare, notes)
    for name in names:
        if _TITLE.search(name) or "某" in name:
            notes.append(f"“{name}”不是全名")
        elif len(name) > 20 or _COLLECTIVE.search(name):
            notes.append(f"“{name[:20]}”可能不是人名")
    rest = "；".join(part for part in aside if part and not parse_phones(part).numbers)
    if not names and not people:
        notes.append("没有看出姓名")
        rest = plain
    return Names(names, people, phones=phones, rest=rest, notes=tuple(notes))


def _etc(bare: str, aside: list[str], notes: list[str]) -> tuple[int | None, str, list[str]]:
    """The count in 张三等5人 or 张三（等5人）."""
    for part in (bare, *aside):
        match = _ETC.search(part)
        if not match:
            continue
        people = None
        if match[1] and match[0].rstrip()[-1] in "户家":
            notes.append(f"“{match[0]}”是户数，不是人数")
        elif match[1]:
            count = parse_count(match[1] + (match[2] or "") + "人")
            people = count.people
            if count.note or "约" in match[0] or "近" in match[0]:
                notes.append(f"人数“{match[0]}”不确切")
        if part is bare:
            return people, bare[: match.start()], aside
        return people, bare, [other for other in aside if other is not part]
    return None, bare, aside


def _split_names(bare: str, notes: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for part in _NAME_SPLIT.split(bare):
        tokens = part.split()
        if not tokens:
            continue
        if any(token[0].isascii() for token in tokens):
            names.append(" ".join(tokens))
        elif all(len(token) == 1 for token in tokens) or (len(tokens) == 2 and tokens[0] in _COMPOUND):
            if len(tokens) > 4:
                notes.append(f"“{part.strip()[:20]}”可能是几个人")
            names.append("".join(tokens))
        else:
            names.extend(_join_single(tokens))
    return tuple(dict.fromkeys(name.strip(" .:·'\"") for name in names if name.strip(" .:·'\"")))


def _join_single(tokens: list[str]) -> list[str]:
    """Pieces of one character belong together (张 三 李四 -> 张三, 李四)."""
    names: list[str] = []
    pending = ""
    for token in tokens:
        if len(token) == 1:
            pending += token
            if len(pending) == 2:
                names.append(pending)
                pending = ""
        else:
            names.append(pending + token)
            pending = ""
    if pending and names:
        names[-1] += pending
    return names


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
    plain = (
        fold(text).replace("—", "-").replace("–", "-").replace("－", "-").replace("_", "-").replace("o", "0")
    )
    notes: list[str] = []
    plain = _from_exponent(plain.strip(" '"), notes)
    found: list[tuple[int, str]] = []

    def keep(match: re.Match[str]) -> str:
        groups = [group for group in match.groups() if group]
        extension = match.re is _LANDLINE and match[3]
        if extension:
            notes.append(f"分机号{match[3]}")
            groups = groups[:-1]
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
    if rest and (not found or rest != text):
        notes.append(f"电话里有别的文字“{rest[:20]}”")
    return Phones(
        tuple(dict.fromkeys(number for _, number in sorted(found))), text if rest else "", tuple(notes)
    )


def _from_exponent(plain: str, notes: list[str]) -> str:
    match = _EXPONENT.match(plain)
    if not match:
        return plain
    fraction, exponent = match[2] or "", int(match[3])
    if len(fraction) < exponent - 1:
        notes.append("科学计数法丢了号码的尾数")
    return match[1] + fraction[:exponent].ljust(exponent, "0") if exponent <= 20 else plain


def parse_count(cell: Cell) -> Count:
    """Read a head count (人数) such as 5, 5人, 约30人, 张三等5人, 二十余人."""
    if isinstance(cell, bool):
        return Count(None, "不是人数")
    if isinstance(cell, int | float):
        return (
            _counted(int(cell), "" if cell == int(cell) else "人数不是整数")
            if abs(cell) < 1e9
            else Count(None, "不是人数")
        )
    return _count_of(cell_text(cell))


@lru_cache(maxsize=2048)
def _count_of(text: str) -> Count:
    if text in EMPTY_WORDS:
        return Count()
    plain = fold(text).replace(",", "")
    if re.search(r"[数几若][十百千干]|多人|^众", plain):
        return Count(None, f"人数“{text[:20]}”不确切")
    ranged = _COUNT_RANGE.search(plain)
    match = ranged or _COUNT.search(plain) or _COUNT_ANY.search(plain)
    if not match:
        return Count(None, f"看不懂的人数“{text[:20]}”")
    value = int(match[1]) if match[1].isdecimal() else chinese_number(match[1])
    if value is None:
        return Count(None, f"看不懂的人数“{text[:20]}”")
    note = (
        "写的是一个范围，取前一个数" if ranged else f"人数“{text[:20]}”不确切" if _VAGUE.search(plain) else ""
    )
    return _counted(value, note)


def _counted(value: int, note: str) -> Count:
    if value < 1:
        return Count(None, "人数应至少为1")
    if value > 100_000:
        return Count(None, f"人数{value}不可信")
    return Count(value, note)


def parse_id_number(cell: Cell) -> IdNumber:
    """Read an identity number (身份证号) and say what is doubtful: lost digits, length, check digit."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        text = cell_text(cell)
        if len(text) > 15:
            return IdNumber(text, "身份证号按数字存放，后几位已丢失")
        return IdNumber(text, "" if _ID.match(text) else "身份证号位数不对")
    raw = cell_text(cell)
    if raw in EMPTY_WORDS:
        return IdNumber()
    text = re.sub(r"[\s\-'’·.]", "", fold(raw)).upper().replace("×", "X").replace("＊", "*")
    if re.match(r"^\d\.?\d*E\+?\d+$", text):
        return IdNumber(raw, "身份证号成了科学计数法，后几位已丢失")
    if not _ID.match(text):
        return IdNumber(text, "身份证号位数不对")
    if len(text) == 18:
        total = sum(int(digit) * weight for digit, weight in zip(text, _ID_WEIGHTS, strict=False))
        if "10X98765432"[total % 11] != text[17]:
            return IdNumber(text, "身份证号校验码不对")
    return IdNumber(text)
