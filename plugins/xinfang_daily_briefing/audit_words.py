"""Words for the audit (要情审计用语): what pages call the module's acts and records."""

ACTS = {
    "news": "关联事项有新进展",
    "item.draft": "起草要情信息",
    "item.edit": "修改要情信息",
    "item.send": "报送要情信息",
    "item.drop": "删除要情信息草稿",
    "item.carry": "调整结转",
    "item.tell": "登记紧急信息报送",
    "item.verify": "核查信息预警",
    "item.open": "打开即时报送",
    "item.confirm": "签收即时报送",
    "issue.draft": "拟编要情",
    "issue.line": "修改要情条目",
    "issue.renew": "编入新信息",
    "issue.submit": "要情送审",
    "issue.review": "审核要情",
    "issue.back": "退回要情",
    "issue.sign": "签发要情",
    "issue.correct": "更正要情",
    "issue.void": "作废要情",
    "task.give": "登记批示",
    "task.reply": "回复批示",
    "task.close": "办结批示",
    "open": "阅览要情",
    "confirm": "签收要情",
    "docx": "下载要情",
    "export": "导出要情清单",
}

RECORDS = {
    "item": "要情信息",
    "issue": "要情",
    "edition": "要情版本",
    "line": "要情条目",
    "task": "领导批示",
}
