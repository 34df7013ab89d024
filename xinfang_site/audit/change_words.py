"""What changed, in words (变更用语): fields and values of the audit's records, as pages show them."""

from collections.abc import Mapping

from xinfang_site.audit.actions import module_of, modules
from xinfang_site.domain.procedure.states import State
from xinfang_site.field_titles import title_of
from xinfang_site.offices.models import OfficeKind

FIELDS = {
    "name": "名称",
    "username": "用户名",
    "post": "职务",
    "office": "机构",
    "roles": "角色",
    "standing": "状态",
    "second_factor": "动态口令",
    "open_sessions": "会话数",
    "code": "代码",
    "short_name": "简称",
    "kind": "类型",
    "letters": "编号字头",
    "document_code": "文号代字",
    "head": "负责人",
    "deputy": "副职",
    "contact": "联系方式",
    "postal_address": "通信地址",
    "parent": "上级",
    "review_office": "复查机关",
    "successor": "承接机构",
    "valid_from": "启用日期",
    "valid_to": "停用日期",
    "table": "代码表",
    "title": "名称",
    "synonyms": "别名",
    "position": "顺序",
    "working": "安排",
    "notice": "通知文号",
    "file": "文件",
    "added": "新增数",
    "changed": "更新数",
    "rows": "行数",
    "articles": "条文数",
    "filter": "条件",
    "state": "状态",
    "summary": "概要",
    "lead": "包案领导",
    "channel": "信访形式",
    "purpose": "信访目的",
    "category": "内容分类",
    "place_code": "问题属地",
    "handler": "承办人",
    "phones": "联系电话",
    "address": "住址",
    "petitioned_on": "信访日期",
    "visitors": "实际来访人数",
    "litigation": "涉法涉诉",
    "public": "同意公开答复",
    "urgent": "重大紧急",
    "remarks": "备注",
    "external_number": "外部编号",
    "addressed_to": "呈递单位",
    "content": "诉求",
    "received_on": "收到日期",
    "document": "文书",
    "sha256": "文件校验值",
    "addressee": "主送",
    "body": "正文",
    "notes": "附注",
    "copies": "抄送",
    "word": "文号代字",
    "number": "编号",
    "channel_id": "信访形式（序号）",
    "purpose_id": "信访目的（序号）",
    "category_id": "内容分类（序号）",
    "people": "人员、人数",
    "attachment": "附件校验值",
    "module": "模块",
    "imported": "导入数",
    "skipped": "跳过数",
    "warnings": "提示数",
    "count": "件数",
    "other": "另一事项",
    "attachments": "附件数",
    "account": "关联账号",
    "digest": "内容校验值",
    "kind_id": "类别（序号）",
    "unit_id": "单位（序号）",
    "account_id": "账号（序号）",
    "unit_name": "单位名称",
    "licence": "执业证号",
    "works": "工作内容",
    "is_head": "主要负责人",
    "active": "在用",
    "sessions": "场次",
    "filled": "排入场次",
    "due_on": "期限",
    "day": "日期",
    "hours": "时间、学时",
    "place": "地点",
    "topic": "主题",
    "leader": "组长",
    "secretary": "学习秘书",
    "included": "编入本期",
}

_VALUES = {
    "active": "在用",
    "locked": "已锁定",
    "disabled": "已停用",
    "True": "是",
    "False": "否",
    "None": "（空）",
}
_STATES = {"done": "已导入", "taken_back": "已撤回", **{each.value: str(each.title) for each in State}}

_KINDS = {each.value: str(each.title) for each in OfficeKind}


def change_lines(changes: object, action: str = "") -> list[str]:
    """A change in words, field by field: ``职务：科员 → 科长``; of a module's ``action`` in the module's words."""
    if not isinstance(changes, dict):
        return []
    return [_line(str(name), pair, action) for name, pair in changes.items()]


def _line(name: str, pair: object, action: str) -> str:
    module = module_of(action)
    label = (module.fields.get(name) if module else None) or FIELDS.get(name) or title_of(name) or name
    words = module.values.get(name, {}) if module else _words(name)
    if isinstance(pair, list) and len(pair) == 2:
        before, after = (_value(each, words) for each in pair)
        return f"{label}：{before} → {after}"
    return f"{label}：{_value(pair, words)}"


def _words(name: str) -> Mapping[str, str]:
    """What the core calls the codes in a field."""
    if name == "module":
        return {code: info.title for code, info in modules().items()}
    return {"state": _STATES, "kind": _KINDS}.get(name, {})


def _value(value: object, words: Mapping[str, str]) -> str:
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value(each, words) for each in value) or "（空）"
    return words.get(str(value)) or _VALUES.get(str(value), str(value))
