"""Titles of fields (字段名称) where there is no form to ask: on pages that keep typed text, and in the audit."""

import re
from collections.abc import Iterable

from xinfang_site.forms import labels

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
    "day": "日期",
    "days": "天数",
    "decision": "审批意见",
    "duplicate_decision": "初件、重复件认定",
    "due_day": "指定办理期限",
    "external_number": "外部编号",
    "files": "附件",
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
    "acceptance": "受理情况",
    "advice_kind": "建议种类",
    "basis": "判断依据（条款或者职责清单）",
    "comment": "信访人的意见",
    "decided_on": "决定日期",
    "decider": "决定人",
    "event_day": "听证启动决定日",
    "facts": "事实和理由",
    "handler": "承办人",
    "justified": "逾期有正当理由的，写明认定理由",
    "kind": "事项类别",
    "known_at": "得知时间",
    "legal_basis": "法律法规依据",
    "link_kind": "关系",
    "new_grounds": "撤销后重新办理的，新的事实和理由",
    "on_behalf": "代评：信访人本人评价，由工作人员代为录入",
    "organ": "向哪个机关申请",
    "original": "初件的编号",
    "recipients": "已报告、通报（第二十五条）",
    "refused": "信访人拒收（凭证中写明见证情况）",
    "remedy": "复查权利告知",
    "reported_at": "报告时间",
    "request": "投诉请求",
    "retention": "保管期限",
    "review_address": "复查机关地址",
    "review_organ": "复查机关",
    "same_facts": "经核对，与原事项是同一事实和理由",
    "simple": "建议适用简易办理（事实清楚、可以当即或者短期答复的初次信访）",
    "stage": "续报、终报",
    "supervision_reason": "督办情形（第四十条）",
    "unit_outcome": "对责任单位的评价",
    "until": "该途径的办理期限",
    "username": "用户名",
    "visitors": "实际来访人数",
}
_TECHNICAL = frozenset({"submission", "version", "setup", "add", "remove", "act", "action"})
_CHOSEN = frozenset({"channel", "purpose", "source", "place_code", "repeat_of"})
"""Chosen from a list: the value is the choice's number, sent along but of no use to a reader."""
_ROW = re.compile(r"companions-(\d+)-(\w+)", re.ASCII)


def titles_of(names: Iterable[str]) -> dict[str, str]:
    """The Chinese titles of the fields of a form that was sent (字段名称): its labels if certain, else the titles above."""
    given = list(names)
    known = labels(given)
    return {name: known[name] if name in known else title_of(name) for name in given}


def title_of(name: str) -> str:
    """The Chinese title of a field; empty for one whose value nobody typed as words."""
    if name in _TECHNICAL | _CHOSEN:
        return ""
    row = _ROW.fullmatch(name)
    if row is not None:
        return f"其他人员{int(row[1]) + 1}：{_TITLES.get(row[2], row[2])}"
    return _TITLES.get(name, name)
