"""``xinfang daily``: the morning's work (每日任务)."""

import click

from xinfang_site import clock
from xinfang_site.commands import site
from xinfang_site.daily import run_day
from xinfang_site.extensions import db


@click.command()
def daily() -> None:
    """每日任务：清理到期文件和会话，记录审计链首，提示未录入的节假日。可重复运行。"""
    with site():
        lines = run_day(db.session(), clock.today())
    for line in lines or ["没有需要处理的事项"]:
        click.echo(line)
