"""The ledger of past issues (要情台账): its fields, headings and words; a row is an item, or an issue without any."""

from sqlalchemy.orm import Session

from xinfang_daily_briefing.rules.words import Column, Result, Source, Stage, Urgency
from xinfang_site.plugin_api.hooks import OfficeRef
from xinfang_site.plugin_api.ledgers import FieldSpec, LedgerKind, ValueKind, Vocabulary, names_vocabulary

K = ValueKind
_FIELDS = (
    # name, title, kind, other headings
    ("number", "期号", K.TEXT, "期次 期数 期别 第几期 刊期 要情期号 期刊号 年度期号"),
    ("total", "总期号", K.TEXT, "总期数 总第 总期 总第几期"),
    ("day", "日期", K.DATE, "出刊日期 刊期日期 编印日期 印发日期 期刊日期 要情日期 出刊时间 印发时间"),
    ("nature", "类型", K.TEXT, "是否零报告 零报告 情况 本期情况 报告类型 备注类型 性质"),
    ("column", "栏目", K.CHOICE, "所属栏目 栏目名称 类别 信息类别 板块"),
    ("title", "标题", K.TEXT, "简题 题目 事项 信息标题 事项名称 要情标题 条目标题"),
    (
        "content",
        "内容",
        K.LONG_TEXT,
        "正文 情况摘要 信息内容 事由 主要内容 要情内容 事项内容 概况 摘要 基本情况",
    ),
    ("place", "地点", K.TEXT, "发生地点 事发地点 地址"),
    ("people", "人数", K.COUNT, "涉及人数 参与人数 现场人数 规模"),
    ("demand", "诉求", K.LONG_TEXT, "主要诉求 反映诉求 群众诉求"),
    ("measures", "已采取措施", K.LONG_TEXT, "措施 处置情况 采取措施 处置措施 工作措施 办理情况 应对措施"),
    ("next_step", "下一步", K.LONG_TEXT, "下一步工作 下步措施 下一步措施 工作建议 下步工作 下一步打算"),
    ("unit", "责任单位", K.TEXT, "承办单位 牵头单位 主责单位 责任部门"),
    ("reporter", "报送单位", K.TEXT, "来源单位 信息报送单位 上报单位 单位 信息来源单位"),
    ("source", "信息来源", K.CHOICE, "来源 来源渠道 渠道"),
    ("urgency", "紧急程度", K.CHOICE, "报送方式 缓急 急缓 紧急"),
    ("stage", "报次", K.CHOICE, "首续终报 报送阶段 首报续报终报 报别 报送类型"),
    ("thread", "事项编号", K.CODE, "线索编号 关联编号 事件编号 专题编号 主题编号 首报编号"),
    ("serial", "序号", K.CODE, "编号 条目编号 条目序号 信息编号"),
    ("known_at", "得知时间", K.DATETIME, "知悉时间 接报时间 获悉时间 发现时间 收到时间 接收时间 预警时间"),
    ("reported_at", "报送时间", K.DATETIME, "上报时间 报告时间 信息报送时间"),
    ("verified_at", "核查时间", K.DATETIME, "核实时间 核查完成时间 核实完成时间 查实时间"),
    ("result", "核查结果", K.CHOICE, "核实结果 核查情况 核实情况 是否属实 核查结论"),
    ("verifier", "核查人", K.TEXT, "核实人 核查人员"),
    ("editor", "编辑", K.TEXT, "编辑人 责任编辑 编稿 编辑人员"),
    ("reviewer", "审核", K.TEXT, "审核人 核稿 审核人员"),
    ("signer", "签发", K.TEXT, "签发人 签发人员 签发领导"),
    ("signed_at", "签发时间", K.DATETIME, "签发日期 定稿时间"),
    ("remarks", "备注", K.LONG_TEXT, "说明 其他"),
)
_CHOICES = {
    "column": "column",
    "source": "source",
    "urgency": "urgency",
    "stage": "stage",
    "result": "result",
}
_ESSENTIAL = frozenset({"day", "number"})

KIND = LedgerKind(
    name="briefings",
    title="要情台账",
    fields=tuple(
        FieldSpec(
            name,
            title,
            kind,
            tuple(headings.split()),
            essential=name in _ESSENTIAL,
            vocabulary=_CHOICES.get(name, ""),
        )
        for name, title, kind, headings in _FIELDS
    ),
    receipt_field="day",
)

_COLUMNS = {
    Column.FOCUS: "重点关注 重点 关注 重点事项 一、重点关注",
    Column.WARNING: "信息预警 预警 预警信息 二、信息预警",
    Column.NEWS: "工作快讯 快讯 工作动态 动态 三、工作快讯",
}
_URGENCIES = {
    Urgency.ORDINARY: "一般 平 平件 普通 常规 无 否",
    Urgency.URGENT: "急事急报 急 紧急 特急 加急 急件 急报 重大紧急 特别紧急 是",
    Urgency.DIRECT: "要事直报 直报 要件",
}
_STAGES = {
    Stage.FIRST: "首报 初报 首次",
    Stage.FOLLOW: "续报 续报一 续报二 续报1 续报2 续报3 续报(1) 续报(2) 续报(3)",
    Stage.FINAL: "终报 结报 终结 末报",
}
_RESULTS = {
    Result.TRUE: "属实 真实 情况属实 已核实 已核实属实 是",
    Result.PARTLY: "部分属实 基本属实 部分真实",
    Result.FALSE: "不属实 不实 失实 虚假 否 谣言",
    Result.NOT_YET: "暂不能核实 未核实 待核实 无法核实 核查中 待核查 未核查 正在核查",
}
_SOURCES = {
    Source.WINDOW: "来访窗口 来访 窗口 群众来访 接访 走访",
    Source.LETTER: "来信 信件",
    Source.ONLINE: "网上信访 网上 网络 网络舆情 舆情 网信",
    Source.PHONE: "电话 来电 12345 热线",
    Source.UNIT: "单位报送 单位 部门报送 镇街报送 部门转入",
    Source.PATROL: "排查发现 排查 巡查",
    Source.UPPER: "上级通报 上级 上级交办 市信访办",
    Source.OTHER: "其他",
}


def vocabulary(_session: Session, _office: OfficeRef) -> Vocabulary:
    """The words that the ledger's choices are written in (词表)."""
    tables = {
        "column": _COLUMNS,
        "urgency": _URGENCIES,
        "stage": _STAGES,
        "result": _RESULTS,
        "source": _SOURCES,
    }
    return names_vocabulary(
        **{
            name: {value.value: [str(value.title), *words.split()] for value, words in entries.items()}  # type: ignore[attr-defined]  # every one is an enumeration with titles
            for name, entries in tables.items()
        }
    )
