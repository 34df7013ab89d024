"""``xinfang check``: is everything there and whole (检查)."""

import click

from xinfang_site.checking import examine
from xinfang_site.commands import site
from xinfang_site.extensions import db


@click.command()
def check() -> None:
    """检查实例：数据库完整性、版本、附件文件、审计链。有问题时退出码为 1。"""
    with site():
        report = examine(db.session())
    for line in report.lines:
        click.echo(line)
    for line in report.faults:
        click.echo(line, err=True)
    if report.faults:
        raise click.ClickException(f"发现 {len(report.faults)} 个问题")
