"""Commands of ``xinfang`` (命令), one module for each noun."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from xinfang_site import create_app
from xinfang_site.backups.archive import BackupError
from xinfang_site.database import DatabaseBusy
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.groundwork import ground
from xinfang_site.own_key import refuse_other_key
from xinfang_site.plugin_registry import PluginError
from xinfang_site.revisions import (
    NewerDatabase,
    OlderDatabase,
    refuse_newer_core,
    refuse_older_core,
)
from xinfang_site.settings import SettingsError
from xinfang_site.vault import VaultError


@contextmanager
def site(*, whole: bool = True) -> Iterator[Flask]:
    """The site with its context for a command; refusals become one clear line and exit code 1.

    Args:
        whole: False for commands that need no pages and modules, which start faster without them.
    """
    # a command says one line; what a plugin raised is on the modules page, and in the server's log
    logging.getLogger("xinfang_site").addHandler(logging.NullHandler())
    try:
        app = create_app() if whole else ground()
        with app.app_context():
            refuse_newer_core(db.engine)
            refuse_other_key(db.engine)
            try:
                yield app
            except DBAPIError:
                # if tables are missing, say so in one line instead of a trace
                refuse_older_core(db.engine)
                raise
            finally:
                db.session.remove()
                db.engine.dispose()  # whoever leaves last takes SQLite's log along; nothing else closes it for sure
    except DatabaseBusy as error:
        raise click.ClickException("数据库正忙，没有保存任何内容，请稍后重试") from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise click.ClickException("磁盘已满，没有保存任何内容，请腾出空间后重试") from error
    except Refused as error:
        raise click.ClickException(error.message) from error
    except (SettingsError, VaultError, NewerDatabase, OlderDatabase, PluginError, BackupError) as error:
        raise click.ClickException(str(error)) from error
