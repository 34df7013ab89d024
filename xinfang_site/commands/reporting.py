"""``xinfang report``: an office's bulletin and its yearly report (通报、年报), as a paper and as a list of figures."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from xinfang_site.commands import site
from xinfang_site.commands.working import acting_for, require_folder
from xinfang_site.reports import periods
from xinfang_site.reports.periods import Period

_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group("report")
def report_group() -> None:
    """统计通报和年报。"""


def _files(command: Callable[..., None]) -> Callable[..., None]:
    """The options that both commands share."""
    for option in (
        click.option(
            "--json", "figures", type=_FILE, help="数据清单：每个数字的名称、分子、分母、截止日和明细网址"
        ),
        click.option("--out", "paper", type=_FILE, help="通报文稿（docx）"),
        click.option("--office", default="", help="机构代码，缺省为第一个信访部门"),
    ):
        command = option(command)
    return command


@report_group.command()
@click.argument("key", metavar="YYYY-MM")
@_files
def month(key: str, office: str, paper: Path | None, figures: Path | None) -> None:
    """编制某月的信访工作情况通报。"""
    found = periods.parse(key)
    if found is None or found.months != 1:
        raise click.BadParameter("月份写作 2026-10", param_hint="YYYY-MM")
    _report(found, office, paper, figures)


@report_group.command()
@click.argument("key", metavar="YYYY")
@_files
def year(key: str, office: str, paper: Path | None, figures: Path | None) -> None:
    """编制某年的信访工作统计年报。"""
    found = periods.parse(key)
    if found is None or not found.key.isdigit():
        raise click.BadParameter("年份写作 2026", param_hint="YYYY")
    _report(found, office, paper, figures)


def _report(period: Period, office: str, paper: Path | None, figures: Path | None) -> None:
    wanted = [each for each in (paper, figures) if each is not None]
    if not wanted:
        raise click.UsageError("请用 --out 或 --json 指明要写的文件")
    if paper is not None and figures is not None and paper.resolve() == figures.resolve():
        raise click.UsageError("--out 和 --json 不能是同一个文件")
    for each in wanted:
        require_folder(each)
    from xinfang_site import clock, printing
    from xinfang_site.extensions import db
    from xinfang_site.reports.compiling import hand_out

    # the figures' lists are addresses, and these are only built as an answer to somebody
    with site() as app, app.test_request_context():
        session = db.session()
        actor = acting_for(session, office, "xinfang report")
        made = hand_out(session, actor, period, clock.today())
        if paper is not None:
            _put(paper, printing.to_docx(made.paper))
        if figures is not None:
            _put(figures, json.dumps(made.figures, ensure_ascii=False, indent=1).encode())
    click.echo(f"{made.paper.name}：{len(made.figures)} 个数字，已写入 {'、'.join(map(str, wanted))}")


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.new")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise click.ClickException(f"文件写不进去：{path}（{error.strerror}）") from error
