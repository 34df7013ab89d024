"""``xinfang backup`` and ``xinfang restore``: the whole site in one file (备份、还原)."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click

from xinfang_site import instance
from xinfang_site.actor import system
from xinfang_site.backups import services
from xinfang_site.backups.archive import BackupError
from xinfang_site.checking import examine
from xinfang_site.commands import site
from xinfang_site.commands.telling import telling
from xinfang_site.extensions import db
from xinfang_site.groundwork import instance_folder
from xinfang_site.plugin_finding import discover
from xinfang_site.plugin_registry import migration_folders
from xinfang_site.settings import database_url
from xinfang_site.vault import VaultError

_VERIFY = "verify"


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="FILE | verify FILE")
def backup(words: tuple[str, ...]) -> None:
    """备份整个站点到一个文件：数据库、附件、配置；可在使用中进行。不含密钥，请另行保管 data.key。

    xinfang backup verify FILE 逐字节校验一份备份。
    """
    if words[0] == _VERIFY and len(words) == 2:
        _verify(Path(words[1]))
        return
    if len(words) != 1 or words[0] == _VERIFY:
        raise click.UsageError("用法：xinfang backup FILE，或者 xinfang backup verify FILE")
    path = Path(words[0]).absolute()
    with site(), telling("正在备份", lambda: _megabytes(_under_construction(path))):
        told = services.make(db.session(), system("xinfang backup"), path)
    click.echo(f"已备份到 {path.name}：{told.words}")
    click.echo("备份不含密钥：请把实例目录中的 data.key 另行妥善保管，没有它无法读出个人信息")


def _under_construction(path: Path) -> Iterator[Path]:
    """The files of a backup that is being written, and of others in the same folder."""
    yield from path.parent.glob(".*.new")
    yield from path.parent.glob(".snapshot-*.sqlite")


def _megabytes(paths: Iterable[Path]) -> str:
    """What files hold together; a file or a whole folder may go while it is asked."""
    size = 0
    with suppress(OSError):
        for each in paths:
            with suppress(OSError):
                size += each.stat().st_size
    return f"{size / 1024 / 1024:.0f} MB"


def _verify(path: Path) -> None:
    try:
        with telling("正在校验"):
            told = services.verify(path)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"备份完整：{told.made_at}，{told.words}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="原实例的 data.key")
def restore(file: Path, key: Path | None) -> None:
    """把备份还原到空的实例目录（和空的数据库），先校验再还原；不覆盖任何已有数据。"""
    folder = instance_folder()
    try:
        if key is not None:
            services.bring_key(key, folder)
        with telling("正在还原", lambda: _megabytes(folder.rglob("*"))):
            missing = services.restore(
                file, folder, database_url(folder), list(migration_folders(discover()))
            )
    except (BackupError, VaultError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已还原到 {folder}")
    if missing:
        click.echo(
            f"还缺数据密钥：请把原实例的 data.key（指纹 {missing}）放入实例目录，权限 600，再执行 xinfang init",
            err=True,
        )
        return
    with site() as app:
        instance.prepare(app)
        report = examine(db.session())
    for line in report.lines:
        click.echo(line)
    if report.faults:
        raise click.ClickException("还原后的检查没有通过，请换一份备份")
