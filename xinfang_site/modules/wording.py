"""Words of the modules page (模块用语): what a hook means for the people of an office."""

from xinfang_site.plugin_registry import Installed

HOOKS = {
    "xinfang_plugin_info": "说明自己",
    "xinfang_blueprints": "自己的页面",
    "xinfang_migrations": "自己的数据表",
    "xinfang_permissions": "自己的权限",
    "xinfang_settings_form": "机构设置",
    "xinfang_ledgers": "台账导入",
    "xinfang_matter_erased": "信访事项依法清除时一并清除",
    "xinfang_jobs": "后台任务",
    "xinfang_nav_items": "主导航增加入口",
    "xinfang_home_cards": "首页增加卡片",
    "xinfang_start_page": "部分岗位登录后先进入本模块",
    "xinfang_petition_panels": "信访事项页面增加栏目",
    "xinfang_petition_moved": "信访事项每办一步都通知本模块",
    "xinfang_due_items": "到期事项",
    "xinfang_briefing_items": "为每日要情提供素材",
    "xinfang_statistics": "统计增加表格",
    "xinfang_daily": "每天早上执行任务",
    "xinfang_hourly": "每小时的工作",
    "xinfang_demo": "演示数据",
}
PLACES = {"page": "打开页面", "import": "载入插件", "migration": "升级数据表", "job": "后台任务"}
"""Where a plugin fails outside the hooks."""
FELT = (
    "xinfang_nav_items",
    "xinfang_home_cards",
    "xinfang_start_page",
    "xinfang_petition_panels",
    "xinfang_petition_moved",
    "xinfang_statistics",
    "xinfang_daily",
)
"""Hooks whose being asked or not the people of the office notice."""


def hooks_of(module: Installed) -> list[tuple[str, str]]:
    """The hooks a module answers, with what each means."""
    return [(name, words) for name, words in HOOKS.items() if name in module.hooks]


def failed_at(where: str) -> str:
    """Where a module failed, in words; the code itself where there are none."""
    return PLACES.get(where) or HOOKS.get(where, where)


def permissions_of(module: Installed) -> list[tuple[str, str]]:
    """The module's permissions with the titles of the roles that hold them."""
    return [
        (each.title, "、".join(str(role.title) for role in sorted(each.roles, key=str)) or "无")
        for each in module.permissions
    ]


def consequences(module: Installed, others: str, *, on: bool) -> list[str]:
    """What switching a module means, line by line."""
    felt = "、".join(HOOKS[each] for each in FELT if each in module.hooks)
    lines = []
    if others:
        lines.append(f"一并{'启用' if on else '停用'}：{others}")
    if on:
        lines += [f"增加：{felt}"] if felt else []
        lines += [f"{roles} 可以：{title}" for title, roles in permissions_of(module)]
        lines.append("以前停用时留下的数据原样恢复。")
    else:
        lines += [f"不再有：{felt}"] if felt else []
        lines.append("本机构任何人都打不开该模块的页面；正在填写的内容提交时会原样显示，不会存入。")
        lines.append("数据全部保留，再次启用后原样恢复；统计和报告会注明停用的时间。")
    lines.append("下一次操作起生效，不需要重新启动。")
    return lines
