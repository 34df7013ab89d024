"""What fields are called on the pages that keep typed text (字段名称): the words of the forms, not their names."""

import re

_TITLES = {
    "accused_name": "被反映人姓名、职务",
    "accused_unit": "被反映单位",
    "address": "住址或通信地址",
    "addressee": "主送",
    "addressed_to": "呈递单位",
    "anonymous": "匿名信访",
    "body": "正文",
    "category": "内容分类",
    "content": "诉求和事实、理由",
    "consent": "双方当事人同意",
    "copies": "抄送",
    "days": "天数",
    "decision": "审批意见",
    "duplicate_decision": "初件、重复件认定",
    "due_day": "指定办理期限",
    "external_number": "外部编号",
    "first_on": "初次信访日期",
    "ground": "不予受理的情形和依据",
    "id_number": "身份证号码",
    "issuer": "制定机关",
    "joint_letter": "联名信",
    "last_day": "最后有效日",
    "litigation": "涉法涉诉",
    "minutes": "联席会议决定和决定人",
    "name": "姓名",
    "new_day": "新的日期",
    "note": "说明",
    "notes": "附注",
    "office": "机构",
    "other_matter": "另一信访事项的编号",
    "outcome": "结论",
    "path": "办理途径",
    "people": "信访人数",
    "petitioned_on": "信访日期",
    "phone": "联系电话",
    "place": "问题发生地",
    "postmarked_on": "邮戳日期",
    "prior_final_opinion": "原复核意见书文号",
    "proof": "凭证",
    "public": "信访人同意公开答复",
    "published_on": "公布日期",
    "query_code": "查询码",
    "reason": "理由",
    "receiver": "去向单位",
    "received_on": "收到日期",
    "remarks": "备注",
    "role": "身份",
    "authorisation": "授权或关系",
    "served_on": "送达日期",
    "service": "送达方式",
    "short_name": "简称",
    "summary": "概况",
    "text": "正文",
    "urgent": "重大、紧急",
    "way": "送达方式",
    "word": "文号代字",
    "username": "用户名",
    "visitors": "实际来访人数",
}
_TECHNICAL = frozenset({"submission", "version", "setup", "add", "remove", "act", "action"})
_CHOSEN = frozenset({"channel", "purpose", "source", "place_code", "repeat_of"})
"""Chosen from a list: the value is the choice's number, sent along but of no use to a reader."""
_ROW = re.compile(r"companions-(\d+)-(\w+)", re.ASCII)


def title_of(name: str) -> str:
    """The Chinese title of a field; empty for one whose value nobody typed as words."""
    if name in _TECHNICAL | _CHOSEN:
        return ""
    row = _ROW.fullmatch(name)
    if row is not None:
        return f"其他人员{int(row[1]) + 1}：{_TITLES.get(row[2], row[2])}"
    return _TITLES.get(name, name)
