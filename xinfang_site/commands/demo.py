"""``xinfang demo``: a fictional district to look at (演示数据)."""

from pathlib import Path

import click

from xinfang_site.commands import site
from xinfang_site.extensions import db


@click.command()
@click.option("--if-empty", is_flag=True, help="实例中已有数据时不做任何事，正常退出")
def demo(if_empty: bool) -> None:
    """写入虚构的演示区县：机构、人员和各种状态的信访事项；有业务数据的实例会拒绝。"""
    from xinfang_site.demo import emptiness, services

    with site() as app:
        folder = Path(app.instance_path)
        emptiness.check_finished(folder)
        if if_empty and emptiness.in_use(db.session()):
            return
        district = services.fill(db.session(), folder)
    click.echo(
        f"已写入演示数据：机构 {district.offices} 个，账号 {district.accounts} 个，信访事项 {district.petitions} 件"
    )
    for each in district.broken:
        click.echo(f"注意：模块的演示数据没有写全：{each}", err=True)
    click.echo("演示账号和口令见实例目录的 demo-accounts.json")
