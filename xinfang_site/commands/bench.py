"""``xinfang bench``: generated matters for measuring (性能测试数据)."""

import click

from xinfang_site import instance
from xinfang_site.commands import site
from xinfang_site.extensions import db


@click.group("bench")
def bench_group() -> None:
    """性能测试。"""


@bench_group.command()
@click.option("--petitions", required=True, type=click.IntRange(1, 9_000_000), help="生成的信访事项件数")
@click.option("--seed", default=1, show_default=True, type=int, help="随机种子，相同种子生成相同内容")
def fill(petitions: int, seed: int) -> None:
    """写入虚构的信访事项，仅用于测量性能；已有业务数据的实例会拒绝。"""
    from xinfang_site.benching.filling import fill as fill_with

    with site() as app:
        instance.prepare(app)
        with click.progressbar(length=petitions, label="写入测试数据") as bar:
            fill_with(db.session(), petitions, seed, lambda done, _total: bar.update(done - bar.pos))
    click.echo(f"已写入 {petitions} 件虚构信访事项")
