"""``xinfang import KIND`` for the kinds of modules (导入模块台账): the same options, report and last line as petitions."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.commands import import_lines, site
from xinfang_site.commands.import_offices import acting_for, offices_for
from xinfang_site.extensions import db
from xinfang_site.imports import storage
from xinfang_site.imports.planning.summaries import HeldBackError, Summary
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.module_imports import services, taking
from xinfang_site.modules.queries import on_in
from xinfang_site.plugin_registry import plugins
from xinfang_site.plugin_values import LedgerImport


def command_of(ledger: LedgerImport) -> click.Command:
    """The command of a kind."""

    @click.command(
        ledger.name, help=f"导入{ledger.title}。FILE 为 xlsx、xls、ods 或者 csv；全部导入，或者一行也不导入。"
    )
    @import_lines.FILE
    @import_lines.office("机构代码；缺省为启用了该模块的第一个信访部门")
    @import_lines.dry_run("只试算，不保存")
    @import_lines.REPORT
    @click.option("--all-or-nothing", "whole", is_flag=True, help="只要有一行不能导入，就整批不导入")
    @import_lines.ENCODING
    @import_lines.AS_JSON
    def command(file: Path, office_code: str, **options: Any) -> None:
        with site():
            try:
                summary, batch, held = _run(db.session(), ledger, file, office_code, **options)
            except LedgerError as error:
                raise click.ClickException(str(error)) from error
        _tell(summary, batch, dry_run=options["dry_run"], as_json=options["as_json"])
        if held is not None:
            raise click.ClickException(str(held))

    return command


def _run(
    session: Session, ledger: LedgerImport, file: Path, office_code: str, **options: Any
) -> tuple[Summary, str, HeldBackError | None]:
    actor = _actor(session, ledger, office_code)
    source = taking.Source(
        file,
        file.name,
        storage.digest_of(file),
        whole=options["whole"],
        encoding=options["encoding"],
    )
    batch, held = "", None
    try:
        if options["dry_run"]:
            summary, name = taking.trial(session, actor, ledger, source, {})
        else:
            summary, name, batch = services.run(session, actor, ledger, source)
    except HeldBackError as error:
        summary, name, held = error.summary, error.report, error
    if options["report"] is not None:
        import_lines.write_report(options["report"], storage.path_of(name).read_bytes())
    if options["dry_run"] or held is not None:
        storage.remove(name)
    return summary, batch, held


def _actor(session: Session, ledger: LedgerImport, office_code: str) -> Actor:
    """The command, acting for an office that has the module on."""
    owner = next(
        name
        for name, each in plugins().installed.items()
        if ledger.name in {kind.name for kind in each.ledgers}
    )
    offices = offices_for(session, office_code)
    office = next((each for each in offices if owner in on_in(session, each.id)), None)
    if office is None:
        title = plugins().installed[owner].info.title
        raise click.ClickException(
            f"{offices[0].short_name}没有启用“{title}”，请先运行 xinfang module on {offices[0].code} {owner}"
        )
    return acting_for(office, ledger.name)


def _tell(summary: Summary, batch: str, *, dry_run: bool, as_json: bool) -> None:
    if dry_run:
        click.echo("仅试算，没有保存")
    for problem in summary.problems:
        click.echo(f"{problem.sheet} 第 {problem.row} 行 {problem.outcome}：{problem.words}", err=True)
    import_lines.say_counts(summary.imported, summary.skipped, summary.warnings, batch, as_json=as_json)
