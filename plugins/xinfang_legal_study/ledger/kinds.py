"""Kinds of ledgers that legal study takes in (学习台账、学习计划表): their fields and headings."""

from sqlalchemy.orm import Session

from xinfang_legal_study.rules.kinds import KIND_WORDS, Audience, StudyKind
from xinfang_site.plugin_api.hooks import OfficeRef
from xinfang_site.plugin_api.ledgers import FieldSpec, LedgerKind, ValueKind, Vocabulary, names_vocabulary

K = ValueKind

_WORDS = {
    "serial": "编号 次序 场次",
    "planned": "计划日期 计划月份 月份 时间安排 计划学习时间 计划安排时间 拟定时间 安排时间 季度 计划举办时间",
    "held_on": "实际日期 实际学习时间 实际学习日期 举办时间 举办日期 开展时间 开展日期 召开时间 实际举办时间 "
    "实际举办日期 完成时间 实际开展时间 完成日期 实际召开时间",
    "day": "学习日期 日期 时间 活动时间 会议时间 活动日期",
    "months": "月份 时间 计划时间 学习时间 计划月份 安排时间 学习月份 季度 日期",
    "kind": "学习类型 类型 类别 形式 学习类别 学习方式 方式 学习种类 活动类型 会议类型 学法形式 组织形式",
    "topic": "学习题目 主题 题目 课题 学习专题 议题 活动主题 名称",
    "content": "内容 学习内容及重点 学习重点内容 学习主要内容 学习重点 主要内容 学习资料",
    "laws": "涉及法规 法律法规 所学法规 学习篇目 篇目 法规名称 学法内容 法律法规名称 法规篇目 党内法规 法条 学习文件 法律条文",
    "thematic": "专题 是否专题学习 专题学习 是否属于专题 专题标记",
    "state": "完成情况 落实情况 开展情况 是否开展 是否完成 执行情况 举办情况 进展 完成状态 学习状态 是否举办 计划执行情况",
    "place": "学习地点 会议地点 活动地点 场所",
    "host": "主持 组织人 召集人",
    "recorder": "记录 记录员",
    "speaker": "主讲人 授课人 领学人 主讲 授课单位 讲授人 宣讲人 辅导人 主讲单位 授课人员 主讲领学人 责任单位",
    "audience": "参加人员 参加对象 参学人员 学习对象 参学对象 参会人员 学习范围 参学范围 范围",
    "expected": "应到人数 应参加人数 应参加 应学人数 应到数 应参学人数 应到会人数",
    "present": "实到人数 实参加人数 实际参加人数 参加人数 实参学人数 参学人数 到会人数 实到数 出席人数 实际参加",
    "made_up": "补学人数 补课人数 已补学人数 补学数",
    "hours": "课时 时长 学习时长 学习学时 学习时数 学时数 小时",
    "remarks": "说明 备注说明 其他",
}
"""Headings that mean a field, besides its title."""


def _field(name: str, title: str, kind: ValueKind = K.TEXT, *, required: bool = False) -> FieldSpec:
    return FieldSpec(
        name,
        title,
        kind,
        tuple(_WORDS[name].split()),
        required=required,
        essential=name in {"topic", "content"},
        vocabulary="study_kind" if name == "kind" else "",
        identifies=name != "serial",
    )


STUDY = LedgerKind(
    name="study",
    title="学习台账",
    fields=(
        _field("serial", "序号", K.CODE),
        _field("planned", "计划时间"),
        _field("held_on", "实际时间", K.DATE),
        _field("day", "学习时间", K.DATE),
        _field("kind", "学习形式", K.CHOICE),
        _field("topic", "学习主题"),
        _field("content", "学习内容"),
        _field("laws", "学习法规"),
        _field("thematic", "是否专题"),
        _field("state", "状态"),
        _field("place", "地点"),
        _field("host", "主持人"),
        _field("recorder", "记录人"),
        _field("speaker", "主讲领学"),
        _field("audience", "参加范围"),
        _field("expected", "应到", K.INTEGER),
        _field("present", "实到", K.INTEGER),
        _field("made_up", "补学", K.INTEGER),
        _field("hours", "学时"),
        _field("remarks", "备注", K.LONG_TEXT),
    ),
)

PLAN = LedgerKind(
    name="study-plan",
    title="学习计划表",
    fields=(
        _field("serial", "序号", K.CODE),
        _field("months", "时间安排", required=True),
        _field("kind", "学习形式", K.CHOICE),
        _field("topic", "学习主题"),
        _field("content", "学习内容"),
        _field("laws", "学习法规"),
        _field("thematic", "是否专题"),
        _field("speaker", "主讲领学"),
        _field("audience", "参加范围"),
        _field("hours", "学时"),
        _field("remarks", "备注", K.LONG_TEXT),
    ),
)

_AUDIENCES = {
    Audience.CENTRE_GROUP: ("中心组",),
    Audience.LEADERS: ("班子", "领导"),
    Audience.PARTY: ("党员",),
    Audience.ALL: ("全体", "全办", "全员", "机关干部", "干部职工", "职工"),
}


def vocabulary(_session: Session, _office: OfficeRef) -> Vocabulary:
    """How ledgers write the kinds of study."""
    return names_vocabulary(study_kind={kind.title: KIND_WORDS[kind] for kind in StudyKind})


def audience_of(text: str) -> tuple[Audience, str]:
    """Whom a cell means, and its words where they say more than the audience's own title."""
    plain = text.strip()
    if not plain:
        return Audience.ALL, ""
    found = next(
        (each for each, words in _AUDIENCES.items() if any(word in plain for word in words)), Audience.OTHER
    )
    return found, "" if plain == found.title else plain[:120]
