"""What cells of a rota mean (台账用语): people with posts, units, hours, whether a session was held."""

import re
from dataclasses import dataclass
from datetime import date, time

from xinfang_joint_reception.domain.patterns import WEEKDAYS

_SPLIT = re.compile(r"[、，,;；/\n\r|]+")
_BRACKETS = re.compile(r"[（(]([^（()）]*)[)）]")
_POST_END = (
    "长",
    "书记",
    "主任",
    "委员",
    "常委",
    "主席",
    "代表",
    "检察长",
    "政委",
    "干部",
    "负责人",
    "经理",
    "顾问",
)
_HOURS = re.compile(r"(\d{1,2})\s*[:：时点.]\s*(\d{2})?\s*分?")
_YES = ("是", "已", "到岗", "出勤", "正常", "√", "✓", "✔", "参加", "完成", "有", "到", "在岗", "按时")
_NO = ("否", "未", "没", "缺", "请假", "×", "✗", "x", "取消", "旷", "无", "不")
MORNING, AFTERNOON = (time(9), time(11, 30)), (time(14, 30), time(17, 30))
_PARTS = {"全天": (MORNING[0], AFTERNOON[1]), "上午": MORNING, "下午": AFTERNOON}


@dataclass(frozen=True, slots=True)
class Named:
    """Someone of a cell (姓名及职务)."""

    name: str
    post: str = ""


def people_in(text: str, post: str = "") -> list[Named]:
    """The people of a cell (接访人): ``张三（副区长）、李四``; ``徐 雄`` is one name, ``张三 李四`` are two.

    A part that is only a post belongs to the name beside it.
    """
    found: list[Named] = []
    waiting = ""
    for part in _SPLIT.split(text):
        inside = "、".join(_BRACKETS.findall(part))
        bare = _BRACKETS.sub("", part).strip()
        for word in _names(bare):
            if word.endswith(_POST_END) and len(word) > 2:
                if found and not found[-1].post and not waiting and bare != word:
                    found[-1] = Named(found[-1].name, word)
                else:
                    waiting = word
                continue
            found.append(Named(word, inside or waiting))
            waiting = ""
    if waiting and not found:
        found.append(Named(waiting))
    if post and len(found) == 1 and not found[0].post:
        found[0] = Named(found[0].name, post)
    return list({each.name: each for each in found}.values())


def _names(text: str) -> list[str]:
    """Words of a part; single characters with a blank between are one name."""
    words = text.split()
    if len(words) > 1 and all(len(each) == 1 for each in words):
        return ["".join(words)]
    return words


def units_in(text: str) -> list[str]:
    """The units of a cell (参加单位): separated by any mark or by blanks."""
    parts = (
        _BRACKETS.sub("", each) for each in _SPLIT.split(text.replace("等单位", "").replace("等部门", ""))
    )
    found = [word for part in parts for word in part.split()]
    return list(dict.fromkeys(found))


def hours_in(text: str, otherwise: tuple[time, time]) -> tuple[time, time]:
    """The hours of a cell (时段): ``9:00—11:30``, ``上午``, ``9时至11时30分``; else the kind's own."""
    moments = [_moment(hour, minute) for hour, minute in _HOURS.findall(text)]
    known = [each for each in moments if each is not None]
    if len(known) >= 2 and known[0] < known[1]:
        return known[0], known[1]
    return next((span for word, span in _PARTS.items() if word in text), otherwise)


def _moment(hour: str, minute: str) -> time | None:
    number, part = int(hour), int(minute or 0)
    return time(number, part) if number < 24 and part < 60 else None


def held_in(text: str) -> bool | None:
    """Whether a cell says that the session was held (开展情况); None when it says nothing."""
    plain = "".join(text.split()).lower()
    if not plain:
        return None
    if any(plain.startswith(each) for each in _NO) or "缺席" in plain or "请假" in plain or "未到" in plain:
        return False
    return True if any(each in plain for each in _YES) else None


def weekday_in(text: str) -> int | None:
    """The weekday a cell names (星期): 0 is Monday; None when it names none."""
    found = re.search(r"(?:周|星期|礼拜)?([一二三四五六日天])\Z", "".join(text.split()))
    return WEEKDAYS.index(found[1].replace("天", "日")) if found else None


def weekday_fault(text: str, day: date) -> str:
    """Says when the weekday written does not fit the date (星期不符); empty when it does or none is written."""
    written = weekday_in(text)
    if written is None or written == day.weekday():
        return ""
    return f"写的是周{WEEKDAYS[written]}，{day.isoformat()}是周{WEEKDAYS[day.weekday()]}"


def form_in(text: str) -> str:
    """The form of reception that words name (接访形式): leaders, units, lawyers; empty when they name none."""
    for form, words in (
        ("lawyers", ("律师",)),
        ("units", ("联合", "部门", "单位", "进驻")),
        ("leaders", ("领导", "公开接访", "书记", "包案", "县长", "区长")),
    ):
        if any(each in text for each in words):
            return form
    return ""
