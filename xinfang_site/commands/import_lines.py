"""What every ``xinfang import`` shares (导入命令的共同部分): its argument, its options, the report, the last line.

Scripts rely on the line and on the keys of the JSON (the site's outer contract).
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from xinfang_site.ledgers.files.encodings import ENCODINGS

Command = TypeVar("Command", bound=Callable[..., Any])

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
REPORT = click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="把逐行结果写入 xlsx 文件"
)
ENCODING = click.option(
    "--encoding",
    type=click.Choice(list(ENCODINGS), case_sensitive=False),
    callback=lambda _context, _option, chosen: chosen or "",
    help="csv 的文字编码；缺省为自动识别",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON")


def office(hint: str) -> Callable[[Command], Command]:
    """The option that names the office; ``hint`` says what it means for this kind."""
    return click.option("--office", "office_code", default="", metavar="CODE", help=hint)


def dry_run(hint: str) -> Callable[[Command], Command]:
    """The option that saves nothing."""
    return click.option("--dry-run", is_flag=True, help=hint)


def write_report(path: Path, content: bytes) -> None:
    """Put the report where it was asked for.

    Raises:
        ClickException: it cannot be written there.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"报告没有写成：{error.strerror}") from error


def say_counts(imported: int, skipped: int, warnings: int, batch: str, *, as_json: bool) -> None:
    """The line that ends every import, and the same as JSON."""
    click.echo(f"导入 {imported} 件, 跳过 {skipped} 行, 警告 {warnings} 条")
    if as_json:
        counts = {"imported": imported, "skipped": skipped, "warnings": warnings, "batch": batch}
        click.echo(json.dumps(counts, ensure_ascii=False))
