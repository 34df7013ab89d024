"""Ledgers that the module takes in (接访台账、律师坐班台账): their fields and the headings they go by."""

from sqlalchemy.orm import Session

from xinfang_site.plugin_api.hooks import OfficeRef
from xinfang_site.plugin_api.ledgers import FieldSpec, LedgerKind, ValueKind, Vocabulary

K = ValueKind

_WORDS = {
    "serial": "编号 次序 场次号 期次",
    "day": "接访日期 接待日期 接访时间 接待时间 值班日期 坐班日期 日期时间 年月日 来访日期 时间",
    "weekday": "周次 周几 星期几",
    "hours": "时段 接访时段 起止时间 具体时间 上下午 坐班时间 值班时间 班次 接待时段 时间段",
    "kind": "接访类型 接访形式 类型 形式 接待类型 接访方式 接待方式",
    "people": "接访领导 接访人 接待领导 接访领导姓名 领导姓名 接待人 接访人员 接待人员 接访领导及职务 接访领导姓名及职务 "
    "接访领导姓名职务 值班领导 带班领导 领导 姓名 接访领导职务 "
    "区领导 接访县领导 接访区领导 牵头领导",
    "post": "领导职务 职务职称 接访人职务",
    "units": "参加单位 接访单位 参加部门 联合接访单位 参与单位 陪同单位 陪访单位 进驻单位 部门 单位 参与部门 接访部门 责任单位 "
    "参加接访单位 陪同接访单位 联合接访部门 值班单位 坐班单位",
    "place": "接访地点 接待地点 场所 坐班地点",
    "room": "接待室号 房间 接访室 窗口 窗口号 接谈室",
    "topic": "主题 接访专题 专题内容",
    "batches": "接访批次 接待批次 批数 来访批次 接访批数 接待批数 批 咨询批次 接待件数 咨询件数 来访批数 接待群众批次",
    "visitors": "接访人次 接待人次 来访人次 接访人数 接待人数 来访人数 人数 咨询人次 咨询人数 接待群众人次 解答人次 接待群众",
    "held": "是否开展 开展 出勤情况 到岗情况 是否到岗 签到 签到情况 出勤 出席情况 是否接访 是否坐班 坐班情况 到岗 完成情况 状态 "
    "考勤 实际到岗 落实情况 执行情况",
    "stand_in": "代班人 替班律师 代班 顶班律师 替班 替班人 换班律师 实际值班律师",
    "lawyer": "律师 值班律师 律师姓名 坐班律师 姓名 驻点律师 接待律师 值班律师姓名 参与律师",
    "firm": "事务所 律所 所在律所 律所名称 所属律所 律师所在单位 单位 所在律师事务所 执业机构",
    "licence": "执业证 执业证号码 律师执业证号 执业证书号 证号",
    "work": "服务内容 工作类别 工作任务 服务类型 参与工作",
    "remarks": "说明 备注说明 其他",
}
"""Headings that mean a field, besides its title."""


def _field(
    name: str, title: str, kind: ValueKind = K.TEXT, *, required: bool = False, essential: bool = False
) -> FieldSpec:
    return FieldSpec(
        name,
        title,
        kind,
        tuple(_WORDS[name].split()),
        required=required,
        essential=essential,
        identifies=name != "serial",
    )


RECEPTIONS = LedgerKind(
    name="receptions",
    title="接访台账",
    fields=(
        _field("serial", "序号", K.CODE),
        _field("day", "日期", K.DATE, required=True, essential=True),
        _field("weekday", "星期"),
        _field("hours", "接访时间段"),
        _field("kind", "接访类别"),
        _field("people", "接访领导", essential=True),
        _field("post", "职务"),
        _field("units", "参加单位", essential=True),
        _field("place", "地点"),
        _field("room", "接待室"),
        _field("topic", "专题"),
        _field("batches", "批次", K.INTEGER),
        _field("visitors", "人次", K.INTEGER),
        _field("held", "开展情况"),
        _field("stand_in", "代班领导"),
        _field("remarks", "备注", K.LONG_TEXT),
    ),
)

LAWYER_DUTY = LedgerKind(
    name="lawyer-duty",
    title="律师坐班台账",
    fields=(
        _field("serial", "序号", K.CODE),
        _field("day", "日期", K.DATE, required=True, essential=True),
        _field("weekday", "星期"),
        _field("hours", "坐班时间段"),
        _field("lawyer", "律师", essential=True),
        _field("firm", "律师事务所"),
        _field("licence", "执业证号", K.CODE),
        _field("place", "地点"),
        _field("room", "窗口"),
        _field("work", "工作内容"),
        _field("batches", "咨询批次", K.INTEGER),
        _field("visitors", "咨询人次", K.INTEGER),
        _field("held", "到岗情况"),
        _field("stand_in", "代班律师"),
        _field("remarks", "备注", K.LONG_TEXT),
    ),
)


def vocabulary(_session: Session, _office: OfficeRef) -> Vocabulary:
    """No field is chosen from a table: kinds and units are read by their words."""
    return Vocabulary({})
