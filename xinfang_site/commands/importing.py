"""``xinfang import``: ledgers and master data from sheets (导入), one subcommand for each kind."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xinfang_site.actor import system
from xinfang_site.commands import import_lines, site
from xinfang_site.extensions import db
from xinfang_site.ledgers.errors import LedgerError

if TYPE_CHECKING:
    from xinfang_site.masterdata.services import Order
    from xinfang_site.plugin_values import LedgerImport

MASTER_DATA = {"offices": "机构", "people": "人员账号", "calendar": "工作日历", "codes": "代码表"}
# kinds that live in packages of their own: module and name of their click command
ELSEWHERE = {"petitions": ("xinfang_site.imports.command", "petitions")}
_SHOWN_FAULTS = 3


class ImportGroup(click.Group):
    """Kinds found by name (导入命令); a kind whose package is not there is not listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The kinds installed, petitions first."""
        present = [name for name, (module, _) in ELSEWHERE.items() if _exists(module)]
        return [*present, *super().list_commands(ctx), *sorted(_module_ledgers())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a kind, imported now."""
        if cmd_name in ELSEWHERE and _exists(ELSEWHERE[cmd_name][0]):
            module, name = ELSEWHERE[cmd_name]
            command = getattr(import_module(module), name)
            if not isinstance(command, click.Command):
                raise TypeError(f"{module}.{name} is not a command")
            return command
        known = super().get_command(ctx, cmd_name)
        return known or _module_command(cmd_name)


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _module_ledgers() -> "dict[str, LedgerImport]":
    """The kinds that the installed modules take in."""
    from xinfang_site.plugin_finding import discover

    return {ledger.name: ledger for each in discover().installed.values() for ledger in each.ledgers}


def _module_command(kind: str) -> click.Command | None:
    ledger = _module_ledgers().get(kind)
    if ledger is None:
        return None
    from xinfang_site.module_imports.command import command_of

    return command_of(ledger)


@click.group("import", cls=ImportGroup)
def import_group() -> None:
    """从表格导入：台账或者机构、人员、日历、代码。"""


def _add(kind: str, title: str) -> None:
    @import_group.command(
        kind, help=f"导入{title}。FILE 为 xlsx、xls、ods 或者 csv；全部导入，或者一行也不导入。"
    )
    @import_lines.FILE
    @import_lines.office("表中没有写明机构（上级机构）时使用的机构代码")
    @import_lines.dry_run("只检查，不保存")
    @import_lines.REPORT
    @click.option(
        "--all-or-nothing", is_flag=True, expose_value=False, help="基础数据总是整批导入，写不写都一样"
    )
    @import_lines.ENCODING
    @import_lines.AS_JSON
    def command(
        file: Path, office_code: str, dry_run: bool, report: Path | None, encoding: str, as_json: bool
    ) -> None:
        from xinfang_site.masterdata.services import Order

        with site() as app:
            order = Order(
                kind=kind,
                path=file,
                dry_run=dry_run,
                encoding=encoding,
                office_code=office_code,
                may_grant=True,
                secrets_folder=Path(app.instance_path),
            )
            _run(order, report=report, as_json=as_json)


for _kind, _title in MASTER_DATA.items():
    _add(_kind, _title)


def _run(order: "Order", *, report: Path | None, as_json: bool) -> None:
    from xinfang_site.masterdata import reports
    from xinfang_site.masterdata.services import run

    try:
        outcome = run(db.session(), system(f"xinfang import {order.kind}"), order)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error
    if report is not None:
        import_lines.write_report(report, reports.report(outcome))
    if outcome.secrets:
        click.echo(f"一次性口令已写入实例目录的 one-time-passwords-{outcome.batch}.txt，请分发后删除该文件")
    if order.dry_run and not outcome.faults:
        click.echo("仅检查，没有保存")
    counts = (outcome.imported, outcome.skipped, outcome.warnings)
    import_lines.say_counts(*counts, outcome.batch, as_json=as_json)
    if outcome.faults:
        shown = [f"第 {each.row} 行{each.column}：{each.text}" for each in outcome.faults[:_SHOWN_FAULTS]]
        more = f"等 {len(outcome.faults)} 处错误" if len(outcome.faults) > _SHOWN_FAULTS else ""
        raise click.ClickException(f"没有导入任何内容：{'；'.join(shown)}{more}")
