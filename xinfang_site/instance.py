"""The instance (实例): what ``xinfang init`` makes, safe to run again."""

from collections.abc import Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from xinfang_site import clock, migrating, plugin_migrations, revisions
from xinfang_site.accounts.first import make_first_administrators
from xinfang_site.actor import system
from xinfang_site.audit.models import AuditHead
from xinfang_site.audit.writer import GENESIS, Act, record, seal
from xinfang_site.backups import services as backups
from xinfang_site.calendars.loading import load_known_years
from xinfang_site.codes.loading import load_tables
from xinfang_site.database import writing
from xinfang_site.documents.templates.defaults import load_templates
from xinfang_site.extensions import db
from xinfang_site.laws.loading import load_laws
from xinfang_site.plugin_registry import plugins
from xinfang_site.private_files import keep_private

BACKUPS = "backups"


def prepare(app: Flask) -> bool:
    """Bring the instance up to date: tables, code tables, calendar, laws, templates, first administrators.

    Returns:
        Whether first administrators were made (their one-time passwords are in a file then).
    """
    kept = _keep_before(app, plugin_migrations.folders())
    plugin_migrations.upgrade(plugins())
    keep_private(Path(app.instance_path))
    session = db.session()
    _start_chain(session)
    backups.note_restored(session, system("xinfang init"))
    if kept:
        with writing(session):
            record(session, system("xinfang init"), Act("backup", "instance", kept, reason="升级前备份"))
    with writing(session):
        load_tables(session)
        load_known_years(session)
        load_laws(session)
        load_templates(session)
    return make_first_administrators(session, Path(app.instance_path))


def _keep_before(app: Flask, folders: Sequence[Path]) -> str:
    """A backup before tables are changed (升级前备份); its name, empty when nothing is to be upgraded."""
    applied = revisions.applied(db.engine)
    if not applied or migrating.is_current(db.engine, folders):
        return ""
    migrating.refuse_newer(db.engine, folders)
    folder = Path(app.instance_path) / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    # to the microsecond: two upgrades in one second must not meet in one file, which a backup refuses to replace
    path = folder / f"before-upgrade-{clock.now():%Y%m%d-%H%M%S-%f}.zip"
    backups.copy_out(path)
    return path.name


def _start_chain(session: Session) -> None:
    """The audit's head must be there before the first act."""
    if session.get(AuditHead, 1) is None:
        with writing(session):
            session.add(AuditHead(id=1, last_id=0, last_digest=GENESIS, seal=seal(0, GENESIS)))
