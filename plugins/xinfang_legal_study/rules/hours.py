"""Hours of study (学时) as ledgers write them, in clock hours."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xinfang_legal_study.rules.progress import TENTH, clock_hours

MOST = Decimal(200)
_HALF = re.compile(r"半(个)?(小时|学时|课时)")
_HOURS = re.compile(r"(\d+(?:\.\d+)?)(?:个)?(半)?(?:小时|学时|课时|h|H)?")
_MINUTES = re.compile(r"(\d+)分钟?")
_BOTH = re.compile(r"(\d+)(?:个)?(?:小时|学时)(\d+)分钟?")
_DAYS = re.compile(r"(半|\d+(?:\.5)?|[一两二三四五])(?:个)?(?:天|日|整天)")
_WORDS = {"半": Decimal("0.5"), "一": Decimal(1), "两": Decimal(2), "二": Decimal(2), "三": Decimal(3)} | {
    "四": Decimal(4),
    "五": Decimal(5),
}
_HOURS_A_DAY = 8


@dataclass(frozen=True, slots=True)
class Hours:
    """What a cell came to (学时读取结果): ``value`` None where it holds none, ``note`` what to look at."""

    value: Decimal | None
    note: str = ""


def read_hours(text: str) -> Hours:
    """Hours from a cell (读学时): 2, 1.5小时, 90分钟, 1小时30分, 半天 (counted as 4)."""
    plain = "".join(text.split()).translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
    if not plain or plain in {"-", "—", "/", "无"}:
        return Hours(None)
    value = _value(plain)
    if value is None:
        return Hours(None, f"“{text[:20]}”不是学时")
    if value > MOST:
        return Hours(None, f"学时 {text[:20]} 过大，没有读取")
    note = f"“{plain}”按每天 {_HOURS_A_DAY} 小时折算" if _DAYS.fullmatch(plain) else ""
    return Hours(value.quantize(TENTH, ROUND_HALF_UP), note)


def _value(plain: str) -> Decimal | None:
    if _HALF.fullmatch(plain):
        return Decimal("0.5")
    if both := _BOTH.fullmatch(plain):
        return Decimal(both[1]) + clock_hours(int(both[2])) if len(both[1]) < 5 and len(both[2]) < 5 else None
    if minutes := _MINUTES.fullmatch(plain):
        return clock_hours(int(minutes[1][:9]))
    if days := _DAYS.fullmatch(plain):
        return (_WORDS.get(days[1]) or Decimal(days[1])) * _HOURS_A_DAY
    if hours := _HOURS.fullmatch(plain):
        return Decimal(hours[1]) + (Decimal("0.5") if hours[2] else 0)
    return None
