"""``xinfang run`` and ``xinfang worker``: the production server and its background worker (运行)."""

import os

import click

from xinfang_site.plugin_registry import PluginError
from xinfang_site.revisions import NewerDatabase, OlderDatabase
from xinfang_site.serving.options import AddressRefused, Options, RootRefused, check_address, check_user
from xinfang_site.settings import SettingsError
from xinfang_site.vault import VaultError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听端口")
@click.option("--workers", default=0, type=click.IntRange(0, 64), help="网页进程数，0 为处理器核数")
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1, 64), help="每个进程的线程数")
@click.option("--allow-root", is_flag=True, help="允许以 root 身份在非本机地址上监听")
@click.option("--no-worker", is_flag=True, help="不启动后台任务进程（另行用 xinfang worker 启动时）")
@click.option("--upgrade", is_flag=True, help="先升级实例，与先运行 xinfang init 相同，只是更快")
def run(host: str, port: int, workers: int, threads: int, **flags: bool) -> None:
    """启动站点：网页服务和后台任务进程。"""
    options = Options(host, port, workers or os.cpu_count() or 1, threads, background=not flags["no_worker"])
    try:
        warning = check_user(host, flags["allow_root"])
        check_address(host, port)
    except (RootRefused, AddressRefused) as error:
        raise click.ClickException(str(error)) from error
    if warning:
        click.echo(warning, err=True)
    if flags["upgrade"]:
        _upgrade()
    try:
        _serve(options)
    except (NewerDatabase, OlderDatabase, SettingsError, VaultError, PluginError) as error:
        raise click.ClickException(str(error)) from error


def _serve(options: Options) -> None:
    """Serve with processes, on Windows with threads; only the library in use needs to be installed."""
    if os.name == "nt":
        from xinfang_site.serving.threads import serve
    else:
        from xinfang_site.serving.processes import serve
    serve(options)


def _upgrade() -> None:
    """Upgrade the instance in this process, which serves afterwards, so that libraries are loaded only once."""
    from xinfang_site import instance
    from xinfang_site.commands import site
    from xinfang_site.extensions import db

    with site() as app:
        instance.prepare(app)
        db.session.remove()
        db.engine.dispose()  # the web processes are forked from this one and open connections of their own


@click.command()
@click.option("--once", is_flag=True, help="处理完排队的任务即退出")
@click.option("--with-parent", is_flag=True, help="父进程退出时随之退出（由 xinfang run 启动时）")
def worker(once: bool, with_parent: bool) -> None:
    """后台任务进程：导入、导出和每日任务。"""
    from xinfang_site import logs
    from xinfang_site.cli import give_way
    from xinfang_site.commands import site
    from xinfang_site.jobs.worker import work

    logs.configure()
    give_way()
    parent = os.getppid() if with_parent else None
    with site():
        work(forever=not once, parent=parent)
