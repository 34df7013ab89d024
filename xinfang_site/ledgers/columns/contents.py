"""What the cells of a column tell of it (按内容认列), where its heading says nothing or something else."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from xinfang_site.ledgers.columns.titles import TitleMatch
from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, ValueKind
from xinfang_site.ledgers.petition_words import petition_vocabulary
from xinfang_site.ledgers.text import squeeze
from xinfang_site.ledgers.values.dates import parse_date
from xinfang_site.ledgers.values.phones import Phones, parse_phones
from xinfang_site.ledgers.values.surnames import person
from xinfang_site.ledgers.values.vocabulary import Match

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_MOBILE_FIRST: Final = re.compile(r"1[3-9]\d{9}(?!\d)")
_ID: Final = re.compile(r"\d{17}[\dXx]$")
_CODE: Final = re.compile(r"(?=.*\d)[^\s.、/]*[A-Za-z\u4e00-\u9fff〔\[(-][^\s、/]*")
_DIGIT: Final = re.compile(r"\d")
_NUMBER_TITLE: Final = re.compile(
    r"(?:编号|[件单案文字登记流水信访序列档卷查询据簿薄宗]号码?|编码|代码|I[Dd]|id)$"
)
_OTHER_NUMBER: Final = re.compile(
    r"上级|原|来文|[交转]办|合同|协议|[单部]位|机构|机关|部门|行政|区划|镇街|社区|证|房|门牌|车|户|项目|物品|设备|盒|柜|(?<!案)卷(?!宗)|人员|意见|决定"
    r"|电话|手机|查询|票据|[收凭]据|分类|类别|领域|批|信用|纳税|[微通短电]信"
)
_OTHER_WORDS: Final = re.compile(
    r"地址|住址|住所|地点|位置|备注|说明|措施|结果|意见|批示|建议|单位|部门|机关|依据|进展|计划|材料|附件|签|联系|方式|编号|信息"
)
_SENTENCE: Final = 10
_SELDOM: Final = 10
"""In a column of numbers one of so many may be there twice."""
_TICKS: Final = frozenset({"是", "否", "有", "不是", "√", "✓", "×", "初", "重"})
_CODE_LENGTH: Final = range(5, 41)
_NAME: Final = re.compile(
    r"[\u4e00-\u9fff·]{2,4}(?:[、,/][\u4e00-\u9fff·]{2,4})*(?:[(（].{1,6}[)）]|等[\d一二三四五六七八九十]+[人户名].{0,4})?|匿名"
)
_PERSON: Final = re.compile(
    r"人|者|众|民|老乡|业主|家长|职工|员工|工友|学生|家属|乘客|户主?$|代表$|(?:^/?|[访信诉映电]/)(?:名[称字]|称[呼谓])$"
)  # 小区, 楼盘: as short as names
_OF_GROUP: Final = re.compile(r"(?:基本|有关)?(?:情况|信息)/")
"""What the name of a group ends with: 信访人情况/名称."""
_UNTITLED: Final = re.compile(r"第\d+列")
_BARE: Final = "名称"
"""A heading that says so little that the cells must be built like names of people."""
_ANOTHER: Final = re.compile(
    r"被|对方|涉|嫌|肇事|欠|违|领导|负责|责任|承办|经办|办理|录入|登记|接[访待谈听]|记录|走访人|工作|审[核批]|填|包案"
    r"|律师|干部|专干|(?<=.)人员$|民警|联[络系]|对接|督|签|送|收|化解|稳控|包保|调解|回访|证|介绍|带队|组"
    r"|性别|民族|职(?!工)|单位|地|社区|状态|结果|情况|级别|分类|类别|类型|形式|方式|原因|措施"
)
_LONGEST_WORD: Final = 30
ALIKE: Final = 0.7
"""How sure a heading is that only ends or begins like a known one."""
ANY_LIST: Final = frozenset({"其他", "其它"})
"""Words of every list, which tell none."""
_OFFICE: Final = re.compile(r".{1,18}(?:局|委|部|办|办公室|街道|镇|乡|中心|处|院|队|公司|政府|委员会)")
_UNIT_TITLE: Final = re.compile(r"单位|部门|机关|机构|镇街|街镇|科室|办$")
_OTHER_UNIT: Final = re.compile(
    r"报|填|工作|录入|登记|来[文信访]|所[在属]|被|涉|反映|投诉|接[访待]|上级|发证|户籍|服务"
    r"|用[人工]|施工|建设|开发|物业|监理|产权|企业|欠|违|肇事|经营|就[业读]|任职|参保|生产|销售|中介"
)
_STREET: Final = re.compile(r"[\u4e00-\u9fff]{1,12}(?:街道|镇|乡)(?:办事处|人民政府|政府)?")
_PLACE_TITLE: Final = re.compile(r"地|镇|街|乡|区域|片区|辖区|何处|哪里")
_OTHER_PLACE: Final = re.compile(
    r"户籍|籍贯|家庭|居住|住[址所]|通[讯信]|地址|接[访待谈]|会议|活动|单位|来[访信电]|责任(?!属地|镇|街)|承办|办理|牵头|处[理置]"
)
_HANDLING: Final = re.compile(
    r"回复|答复|办理|处[理置]|送达|回访|反馈|化解|[转交]办|转[送交]|调[处解]|承办|经办|责任|领导|网格|民警|单位|被|对方"
)
_STANDING: Final = re.compile(r"[办了完]结|结案|办理|处[理置]|化解|答复|回复|完成|进[展度]")
_OF_STATE: Final = re.compile(r"状态|情况")
_OTHER_STATE: Final = re.compile(
    r"回访|稳控|送达|签收|告知|公示|复[查核]|督|满意|评价|包案|领导|重[点复]|需|申请|[按逾超延]期|及时"
)
"""按期办结 否 is over, only late; 包案化解 是 is not over yet."""
_OF_MATTERS: Final = re.compile(r"信访|来[信访件]|诉求|反映|渠道|途径")
_LISTED: Final = ("channel", "purpose")
_OVERRULED: Final = frozenset({"channel", "purpose", "category"})
_LEAST: Final = 2
_ASSUMED_YEAR: Final = 2000
_DAY_TITLE: Final = re.compile(r"日|期|时间|年月|何时")
_DAY_ALONE: Final = re.compile(r"(?<!工作)日期?$")
"""Below such a heading 5 may be the fifth; 期数, 星期 and 周期 hold figures too."""
_OTHER_DAY: Final = re.compile(
    r"[结答回复转办限止讫满]|交(?![来件])|出生|生日|完成|反馈|告知|送达|督|处[理置]|初次|首次|批|入职|到期|更新|修改|导出|打印|邮戳"
    r"|租|合同|协议|购|交房|入住|[开竣完施]工|工期|参[保加]|退休|死亡|入学|毕业|生效|有效|假"
)


def of_handling(title: str) -> bool:
    """Whether a heading speaks of those who handle a matter, or of what they do with it (承办单位收到日期)."""
    return bool(_HANDLING.search(title))


def told_by_cells(title: str, texts: Sequence[str], kind: LedgerKind) -> TitleMatch | None:
    """The field of a column without a telling heading: phones, identity numbers, a closed list of words.

    What is said of those who handle a matter (答复方式, 承办人电话) is told by no cells.
    """
    if of_handling(title):
        return None
    for value_kind, fits in ((ValueKind.PHONES, _is_mobile), (ValueKind.ID_NUMBER, _is_identity)):
        spec = next((spec for spec in kind.fields if spec.kind is value_kind), None)
        hits = sum(map(fits, texts))
        if spec and hits >= _LEAST and _nearly_all(hits, texts):
            return TitleMatch(spec.name, 0.5, f"内容像是{spec.title}")
    listed = _listed(texts, kind)
    return TitleMatch(listed.name, 0.5, f"内容像是{listed.title}") if listed else None


def _is_mobile(text: str) -> bool:
    """Whether a cell begins with a mobile number or holds nothing else (手机号): 手机：138 0000 1111, 13800001111（儿子）."""
    if _MOBILE_FIRST.match(squeeze(text)):
        return True
    found = parse_phones(text) if len(text) <= _LONGEST_WORD else Phones()
    return not found.rest and any(_MOBILE.fullmatch(number) for number in found.numbers)


def _is_identity(text: str) -> bool:
    return bool(_ID.match(squeeze(text)))


def overruled(match: TitleMatch, texts: Sequence[str], kind: LedgerKind) -> TitleMatch:
    """The heading's field, unless its cells are words of another list: 类别 above 来信 and 来访 is the channel."""
    spec = kind.field(match.field)
    if spec is None or spec.vocabulary not in _OVERRULED or _known(spec.vocabulary, texts):
        return match
    listed = _listed(texts, kind)
    return TitleMatch(listed.name, 0.8, f"内容都是{listed.title}") if listed else match


def unlisted(match: TitleMatch, title: str, texts: Sequence[str], kind: LedgerKind) -> bool:
    """Whether a heading only like that of a list stands above cells of which none is of it: 房屋类型 is no channel.

    信访件来源渠道 is one all the same: the clerk is told that its words are not known.
    """
    spec = kind.field(match.field)
    if (
        _OF_MATTERS.search(title)
        or spec is None
        or spec.vocabulary not in _LISTED
        or match.confidence > ALIKE
        or not texts
    ):
        return False
    return not any(len(text) <= _LONGEST_WORD and is_word(spec.vocabulary, text) for text in texts)


def ticks(texts: Sequence[str]) -> bool:
    """Whether cells only say yes or no: 是否初次信访 tells no day, whatever its heading ends with."""
    return bool(texts) and _TICKS.issuperset(texts)


def codes(texts: Sequence[str]) -> bool:
    """Whether a column headed 序号 holds numbers of matters (信2021-001) and not the rows' own."""
    numbered = [text for text in texts if _DIGIT.search(text)]  # 小计 stands in that column too
    hits = sum(len(text) in _CODE_LENGTH and bool(_CODE.fullmatch(text)) for text in numbered)
    return len(set(numbered)) == len(numbered) >= _LEAST and hits == len(numbered)


def numbers(title: str, texts: Sequence[str]) -> bool:
    """Whether a column of an unknown heading can hold the numbers of matters (复议件号), and not those of other things."""
    if not _NUMBER_TITLE.search(title) or _OTHER_NUMBER.search(title):
        return False
    fitting = [text for text in texts if _DIGIT.search(text) and len(text) in _CODE_LENGTH]
    alike = len(fitting) - len(set(fitting))
    several = len(fitting) >= _LEAST and alike * _SELDOM <= len(fitting)
    return several and _most(len(fitting), texts)  # totals and the heading once more stand there too


def wordy(title: str, texts: Sequence[str]) -> bool:
    """Whether a column of an unknown heading can hold what matters are about (家里遇到的难处): sentences, all different."""
    if not title or of_handling(title) or _OTHER_WORDS.search(title):
        return False
    long = sum(len(text) >= _SENTENCE for text in texts)
    return len(set(texts)) == len(texts) >= _LEAST and _nearly_all(long, texts)


def days(title: str, texts: Sequence[str]) -> bool:
    """Whether a column of an unknown heading can hold the days of receipt (收案日期), and not of a later step."""
    if not _DAY_TITLE.search(title) or _OTHER_DAY.search(title):
        return False
    month = 1 if _DAY_ALONE.search(title) else None
    hits = sum(parse_date(text, _ASSUMED_YEAR, month=month).day is not None for text in texts)
    return hits >= _LEAST and _nearly_all(hits, texts)


def people(title: str, texts: Sequence[str]) -> bool:
    """Whether a column of an unknown heading can hold the petitioners (来访群众), and not those who work on it or are accused."""
    plain = _OF_GROUP.sub("/", title)
    bare = bare_name(title)
    if not bare and (not _PERSON.search(plain) or _ANOTHER.search(plain)):
        return False
    fits = person if bare else _NAME.fullmatch
    hits = sum(bool(fits(squeeze(text))) for text in texts)
    several = len(set(texts)) * 2 > len(texts)
    return several and hits >= _LEAST and _most(hits, texts)


def bare_name(title: str) -> bool:
    """Whether a heading says no more than 名称, or nothing (只写名称): its cells can only make a name likely."""
    return bool(_UNTITLED.fullmatch(title)) or _OF_GROUP.sub("/", title).lstrip("/") == _BARE


def units(title: str, texts: Sequence[str]) -> bool:
    """Whether a column of an unknown heading can hold the units that handle matters (分办部门)."""
    hits = sum(bool(_OFFICE.fullmatch(squeeze(text))) for text in texts)
    if not _UNIT_TITLE.search(title) or _OTHER_UNIT.search(title):
        return False
    return hits >= _LEAST and _nearly_all(hits, texts)


def places(title: str, texts: Sequence[str]) -> bool:
    """Whether a column of an unknown heading can hold the streets and towns of the matters (地点), and not homes or venues."""
    if not _PLACE_TITLE.search(title) or _OTHER_PLACE.search(title):
        return False
    hits = sum(bool(_STREET.fullmatch(squeeze(text))) for text in texts)
    return hits >= _LEAST and _nearly_all(hits, texts)


def states(title: str, texts: Sequence[str]) -> bool:
    """Whether a column of an unknown heading only says how far the matters are (办理情况（是/否）)."""
    told = _STANDING.search(title) or (
        _OF_STATE.search(title) and not ticks(texts)
    )  # 低保情况 是 is no state
    return bool(told) and not _OTHER_STATE.search(title) and _known("state", texts)


def _listed(texts: Sequence[str], kind: LedgerKind) -> FieldSpec | None:
    fitting = (
        spec
        for spec in kind.fields
        if spec.kind is ValueKind.CHOICE and spec.vocabulary in _LISTED and _known(spec.vocabulary, texts)
    )
    return next(fitting, None)


def _known(table: str, texts: Sequence[str]) -> bool:
    """Whether nearly all cells are words of one of the shared lists, figures aside."""
    told = [text for text in texts if text not in ANY_LIST]
    hits = sum(len(text) <= _LONGEST_WORD and is_word(table, text) for text in told)
    return hits >= _LEAST and _nearly_all(hits, told)


@lru_cache(maxsize=4096)
def is_word(table: str, text: str) -> bool:
    """Whether a text is a word of a shared list (词表里的词): 电话 is one of channels."""
    words = petition_vocabulary().tables.get(table)
    if words is None or text.isdigit():
        return False
    return words.resolve(text).how in (Match.EXACT, Match.SYNONYM)


def _most(hits: int, texts: Sequence[str]) -> bool:
    return hits * 5 >= len(texts) * 3


def _nearly_all(hits: int, texts: Sequence[str]) -> bool:
    return hits * 5 >= len(texts) * 4
