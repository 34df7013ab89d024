"""``xinfang plugin``: installed plugins, taking one out, beginning a new one (插件)."""

from pathlib import Path

import click

from xinfang_site.commands import site
from xinfang_site.extensions import db


@click.group("plugin")
def plugin_group() -> None:
    """安装了哪些插件、取出插件、新写插件。"""


@plugin_group.command("list")
def list_plugins() -> None:
    """列出插件：名称、版本、状态、应答的钩子。"""
    from xinfang_site import plugin_migrations
    from xinfang_site.plugin_registry import plugins

    with site():
        registry = plugins()
        for name, each in sorted(registry.installed.items()):
            state = "待升级" if name in registry.pending else "正常"
            source = f"{each.distribution} {each.version}".strip() or "-"
            click.echo(f"{name}\t{source}\t{state}\t{' '.join(each.hooks)}")
        for name, reason in sorted(registry.broken.items()):
            click.echo(f"{name}\t-\t出错\t{reason}")
        for name in plugin_migrations.orphans():
            click.echo(f"{name}\t-\t已卸载\t数据表还在；运行 xinfang plugin remove {name} 可导出并取出")


@plugin_group.command("remove")
@click.argument("name")
@click.option("--reason", default="命令行取出", help="事由，写入审计日志")
def remove(name: str, reason: str) -> None:
    """取出插件 NAME：导出它的全部数据，在各机构停用，删除它的数据表。

    数据表中有记录时，须先由安全管理员在“模块”页面批准（两人办理）；批准七天内有效。
    """
    from xinfang_site import plugin_removal

    with site():
        removed = plugin_removal.remove(db.session(), name, reason)
    click.echo(
        f"数据已导出到实例目录的 {removed.export}（{removed.rows} 行）" if removed.export else "没有数据表"
    )
    click.echo(f"插件 {name} 的数据表已取出")
    if removed.distribution:
        click.echo(f"现在可以卸载：pip uninstall {removed.distribution}，然后重新启动")


@plugin_group.command("new")
@click.argument("name")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--title", default="", help="模块的中文名称")
def new(name: str, folder: Path, title: str) -> None:
    """在 DIR 写出一个可以安装、升级、通过自带测试并有一个页面的插件 NAME（小写字母、数字、下划线）。"""
    from xinfang_site.scaffold.writing import ScaffoldError, write

    try:
        written = write(name, folder, title or name)
    except ScaffoldError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已写出 {written} 个文件到 {folder}")
    click.echo(f"下一步：cd {folder} && pip install -e . && xinfang init && python -m pytest")
    click.echo(f"然后启用：xinfang module on 机构代码 {name}；页面：/{name.replace('_', '-')}/")
