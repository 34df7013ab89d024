"""``xinfang init``: create or upgrade the instance (初始化实例)."""

import click

from xinfang_site import instance
from xinfang_site.commands import site


@click.command()
def init() -> None:
    """创建或升级实例：数据库、代码表、工作日历、首批管理员。"""
    with site() as app:
        made = instance.prepare(app)
    click.echo("实例已就绪")
    if made:
        click.echo("首批管理员的一次性口令已写入实例目录的 first-passwords.txt，请尽快登录修改")
