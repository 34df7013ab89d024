"""``xinfang module``: which modules an office has on (模块开关)."""

import click
from sqlalchemy import select

from xinfang_site.actor import system
from xinfang_site.commands import site
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office
from xinfang_site.offices.queries import office_called


@click.group("module")
def module_group() -> None:
    """查看、启用、停用各机构的模块。"""


@module_group.command("list")
@click.option("--office", default="", help="机构代码或名称；缺省列出所有启用了模块的机构")
def list_modules(office: str) -> None:
    """列出模块及其启用情况：模块、名称、版本、状态。"""
    from xinfang_site.modules import overview, queries
    from xinfang_site.plugin_registry import plugins

    with site():
        session, registry = db.session(), plugins()
        if office:
            for row in overview.rows(session, registry, office_called(session, office)):
                click.echo(f"{row.name}\t{row.title}\t{row.version or '-'}\t{row.state}")
            return
        for name, each in sorted(registry.installed.items()):
            ids = queries.offices_with(session, name)
            names = session.scalars(
                select(Office.short_name).where(Office.id.in_(ids)).order_by(Office.path)
            ).all()
            active = "、".join(names) or "没有机构启用"
            click.echo(f"{name}\t{each.info.title}\t{each.version or '-'}\t{active}")


def _switch(office: str, name: str, reason: str, with_others: bool, *, on: bool) -> None:
    from xinfang_site.modules import queries, services
    from xinfang_site.plugin_registry import plugins

    with site():
        session = db.session()
        found = office_called(session, office)
        present = queries.on_in(session, found.id)
        others = services.switched_along(plugins(), present, name, on=on) if with_others else []
        turn = services.Turn(found.id, name, on, reason, tuple(others))
        turned = services.switch(session, system("xinfang module"), plugins(), turn)
        click.echo(
            f"{found.short_name}：{name} {'已启用' if on else '已停用'}{'' if turned else '（没有变化）'}"
        )
        for each in others:
            click.echo(f"{found.short_name}：{each} 一并{'启用' if on else '停用'}")


@module_group.command("on")
@click.argument("office")
@click.argument("name")
@click.option("--reason", default="命令行启用", help="事由，写入审计日志")
@click.option("--with-needed", is_flag=True, help="一并启用它需要的模块")
def switch_on(office: str, name: str, reason: str, with_needed: bool) -> None:
    """在机构 OFFICE（代码或名称）启用模块 NAME；下一次请求起生效。"""
    _switch(office, name, reason, with_needed, on=True)


@module_group.command("off")
@click.argument("office")
@click.argument("name")
@click.option("--reason", default="命令行停用", help="事由，写入审计日志")
@click.option("--with-needing", is_flag=True, help="一并停用需要它的模块")
def switch_off(office: str, name: str, reason: str, with_needing: bool) -> None:
    """在机构 OFFICE（代码或名称）停用模块 NAME；数据保留。"""
    _switch(office, name, reason, with_needing, on=False)
