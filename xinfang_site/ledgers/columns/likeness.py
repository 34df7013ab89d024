"""Whether a table with a day, a name and a text is a ledger of matters at all (像不像台账): one of cars or leave is none."""

import re
from typing import Final

from xinfang_site.ledgers.columns.headings import Heading
from xinfang_site.ledgers.columns.mapping import ColumnMapping
from xinfang_site.ledgers.kinds import LedgerKind
from xinfang_site.ledgers.text import squeeze

_MATTERS: Final = re.compile(
    r"信访|诉求|反映|问题|投诉|举报|上访|群众|留言|工单|网民|网友|市民|纠纷|矛盾|积案|案由|申诉|复查|复核|求助"
    r"|办理|处理|处置|答复|办结|承办|责任单位|转办|交办|化解|解决"
)
_VISITS: Final = re.compile(
    r"来访|来信|来电|走访|接访|信件|热线|诉讼|调解|网信|值班接待|接待日|拖欠|欠薪|讨薪"
)
_LIST: Final = re.compile(
    r"(?:值班|排班|轮值|轮班|带班|安排|计划|日程|签到|通讯|联系)表?(?:[(（].*)?$|通讯录|花名册|签到"
)
_FOREIGN: Final = re.compile(
    r"用车|派车|车牌|驾驶|司机|里程|公里|请假|销假|休假|休息|值班|值守|带班|班次|签到|签名|领用|物品|物资|规格|单价|数量"
    r"|库存|采购|报销|发票|考勤|出勤|出差|借阅|借用|归还|用印|印章|会议|参会|培训|学时|授课|讲座|访客|被访|体温|健康码"
    r"|进入时间|离开时间|出发|返回|目的地|加班|工资|批准人|审批人|职务|党支部|工号|项目名称|投资|开工|竣工|施工单位|造价|招标|中标|合同金额"
)
_LONGEST_TITLE: Final = 40
_ENOUGH: Final = 2
_SHOWN: Final = 3


def unlike(heading: Heading, mapping: ColumnMapping, kind: LedgerKind, sheet_name: str) -> str:
    """Why a table does not look like a ledger of matters, to be asked before it is read; empty when it does.

    Words of handling a matter in a column's name settle it, then the title; a table of which neither says
    anything is taken for a ledger, unless it has columns that none has.

    Args:
        heading: the table's heading.
        mapping: the field of each column, proposed and confirmed by nobody.
        kind: the kind of ledger; only one that knows what a record tells is asked for.
        sheet_name: the sheet's name.
    """
    if not kind.telling:
        return ""
    titles = [squeeze(text) for text in (*heading.above, sheet_name) if len(text) <= _LONGEST_TITLE]
    columns = [squeeze(title) for title in heading.titles]
    telling = not kind.telling.isdisjoint(mapping.fields)
    if telling and any(map(_MATTERS.search, columns)):
        return ""
    listed = [title for title in titles if _LIST.search(title)]
    if listed:
        return f"不像信访台账：表题是“{listed[0]}”"
    ledger = any(_MATTERS.search(title) or _VISITS.search(title) for title in titles)
    if not telling:
        people = any(_MATTERS.search(column) or _VISITS.search(column) for column in columns)
        return "" if ledger or people else "不像信访台账：缺少写明反映什么问题的列（概况或者内容）"
    foreign = [column for column in columns if _FOREIGN.search(column)]
    named = [title for title in titles if _FOREIGN.search(title)]
    if ledger or (len(foreign) < _ENOUGH and not named):
        return ""
    shown = "、".join(f"“{text}”" for text in [*named, *foreign][:_SHOWN])
    return f"不像信访台账：有{shown}，没有诉求、办理一类的列"
