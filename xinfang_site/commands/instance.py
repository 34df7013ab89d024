"""``xinfang init``: create or upgrade the instance (初始化实例)."""

import click

from xinfang_site import instance, plugin_migrations
from xinfang_site.commands import site
from xinfang_site.plugin_registry import plugins


@click.command()
def init() -> None:
    """创建或升级实例：数据库、代码表、工作日历、首批管理员。"""
    with site() as app:
        made = instance.prepare(app)
        broken, gone = dict(plugins().broken), plugin_migrations.orphans()
    click.echo("实例已就绪")
    for name, reason in sorted(broken.items()):
        click.echo(f"插件 {name} 没有运行，其他部分不受影响：{reason}", err=True)
    for name in gone:
        click.echo(f"插件 {name} 已卸载，数据表还在；不再需要时运行 xinfang plugin remove {name}", err=True)
    if made:
        click.echo("首批管理员的一次性口令已写入实例目录的 first-passwords.txt，请尽快登录修改")
