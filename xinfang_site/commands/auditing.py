"""``xinfang audit``: verify the chain (审计校验)."""

from dataclasses import replace

import click

from xinfang_site.audit import witness
from xinfang_site.audit.services import verify as verify_chain
from xinfang_site.commands import site
from xinfang_site.commands.telling import telling
from xinfang_site.extensions import db


@click.group("audit")
def audit_group() -> None:
    """审计日志。"""


@audit_group.command()
def verify() -> None:
    """校验审计日志是否完整：发现被改动、缺失、插入的记录和被截去的末尾。"""
    read = [0, 0]

    def watch(done: int, total: int) -> None:
        read[:] = done, total

    with site(), telling("正在校验", lambda: f"{read[0]} / {read[1]} 条"):
        verdict = verify_chain(db.session(), watch)
        if not verdict.fault:
            verdict = replace(verdict, fault=witness.fault(db.session()))
    if verdict.fault:
        raise click.ClickException(verdict.words)
    click.echo(verdict.words)
