"""What commands that write a file for an office have in common (命令行出件): who acts, and where the file goes."""

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.errors import Refused
from xinfang_site.offices.models import Office, OfficeKind


def acting_for(session: Session, code: str, command: str) -> Actor:
    """Who acts when a command works for an office (命令行操作者).

    Args:
        session: the database.
        code: the office's; empty for the first petition office.
        command: as the audit names it.

    Raises:
        Refused: there is no such office.
    """
    query = select(Office).order_by(Office.id).limit(1)
    query = (
        query.where(Office.code == code) if code else query.where(Office.kind == OfficeKind.PETITION_OFFICE)
    )
    found = session.scalar(query)
    if found is None:
        raise Refused(f"没有机构代码 {code}" if code else "还没有信访部门")
    return Actor(None, command, "命令行", found.id, found.path)


def require_folder(path: Path) -> None:
    """Refuse a file in a folder that is not there, before any work is done for it (检查文件夹)."""
    folder = path.resolve().parent
    if not folder.is_dir():
        raise click.ClickException(f"没有文件夹 {folder}")
