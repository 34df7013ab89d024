"""What the audit has of what a test did."""

from sqlalchemy import select

from xinfang_site.audit.models import AuditEvent
from xinfang_site.extensions import db


def last_event() -> AuditEvent:
    return db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
