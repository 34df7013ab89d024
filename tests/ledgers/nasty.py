"""Nasty ledgers with their truth: every habit of real ones, fictional people only."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from ledgers.words import moment

HEAD = [
    "序号",
    "信访件编号\n（必填）",
    "收到日期*",
    "信访形式",
    "姓名",
    "联系电话",
    "人数（人）",
    "反映的主要内容",
    "承办单位",
    "网格员",
]


@dataclass(frozen=True, slots=True)
class Truth:
    """What must become of one source row."""

    row: int
    outcome: str
    received: date | None = None
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    people: int = 1
    channel: str | None = None
    content: str | None = None
    unit: str | None = None
    number: str | None = None


class Sheet:
    """Appends rows to a sheet and remembers what must come of them."""

    def __init__(self, title: str = "台账") -> None:
        self.book = Workbook()
        self.sheet: Any = self.book.active
        self.sheet.title = title
        self.truth: list[Truth] = []
        self.row = 0
        self.serial = 0

    def put(self, *cells: Any, outcome: str = "form") -> int:
        self.row += 1
        for place, value in enumerate(cells, start=1):
            if value is None:
                continue
            cell = self.sheet.cell(self.row, place, value)
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
        self.truth.append(Truth(self.row, outcome))
        return self.row

    def record(
        self,
        when: Any,
        received: date | None,
        *,
        outcome: str = "imported",
        number: Any = None,
        channel: tuple[Any, str | None] = ("来访", "来访"),
        name: tuple[Any, tuple[str, ...]] = ("张丰", ("张丰",)),
        phone: tuple[Any, tuple[str, ...]] = (None, ()),
        count: tuple[Any, int] = (1, 1),
        content: tuple[Any, str | None] | None = None,
        unit: tuple[Any, str | None] = ("民政局", "mz"),
    ) -> int:
        self.serial += 1
        told = f"SC2021{self.serial:04d}" if number is None else number
        content = content or (f"反映第{self.serial}号楼电梯停运", f"反映第{self.serial}号楼电梯停运")
        self.put(
            self.serial, told, when, channel[0], name[0], phone[0], count[0], content[0], unit[0], "网格甲"
        )
        self.truth[-1] = Truth(
            self.row, outcome, received, name[1], phone[1], count[1], channel[1], content[1], unit[1],
            told if isinstance(told, str) else str(int(told)),
        )  # fmt: skip
        return self.row

    def save(self, path: Path) -> list[Truth]:
        self.book.save(path)
        return self.truth


def everything(path: Path) -> list[Truth]:
    """One sheet with all the traps of the issue's list."""
    s, d = Sheet(), date(2021, 3, 5)
    _dates(s, d)
    _people(s, d)
    _words(s, d)
    _rows(s, d)
    return s.save(path)


def _dates(s: Sheet, d: date) -> None:
    s.put("某区信访办2021年信访登记台账")
    s.sheet.merge_cells("A1:J1")
    s.put("填报单位：信访办", None, None, None, None, None, None, "填报日期：2022年1月5日")
    s.put(*HEAD)
    s.record(moment(2021, 3, 5), d)
    for text in (
        "2021.3.5", "2021年3月5日", "20210305", "3月5日", "２０２１．３．５", 20210305, "44260", 44260, moment(2021, 3, 5, 9, 30),
        "2021-03-05（星期五）", "2021-3-5 9:30", "2021/03/05", "21.3.5", "二〇二一年三月五日", "2021年3月5日 下午3时", "3.5",
        "2021\u200b-03-05", " 2021-03-05 ", "2021年03月05日(周五)", "三月五日",
    ):  # fmt: skip
        s.record(text, d)
    s.record("2021-02-30", None, outcome="warned")
    s.record(None, None, outcome="warned")
    s.record("2021.3.5-3.8", d, outcome="warned")
    s.record("待查", None, outcome="warned")
    s.put(*HEAD)
    s.put("小计", None, None, None, None, None, 25, outcome="skipped")
    s.put()


def _people(s: Sheet, d: date) -> None:
    s.record(d, d, phone=(13800001111.0, ("13800001111",)))
    s.record(d, d, phone=("13800001111、13900002222", ("13800001111", "13900002222")))
    s.record(d, d, phone=("1.3800001111E10", ("13800001111",)))
    s.record(d, d, phone=("023-60001111", ("02360001111",)))
    s.record(d, d, phone=("１３８００００１１１１", ("13800001111",)))
    s.record(d, d, phone=("+86 138 0000 1111", ("13800001111",)))
    s.record(d, d, phone=("无", ()))
    s.record(d, d, phone=("138****1111", ()), outcome="warned")
    s.record(d, d, count=("5人", 5))
    s.record(d, d, count=("约30人", 30), outcome="warned")
    s.record(d, d, count=("十二人", 12))
    s.record(d, d, count=("２０", 20))
    s.record(d, d, name=("张丰等5人", ("张丰",)), count=(None, 5))
    s.record(d, d, name=("张丰、李耕；王禾", ("张丰", "李耕", "王禾")), count=(None, 3))
    s.record(d, d, name=("张　丰", ("张丰",)))
    s.record(d, d, name=("匿名", ()))
    s.record(d, d, name=("某女士", ("某女士",)), outcome="warned")
    s.record(d, d, name=("张丰（13800001111）", ("张丰",)), phone=(None, ("13800001111",)))


def _words(s: Sheet, d: date) -> None:
    for word, channel in (
        ("信", "来信"), ("写信", "来信"), ("电话", "来电"), ("12345", "来电"), ("热线", "来电"), ("网信", "网上信访"),
        ("网上投诉", "网上信访"), ("走访", "来访"), ("群访", "来访"), ("集体访", "来访"), ("邮件", "网上信访"),
    ):  # fmt: skip
        s.record(d, d, channel=(word, channel))
    s.record(d, d, channel=("飞鸽", "飞鸽"), outcome="warned")
    s.record(d, d, unit=("重庆市沙坪坝区民政局", "mz"))
    s.record(d, d, unit=("区民政局", "mz"))
    s.record(d, d, unit=("双碑街道办事处", "sb"))
    s.record(d, d, unit=("双碑街道办", "sb"))
    s.record(d, d, unit=("不存在的单位", "不存在的单位"), outcome="warned")
    s.record(d, d, content=("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"))
    s.record(d, d, content=("+反映问题", "+反映问题"))
    s.record(d, d, content=("@反映\u200b噪音\ufeff扰民", "@反映噪音扰民"))
    s.record(d, d, content=("第一行\n第二行", "第一行\n第二行"))
    s.record("2021-06-01", date(2021, 6, 1), phone=("13700003333", ("13700003333",)))
    s.record("同上", date(2021, 6, 1), phone=("〃", ("13700003333",)), unit=('"', "mz"))


def _rows(s: Sheet, d: date) -> None:
    first = s.record(d, d, number="SC20219999", content=("反映井盖丢失", "反映井盖丢失"))
    s.put(*[s.sheet.cell(first, place).value for place in range(1, 11)], outcome="skipped")
    s.record(d, d, number="SC20219999", content=("反映路灯不亮", "反映路灯不亮"), outcome="warned")
    struck = s.record(d, d, outcome="void")
    for cell in s.sheet[struck]:
        cell.font = Font(strike=True)
    hidden = s.record(d, d, outcome="warned")
    s.sheet.row_dimensions[hidden].hidden = True
    _merged(s, d)
    s.serial += 1
    s.put(s.serial, outcome="skipped")
    s.put("二、网上信访", outcome="skipped")
    s.sheet.merge_cells(start_row=s.row, end_row=s.row, start_column=1, end_column=10)
    s.record("12月31日", date(2021, 12, 31))
    s.put("合计", None, None, None, None, None, 88, outcome="skipped")
    s.put("注：本表不含电话咨询", outcome="skipped")
    s.put(
        "填表人：王禾", None, None, "审核人：李耕", None, None, None, "日期：2022年1月5日", outcome="skipped"
    )
    s.sheet.cell(65_203, 3).font = Font(bold=True)
    hidden_sheet = s.book.create_sheet("旧表")
    hidden_sheet.append(HEAD)
    hidden_sheet.append([1, "OLD1", "2020-01-01", "来信", "旧人", None, 1, "旧事", "民政局", ""])
    hidden_sheet.sheet_state = "hidden"


def _merged(s: Sheet, d: date) -> None:
    """One date, channel and unit over three records."""
    top = s.record(d, d)
    s.record(None, d, channel=(None, "来访"), unit=(None, "mz"))
    s.record(None, d, channel=(None, "来访"), unit=(None, "mz"))
    for column in ("C", "D", "I"):
        s.sheet.merge_cells(f"{column}{top}:{column}{top + 2}")
