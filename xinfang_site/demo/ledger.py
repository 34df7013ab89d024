"""A made-up ledger of last year (虚构台账) is imported, as an office does on its first day; a deletion is asked for."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.demo.words import Words
from xinfang_site.disposals.services import Wish, ask
from xinfang_site.domain.concluding.retention import Ground
from xinfang_site.domain.procedure.states import State
from xinfang_site.imports import at_once
from xinfang_site.imports.orders import Order
from xinfang_site.imports.running.runs import Source
from xinfang_site.petitions.models import Petition

_HEADING = ("序号", "来信日期", "来信人", "联系电话", "反映内容", "承办单位", "办理情况", "办结日期", "备注")
_WIDTHS = (6, 14, 16, 16, 60, 18, 12, 14, 20)
_MATTERS = (
    ("{estate}二次供水水压不足，高层用户早晚无水可用", "区住房城乡建委"),
    ("{estate}外墙瓷砖脱落，砸坏楼下车辆", "区住房城乡建委"),
    ("{estate}门口人行道被占用停车，老人出行绕行机动车道", "区城市管理局"),
    ("{estate}旁夜市油烟直排，窗户不能开", "区城市管理局"),
    ("{estate}公交站台撤销后步行二十分钟才能乘车", "区交通局"),
    ("{estate}附近快递站点长期占用消防通道", "区城市管理局"),
    ("离职两年，社会保险关系至今没有转出", "区人力社保局"),
    ("{estate}加装电梯意见征集没有公示", "区住房城乡建委"),
    ("孩子转学材料齐全，三周没有答复", "区教委"),
    ("{estate}临街商铺深夜播放音响揽客", "区生态环境局"),
)


def bring_in(session: Session, clerk: Actor, handler: Actor, words: Words, today: date) -> None:
    """The clerk imports last year's ledger; the handler asks for the deletion of one closed matter."""
    with TemporaryDirectory() as folder:
        name = f"{today.year - 1}年四季度来信登记台账.xlsx"
        path = Path(folder) / name
        _write(path, words, today.year - 1)
        at_once.take_in(session, clerk, Source(path, name), Order(default_channel="来信"))
    closed = select(Petition.id).where(
        Petition.office_id == handler.office_id,
        Petition.state == State.CONCLUDED,
        Petition.batch_id.is_(None),
    )
    reason = "信访人来电：事项已经解决，要求删除本人姓名和电话"
    wish = Wish(Ground.REQUEST, reason, today - timedelta(days=3))
    ask(session, handler, session.scalars(closed.order_by(Petition.id).limit(1)).one(), wish)


def _write(path: Path, words: Words, year: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("四季度")
        title = book.add_format({"bold": True, "align": "center", "font_size": 16})
        sheet.merge_range(0, 0, 0, len(_HEADING) - 1, f"{year}年四季度来信登记台账", title)
        for column, (heading, width) in enumerate(zip(_HEADING, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, heading, book.add_format({"bold": True, "border": 1}))
        for line, cells in enumerate(_lines(words, year), 2):
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell)


def _lines(words: Words, year: int) -> Iterator[tuple[str, ...]]:
    """Rows as clerks write them: short dates, an empty cell, several people in a cell, a total, a line of signatures."""
    for number, (text, unit) in enumerate(_MATTERS, 1):
        month, day = 10 + number % 3, number * 2 + 3
        names = f"{words.name()}等{number}人" if number == 6 else words.name()
        received = "" if number == 4 else f"{month}.{day}"
        closed = f"{year + month // 12}.{month % 12 + 1}.{day}"
        text = text.format(estate=words.estate())
        yield str(number), received, names, words.phone(), text, unit, "已办结", closed, ""
    yield "合计", "", "", "", f"{len(_MATTERS)}件", "", "", "", ""
    yield "填表人：", "", "", "", "审核人：", "", "", "", ""
