"""Words for the audit (审计用语): actions, kinds of records and results, as pages show them.

A module's words come from the module (``PluginInfo.acts`` and ``records``); what nobody has words for is shown
by its code.
"""

from flask import has_app_context

from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.plugin_registry import Installed, plugins
from xinfang_site.plugin_values import PluginInfo

ACTIONS = {
    "sign-in": "登录",
    "sign-out": "退出",
    "session.end": "结束本人会话",
    "session.end-all": "结束他人会话",
    "password.change": "修改口令",
    "totp.enrol": "启用动态口令",
    "totp.remove": "停用动态口令",
    "totp.lift": "解除动态口令",
    "account.create": "新增账号",
    "account.edit": "修改人员信息",
    "account.move": "人员调动",
    "account.disable": "停用账号",
    "account.enable": "启用账号",
    "account.reset": "重置口令",
    "account.unlock": "解除锁定",
    "role.set": "调整角色",
    "rehearse.begin": "开始岗位预演",
    "rehearse.end": "结束岗位预演",
    "office.create": "新增机构",
    "office.edit": "修改机构",
    "office.dissolve": "撤销机构",
    "code.create": "新增代码",
    "code.edit": "修改代码",
    "code.end": "停用代码",
    "calendar.day": "修改工作日历",
    "calendar.year": "录入年度节假日",
    "law.import": "导入法规",
    "law.end": "终止法规版本",
    "import.offices": "导入机构",
    "import.people": "导入人员",
    "import.calendar": "导入工作日历",
    "import.codes": "导入代码表",
    "import.petitions": "导入台账",
    "import.report": "下载导入报告",
    "import.take_back": "撤回导入",
    "audit.export": "导出审计日志",
    "audit.verify": "校验审计日志",
    "init": "初始化实例",
    "daily": "每日例行工作",
    "demo.accounts": "建立演示账号",
    "backup": "备份",
    "restore": "还原备份",
    "petition.register": "登记信访事项",
    "petition.edit": "修改信访事项",
    "petition.correct": "更正登记内容",
    "petition.note": "添加备注",
    "petition.category": "修改内容分类",
    "petition.handler": "指定承办人",
    "petition.lead": "确定包案领导",
    "petition.view": "查看信访事项",
    "petition.reason": "写明事由打开检举控告事项",
    "petition.unmask": "查看完整个人信息",
    "petition.print": "打印信访事项",
    "petition.export": "导出名册",
    "petition.link": "关联信访事项",
    "petition.unlink": "解除关联",
    "petition.bulk": "批量处理",
    "petition.recuse": "申报回避",
    "petition.accused": "登记被反映对象",
    "petition.accused_link": "关联被反映人账号",
    "petition.accused_release": "解除被反映人账号关联",
    "petition.taken_back": "向被反映单位收回",
    "petition.hand_over": "转由承接机构办理",
    "petition.divert": "诉访分离甄别",
    "petition.archive_open": "打开归档案卷",
    "petition.archive_download": "下载归档案卷",
    "petition.evaluate": "信访人评价",
    "petition.erase": "清除事项内容",
    "disposal.ask": "提出清除申请",
    "disposal.approve": "同意清除",
    "disposal.refuse": "不同意清除",
    "rule.set": "设置本地规则",
    "calendar.recount": "重算期限",
    "petition.export_personal": "导出含个人信息的名册",
    "petition.query_code": "打印查询码单",
    "document.make": "制作文书",
    "document.view": "查看文书",
    "document.view_names": "查看写有姓名的文书",
    "document.download": "下载文书",
    "document.download_names": "下载写有姓名的文书",
    "document.prepare_names": "打开写有姓名的文书的制作页",
    "document.serve": "登记文书送达",
    "document.void": "作废文书",
    "document.slip": "下载查询码单",
    "document.template": "修改文书模板",
    "document.template.reset": "恢复默认文书模板",
    "query": "信访人查询",
    "attachment.add": "上传附件",
    "attachment.note": "更改附件说明",
    "attachment.open": "打开附件",
    "attachment.void": "作废附件",
    "filter.save": "保存常用筛选",
    "filter.change": "修改常用筛选",
    "filter.drop": "删除常用筛选",
    "report.export": "导出统计表",
    "report.bulletin": "导出统计通报",
    "module.on": "启用模块",
    "module.off": "停用模块",
    "module.settings": "修改模块设置",
    "module.purge_approve": "批准取出模块数据",
    "job.queue": "提交后台任务",
    "job.fetch": "下载任务文件",
    "module.missed": "模块未能接收办理动态",
    "plugin.remove": "取出插件",
    "bench.fill": "生成测试数据",
}

OBJECTS = {
    "account": "账号",
    "session": "会话",
    "office": "机构",
    "code": "代码",
    "calendar": "工作日历",
    "rule": "本地规则",
    "law": "法规",
    "import": "导入批次",
    "audit": "审计日志",
    "instance": "实例",
    "petition": "信访事项",
    "attachment": "附件",
    "document_template": "文书模板",
    "saved_filter": "常用筛选",
    "report": "统计表",
    "module": "模块",
    "job": "后台任务",
}

FAMILIES = {
    "petition.step.": "办理",
    "proposal.draft.": "拟办",
    "proposal.approve.": "批准",
    "proposal.return.": "退回拟办",
    "proposal.take_back.": "撤回拟办",
}
"""Beginnings of actions that end in the code of a step."""

GROUPS = {
    "sign-": "登录和退出（全部）",
    "account.": "账号（全部）",
    "role.": "角色（全部）",
    "office.": "机构（全部）",
    "code.": "代码（全部）",
    "calendar.": "工作日历（全部）",
    "law.": "法规（全部）",
    "petition.": "信访事项（全部）",
    "petition.step.": "办理步骤（全部）",
    "proposal.": "拟办和审批（全部）",
    "disposal.": "清除审批（全部）",
    "attachment.": "附件（全部）",
    "document.": "文书（全部）",
    "import.": "导入（全部）",
    "module.": "模块（全部）",
    "audit.": "审计（全部）",
}

RESULTS = {"ok": "成功", "refused": "拒绝", "failed": "失败"}


def action_title(action: str) -> str:
    """What pages call an action."""
    for beginning, word in FAMILIES.items():
        if action.startswith(beginning):
            return f"{word}：{_step_title(action.removeprefix(beginning))}"
    return ACTIONS.get(action) or _module_acts().get(action, action)


def _step_title(code: str) -> str:
    return TABLE[Step(code)].title if code in set(Step) else code


def object_title(object_type: str) -> str:
    """What pages call a kind of record."""
    return OBJECTS.get(object_type) or _module_records().get(object_type, object_type)


def known_actions() -> dict[str, str]:
    """Every action that has words, those of the installed modules included."""
    return {**ACTIONS, **_module_acts()}


def known_objects() -> dict[str, str]:
    """Every kind of record that has words, those of the installed modules included."""
    return {**OBJECTS, **_module_records()}


def known_groups() -> dict[str, str]:
    """Beginnings of actions by which the audit can be narrowed; each installed module is one."""
    modules = {f"{name}.": f"{each.info.title}（全部）" for name, each in _modules()}
    return {**GROUPS, **modules}


def modules() -> dict[str, PluginInfo]:
    """The description of each installed module, by name."""
    return {name: each.info for name, each in _modules()}


def module_of(action: str) -> PluginInfo | None:
    """The module whose act it is; None for the core's."""
    return modules().get(action.partition(".")[0]) if "." in action else None


def _modules() -> list[tuple[str, Installed]]:
    return sorted(plugins().installed.items()) if has_app_context() else []


def _module_acts() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, each in _modules():
        found |= {f"{name}.{act}": words for act, words in each.info.acts.items()}
        found |= {f"import.{ledger.name}": f"导入{ledger.title}" for ledger in each.ledgers}
    return found


def _module_records() -> dict[str, str]:
    return {
        f"{name}_{record}": words for name, each in _modules() for record, words in each.info.records.items()
    }


def result_title(result: str) -> str:
    """What pages call a result."""
    return RESULTS.get(result, result)
