"""``xinfang import petitions`` (导入信访台账)."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.commands import import_lines, site
from xinfang_site.commands.import_offices import acting_for, offices_for
from xinfang_site.extensions import db
from xinfang_site.imports import at_once, storage
from xinfang_site.imports.batches import queries, remembering
from xinfang_site.imports.orders import Order, desk_of
from xinfang_site.imports.planning.summaries import HeldBackError, Summary
from xinfang_site.imports.running import runs
from xinfang_site.imports.uploading import inspection
from xinfang_site.ledgers.errors import LedgerError
from xinfang_site.offices.models import Office


@click.command("petitions")
@import_lines.FILE
@import_lines.office("登记机构的代码；缺省为第一个信访部门")
@import_lines.dry_run("只试算，不保存")
@import_lines.REPORT
@click.option("--all-or-nothing", is_flag=True, help="只要有一行不能导入，就整批不导入")
@import_lines.AS_JSON
@click.option(
    "--mapping", multiple=True, metavar="列=字段", help="指定列对应的字段，可多次使用；“列=”表示记入备注"
)
@click.option("--default-channel", default="其他", show_default=True, help="没有写明信访形式的行按此登记")
@import_lines.ENCODING
def petitions(
    file: Path, office_code: str, mapping: tuple[str, ...], default_channel: str, **rest: Any
) -> None:
    """导入信访台账。FILE 为 xlsx、xls、ods 或者 csv，编码不限；全部导入，或者一行也不导入。"""
    changes = _changes(mapping)
    dry_run, report, held = bool(rest["dry_run"]), rest["report"], None
    with site(whole=False):
        session = db.session()
        try:
            actor = acting_for(offices_for(session, office_code)[0], "petitions")
            order = Order(
                default_channel=default_channel,
                all_or_nothing=bool(rest["all_or_nothing"]),
                encoding=rest["encoding"],
            )
            order = _with_columns(session, actor, file, changes, order)
            summary, name, batch = _run(session, actor, runs.Source(file, file.name), order, dry_run=dry_run)
        except HeldBackError as error:
            summary, name, batch, held = error.summary, error.report, "", error
        except LedgerError as error:
            raise click.ClickException(str(error)) from error
        unwritten = _copy(name, report) if report is not None else ""
        if dry_run:
            _discard(name)
    _tell(summary, batch, dry_run=dry_run, as_json=bool(rest["as_json"]))
    if unwritten:  # after the counts: the ledger is in all the same
        raise click.ClickException(f"台账已导入，{unwritten}" if batch else unwritten)
    if held is not None:
        raise click.ClickException(str(held))


def _changes(pairs: Iterable[str]) -> dict[str, str | None]:
    """Heading to field, of ``--mapping``."""
    found: dict[str, str | None] = {}
    for pair in pairs:
        title, equals, name = pair.partition("=")
        if not equals or not title.strip():
            raise click.BadParameter(f"“{pair}”应写成 列=字段", param_hint="--mapping")
        try:
            found[title.strip()] = inspection.field_named(name.strip())
        except KeyError as error:
            raise click.BadParameter(f"没有“{name}”这个字段", param_hint="--mapping") from error
    return found


def _with_columns(
    session: Session, actor: Actor, file: Path, changes: dict[str, str | None], order: Order
) -> Order:
    """The order with the columns remembered and those of ``--mapping``."""
    order = replace(order, columns=remembering.remembered(session, actor.office_id or 0))
    session.rollback()
    if not changes:
        return order
    view, order = inspection.look(file, file.name, order)
    known, columns = set(), dict(order.columns)
    for group in view["groups"]:
        titles = [column["title"] for column in group["columns"]]
        known.update(titles)
        fields = [changes.get(title, field) for title, field in zip(titles, group["fields"], strict=True)]
        given = {field for title, field in changes.items() if title in titles}
        if changes.keys().isdisjoint(titles):  # proposed anew each month: nobody has looked at it
            if not group["remembered"]:
                columns.pop(group["mark"], None)
            continue
        columns[group["mark"]] = tuple(
            None if field in given and title not in changes else field
            for title, field in zip(titles, fields, strict=True)
        )
        faults = inspection.faults_of(group["mark"], columns[group["mark"]])
        if faults:
            raise LedgerError("；".join(faults))
    if set(changes) - known:
        missing = "、".join(f"“{title}”" for title in sorted(set(changes) - known))
        raise LedgerError(f"表中没有{missing}这一列")
    return replace(order, columns=columns)


def _run(
    session: Session, actor: Actor, source: runs.Source, order: Order, *, dry_run: bool
) -> tuple[Summary, str, str]:
    """The summary, the report's name and the batch's code."""
    desk = desk_of(session, session.get_one(Office, actor.office_id))
    digest = storage.digest_of(source.path)
    known = queries.imported_before(session, desk.office_id, digest)
    if known is not None:
        click.echo(f"这个文件已在批次 {known.code} 导入过 {known.imported} 件，相同的行将跳过", err=True)
    session.rollback()
    if dry_run:
        return (*runs.dry_run(session, desk, source, order, _show), "")
    summary, batch = at_once.take_in(session, actor, source, order, _show)
    return summary, batch.report, batch.code


def _show(done: int, words: str) -> None:
    """Progress for a person at a terminal; a script's log stays clean."""
    if _at_terminal():
        click.echo(f"\r{words}：{done} 行", nl=False, err=True)


def _at_terminal() -> bool:
    return sys.stderr.isatty()


def _copy(name: str, report: Path) -> str:
    """Put the report where it was asked for; why not, if it cannot be."""
    try:
        report.write_bytes(storage.path_of(name).read_bytes())
    except OSError as error:
        return f"报告没有写成：{error.strerror}"
    return ""


def _discard(name: str) -> None:
    storage.remove(name)


def _tell(summary: Summary, batch: str, *, dry_run: bool, as_json: bool) -> None:
    if _at_terminal():
        click.echo("", err=True)
    if dry_run:
        click.echo("仅试算，没有保存")
    for remark in summary.remarks:
        click.echo(remark)
    if summary.overdue:
        click.echo(f"{summary.open} 件未办结，按已登记处理，其中 {summary.overdue} 件的登记转送期限已过")
    import_lines.say_counts(summary.imported, summary.skipped, summary.warnings, batch, as_json=as_json)
