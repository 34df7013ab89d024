"""Names in cells (姓名): several in one, spaces inside, 等N人, anonymous, titles, brackets."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from xinfang_site.ledgers.text import CHINESE_NUMERAL, EMPTY_WORDS, fold, squeeze
from xinfang_site.ledgers.values.identities import identities
from xinfang_site.ledgers.values.numbers import parse_count
from xinfang_site.ledgers.values.surnames import person

_ANONYMOUS: Final = re.compile(
    r"^(?:匿名|无名[氏者]?$|不详|未知|佚名|不愿|未留|未署|没留|无姓名|姓名不详|不肯|拒绝|隐名|某群众|群众匿名|一?名?匿名)"
)
_NAME_SPLIT: Final = re.compile(r"[、,;/\n|&+]+|(?<=[\u4e00-\u9fff]{2})[和与及暨](?=[\u4e00-\u9fff]{2})")
_BRACKET: Final = re.compile(r"[(\[【〔{<《]([^)\]】〕}>》]*)[)\]】〕}>》]?")
_DIGIT: Final = rf"(?:\d+|[{CHINESE_NUMERAL}]+)"
_ETC: Final = re.compile(
    rf"(?:等\s*)?(?:一行|代表|带领|率领|联名|联合|共同)?\s*(?:共计?|约|大约|近|计|数)?\s*({_DIGIT})\s*([余多几来]*)\s*(人次?|名(?!称)|位|户(?!籍)|家(?![庭属人里住]))[^、,;]*$"
    r"|等(?:[多数诸若]干?)?(?:人|名|位|户|群众|业主|村民|居民|职工|农民工)*$"
)
_TITLE: Final = re.compile(
    r"^(?:某|[\u4e00-\u9fff]{0,2}[某*xX×]+|[\u4e00-\u9fff])(?:先生|女士|小姐|师傅|老师|同志|某某|某)$|先生$|女士$"
)
_COLLECTIVE: Final = re.compile(
    r"(?:业主|村民|居民|群众|职工|员工|住户|商户|家长|工人|农民工|代表|夫妇|夫妻|一家|母子|父子|母女|父女)们?$"
)
_LABEL: Final = re.compile(
    r"^(?:信访|来访|来信|上访|反映|投诉|申请|来电|当事|[主总]?代表)?人?(?:姓名)?:\s*|^\*+(?=[\u4e00-\u9fff])"
)
_SPOKESMAN: Final = re.compile(
    r"^(?:业主|村民|居民|群众|职工|员工|住户|商户|家长|工人|农民工|信访人?|来访人?|购房者|退役军人)代表"
    rf"(?![多数几若约近共等团会们]|大会|小组|委员|[{CHINESE_NUMERAL}]+[余多几来]?[人名位户])"
    r"(?=[\u4e00-\u9fff]{2,4}(?:$|[\s、,;(等]))"
)
"""业主代表张三: whose spokesman he is stands before the name."""
_HIDDEN: Final = re.compile(r"^[\u4e00-\u9fff].*[*xX×]$")
_LISTED: Final = re.compile(r"(?:^|(?<=[\s、,;)]))\(?\d{1,2}[.、)]\s*(?=[\u4e00-\u9fff])")
_CIRCLED: Final = re.compile(r"[①-⑳]")
_LED_BY: Final = re.compile(
    rf"^以([\u4e00-\u9fff·、]{{2,20}}?)为(?:首|代表)的?([^\d(]*?)(?=[共约近]?{_DIGIT}\s*[余多几]?[人名户位]|$)"
)
"""以张三为代表的某村村民20人: who is named, and whose spokesman he is."""
_BROKEN: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s*\n\s*(?=[\u4e00-\u9fff])")
_GENDER: Final = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})[\s、,;/]+((?:\d{1,3}岁?[\s、,;/]+)?[男女]性?(?:[\s、,;/]+\d{1,3}岁?)?)(?=$|[\s、,;/])"
)
"""Beside the sex a bare figure is the age: 张丰 男 56."""
_AGE: Final = re.compile(
    r"[\s、,;/]+(\d{1,3}周?岁|[\u4e00-\u9fff]{1,3}族|(?:19|20)\d{2}年(?:\d{1,2}月)?(?:\d{1,2}日)?出?生)(?=$|[\s、,;/])"
)
"""Age, nationality or birth, each between separators of its own."""
_FAMILY: Final = re.compile(r"(?<=[\u4e00-\u9fff]{2})[和与及]其?(?:家属|家人|亲属|妻子|丈夫|子女)$")
_DOT: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*[•・·∙‧●]\s*(?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff]{3})[.．](?=[\u4e00-\u9fff]{2})|(?<=[\u4e00-\u9fff]{2})[.．](?=[\u4e00-\u9fff]{3})"
)
_PAIR: Final = re.compile(r"(?:夫妇|夫妻|父子|父女|母子|母女|兄弟|姐妹|姐弟|兄妹)[俩二]?人?$")
_WIDE_DOT: Final = re.compile(r"(?<=[\u4e00-\u9fff])．(?=[\u4e00-\u9fff])")  # never between two names
_AGENT: Final = re.compile(r"^(?:委托|诉讼)?(?:代理|代办)人?(?:为|是)?:?\s*([\u4e00-\u9fff·]{2,12})$")
_ADDRESS: Final = re.compile(
    r"^(?=.{4,})(?:.*[省市区县镇乡村路街巷苑园社].*\d|.*\d.*[号栋幢楼室组社]|.{2,}[区县镇乡].{2,}(?:[路街巷村社苑园]|小区))"
)
_COMPOUND: Final = frozenset(
    {"欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "南宫", "独孤"}
)  # fmt: skip

_CONTACT: Final = re.compile(r"[\s、,;]*(?:联系人|代表人?|牵头人):?\s*[\u4e00-\u9fff·]{2,4}\s*$")
"""张丰、李耕等7人，联系人张丰: who is called up is one of those named before."""
_POLITE: Final = re.compile(
    rf"^(?!老|小|退休|党员|热心|部分|多位|几位)((?!{'|'.join(sorted(_COMPOUND))})[\u4e00-\u9fff]{{2,3}}|(?:{'|'.join(sorted(_COMPOUND))})[\u4e00-\u9fff]{{1,2}})"
    r"(?:先生|女士|小姐|同志)$"
)
"""A full name with a form of address; 王先生, 老李同志 and 欧阳女士 are all that is known of a name."""


@dataclass(frozen=True, slots=True)
class Names:
    """The people named in one cell (姓名).

    Attributes:
        names: cleaned names, the first is the main petitioner; empty when anonymous or blank.
        people: the head count that the cell states (张三等5人), else None.
        anonymous: the cell says that the petitioner did not give a name.
        phones: phone numbers found beside the names.
        id_number: the identity number found beside the names.
        address: the address found beside the names.
        agents: who acts for them (代理人).
        rest: what stood in brackets and is no name.
        notes: what the clerk must be told.
    """

    names: tuple[str, ...] = ()
    people: int | None = None
    anonymous: bool = False
    phones: tuple[str, ...] = ()
    id_number: str = ""
    address: str = ""
    agents: tuple[str, ...] = ()
    rest: str = ""
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def parse_names(text: str) -> Names:
    """Read the names (姓名) of a cleaned cell text."""
    if text in EMPTY_WORDS and text != "无":
        return Names()
    if "\u4e00" <= text[0] <= "\u9fff" and len(text) <= 3 and not (set(text) & _SPECIAL) and text.isalnum():
        return Names((text,))
    plain = fold(_CIRCLED.sub("、", _WIDE_DOT.sub("·", text)))
    plain = _BROKEN.sub(" ", _DOT.sub("·", plain).strip())
    plain = _LED_BY.sub(r"\1(\2)等", _LISTED.sub("、", _LABEL.sub("", plain)).strip("、 "))
    if plain == "无" or _ANONYMOUS.match(squeeze(plain)):
        return Names(anonymous=True, rest="" if len(plain) <= 6 else plain)
    return _compound_cell(_SPOKESMAN.sub("", plain))


def together(first: Names, others: Names) -> tuple[Names, str]:
    """The petitioners with those of a column of their own, who came with the first (随访人).

    Returns:
        them all, and what else the column tells: a figure, 其妻, a telephone and whose it is.
    """
    came = tuple(name for name in others.names if person(name) or "·" in name)
    left = "、".join(name for name in others.names if name not in came)
    number = others.people or (int(left) if re.fullmatch(r"\d{1,2}", left) else 0)
    own = [each for each in (others.id_number, others.address, *others.phones) if each]
    names = tuple(dict.fromkeys((*first.names, *came)))
    found = replace(
        first,
        names=names,
        people=first.people or (len(first.names) + number if number else None),
        agents=(*first.agents, *others.agents),
        anonymous=first.anonymous and not names,
    )
    return found, "，".join(["、".join(others.names), *own] if own else [left])


def is_home(name: str) -> bool:
    """Whether what stands in a column of names is an address (住址): 正街12号."""
    return bool(_ADDRESS.match(name)) and len(name) <= _LONGEST


_LONGEST: Final = 60
_EDGES: Final = " .。:·'\"“”"
_BESIDE: Final = re.compile(
    r"(?<![A-Za-z0-9])(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8}|(?<!\d)[2-8]\d{7})(?!\d)"
)
_PHONE_LABEL: Final = re.compile(r"(?:联系)?(?:电话|手机)(?:号码)?:?\s*(?=\d)")
_ONLY_LABEL: Final = re.compile(r"(?:联系)?(?:电话|手机|座机|固话)(?:号码?)?:?")
_ASIDE_EDGES: Final = " ,;、:/"
_HOME_END: Final = re.compile(r"(?:[号栋幢楼室组社院村苑园路]|\d)$")
_NO_HOME: Final = re.compile(r"[转函批第]|信[访箱]|热线|建议|提案|代表|网格|人大|12345")
"""What may end in a figure beside a name, and is a paper or a post: 县转2023-12, 社区网格员02."""
_HOME_LABEL: Final = re.compile(r"^(?:(?:家庭|联系|现|居)?(?:住地?[址所]|地址)|居所|现?住):?(?=..)")
_SPECIAL: Final = frozenset("等人某共和与及先女无不匿业群村户名*xX×")


def _compound_cell(plain: str) -> Names:
    notes: list[str] = []
    numbers, plain = identities(plain)
    plain = plain.strip()
    aside = _asides(plain)
    bare = _BRACKET.sub(" ", plain).strip()
    if not bare.isalnum():
        aside += _GENDER.findall(bare)
        bare = _GENDER.sub(" ", bare)
        aside += _AGE.findall(bare)
        bare = _AGE.sub(" ", bare).strip()
    phones = tuple(dict.fromkeys(re.sub(r"\D", "", number)[-12:] for number in _BESIDE.findall(plain)))
    bare = _BESIDE.sub(" ", _PHONE_LABEL.sub(" ", bare)).strip(" :电话")
    people, bare, aside = _several(bare, aside, notes)
    agents = tuple(match[1] for part in aside if (match := _AGENT.match(part)))
    aside = [part for part in aside if not _AGENT.match(part)]
    names = _split_names(_FAMILY.sub("", bare.strip()), notes)
    homes = [*names[1:], *(part for part in aside if _HOME_END.search(part) and not _NO_HOME.search(part))]
    address = next(filter(is_home, homes), "")
    aside = [part for part in aside if part != address]
    names = tuple(_POLITE.sub(r"\1", name) for name in names if name != address)
    notes += _doubts(names)
    if people is None and len(names) == 1 and _PAIR.search(names[0]):
        people = 2
    aside += numbers[1:]
    rest = "；".join(filter(None, aside))
    if not names and not people:
        notes.append("没有看出姓名")
        rest = plain
    return Names(
        names,
        people,
        phones=phones,
        id_number=numbers[0] if numbers else "",
        address=_HOME_LABEL.sub("", address),
        agents=agents,
        rest=rest,
        notes=tuple(notes),
    )


def _doubts(names: tuple[str, ...]) -> list[str]:
    """Which of the names are no full ones, or none at all."""
    notes: list[str] = []
    for name in names:
        if _TITLE.search(name) or "某" in name or _HIDDEN.search(name):
            notes.append(f"“{name}”不是全名")
        elif len(name) > 20 or _COLLECTIVE.search(name):
            notes.append(f"“{name[:20]}”可能不是人名")
    return notes


def _asides(plain: str) -> list[str]:
    """What stands in brackets but for the telephones, which are taken apart."""
    found = [
        _BESIDE.sub(" ", _PHONE_LABEL.sub(" ", part)).strip(_ASIDE_EDGES) for part in _BRACKET.findall(plain)
    ]
    return [part for part in found if part and not _ONLY_LABEL.fullmatch(part)]


def _several(bare: str, aside: list[str], notes: list[str]) -> tuple[int | None, str, list[str]]:
    """The count, where who is called up may be named once more behind it."""
    people, found, rest = _etc(bare, aside, notes)
    contact = _CONTACT.search(bare) if people is None else None
    if contact is None or contact.start() == 0:
        return people, found, rest
    return _etc(bare[: contact.start()], [*aside, contact[0].strip("、,; ")], notes)


def _etc(bare: str, aside: list[str], notes: list[str]) -> tuple[int | None, str, list[str]]:
    """The count in 张三等5人, 张三（等5人） or 张三等人（5人）."""
    left = list(aside)
    for part in (bare, *aside):
        match = _ETC.search(part)
        if not match:
            continue
        people = None
        if match[1] and match[3] in ("户", "家") and match[0].rstrip().endswith(("户", "家")):
            notes.append(f"“{match[0]}”是户数，不是人数")
        elif match[1]:
            count = parse_count(match[1] + (match[2] or "") + "人")
            people = count.people
            if count.note or not set("约近数").isdisjoint(match[0]):
                notes.append(f"人数“{match[0]}”不确切")
        elif not set("多数诸若").isdisjoint(match[0]):
            notes.append(f"人数“{match[0]}”不确切")
        if part is bare:
            bare = bare[: match.start()]
        elif match.start() == 0:  # else it says whose they are, too
            left.remove(part)
        if match[1]:
            return people, bare, left
    return None, bare, left


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
    return tuple(dict.fromkeys(name.strip(_EDGES) for name in names if name.strip(_EDGES)))


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
