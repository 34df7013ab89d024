"""``xinfang export``: the register as a sheet (导出)."""

from pathlib import Path
from urllib.parse import parse_qsl

import click
from werkzeug.datastructures import MultiDict

from xinfang_site import clock
from xinfang_site.commands import site
from xinfang_site.commands.telling import telling
from xinfang_site.commands.working import acting_for, require_folder
from xinfang_site.extensions import db


@click.group("export")
def export_group() -> None:
    """导出。"""


@export_group.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--query", default="", help="名册网址中问号后面的部分，例如 state=open&office=A05")
@click.option("--office", default="", help="机构代码，缺省为第一个信访部门")
def petitions(file: Path, query: str, office: str) -> None:
    """导出信访事项名册，与页面上同样条件的名册一致（个人信息已隐去）。"""
    from xinfang_site.register.exporting.services import Export, write
    from xinfang_site.register.filters.list_query import parse

    require_folder(file)
    written = [0, 0]

    def tell(done: int, total: int) -> None:
        written[:] = done, total

    with site(whole=False), telling("正在导出", lambda: f"{written[0]} / {written[1]} 件"):
        session = db.session()
        wanted = parse(MultiDict(parse_qsl(query.lstrip("?"))))
        for note in wanted.notes:
            click.echo(f"筛选条件无法识别，已忽略：{note}", err=True)
        actor = acting_for(session, office, "xinfang export")
        count = write(session, actor, Export(wanted.first(), clock.today()), file, tell)
    click.echo(f"导出 {count} 件")
