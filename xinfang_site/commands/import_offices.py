"""For which office a command imports (导入机构): the one named, else the petition offices in the order they were made."""

from collections.abc import Sequence
from dataclasses import replace

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.actor import Actor, system
from xinfang_site.domain.errors import Refused
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.offices.queries import office_called


def offices_for(session: Session, code: str) -> Sequence[Office]:
    """The office with this code, or every petition office where none is named; never empty.

    Raises:
        ClickException: there is no such office, or no petition office yet.
    """
    every = select(Office).where(Office.kind == OfficeKind.PETITION_OFFICE).order_by(Office.id)
    try:
        offices = [office_called(session, code)] if code else session.scalars(every).all()
    except Refused as refused:
        raise click.ClickException(refused.message) from refused
    if not offices:
        raise click.ClickException("还没有信访部门，请先导入机构")
    return offices


def acting_for(office: Office, kind: str) -> Actor:
    """``xinfang import KIND``, acting for an office."""
    return replace(system(f"xinfang import {kind}"), office_id=office.id, office_path=office.path)
