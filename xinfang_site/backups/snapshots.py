"""The database at one instant (数据库快照), into a backup and out of it, for SQLite and PostgreSQL.

SQLite: its own online copy, page by page. PostgreSQL: every table by COPY in one repeatable-read transaction, so
that no other program is needed; rows of either are the same after a restore.
"""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import Inspector

from xinfang_site.backups.archive import BackupError, Reader, Writer

SQLITE_PART: Final = "database.sqlite"
_VERSIONS: Final = "alembic_version"


def take(engine: Engine, writer: Writer, beside: Path) -> dict[str, Any]:
    """Write the database into a backup (写入快照).

    Args:
        engine: the database.
        writer: the backup.
        beside: folder for a passing copy.

    Returns:
        for the manifest: the kind of database, its revisions, the rows of each table, the stored files.
    """
    if engine.dialect.name == "sqlite":
        return _take_sqlite(engine, writer, beside)
    return _take_postgresql(engine, writer)


def _take_sqlite(engine: Engine, writer: Writer, beside: Path) -> dict[str, Any]:
    copy = (
        beside / f".snapshot-{secrets.token_hex(8)}.sqlite"
    )  # another backup may be under way in the folder
    try:
        with (
            closing(sqlite3.connect(str(engine.url.database))) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            copy.chmod(0o600)
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
            problem = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if problem != "ok":
                raise BackupError(f"数据库不完整，没有备份：{problem}")
            names = [row[0] for row in target.execute(_SQLITE_TABLES)]
            counts = {name: target.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names of tables
            heads = sorted(row[0] for row in target.execute(f"SELECT version_num FROM {_VERSIONS}"))  # noqa: S608
            files = [row[0] for row in target.execute("SELECT location FROM stored_file")]
        writer.add(SQLITE_PART, copy)
    finally:
        copy.unlink(missing_ok=True)
    return {"database": "sqlite", "heads": heads, "counts": counts, "stored": files}


_SQLITE_TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'petition\\_fts%' ESCAPE '\\' ORDER BY name"
)


def _take_postgresql(engine: Engine, writer: Writer) -> dict[str, Any]:
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    counts: dict[str, int] = {}
    with engine.connect().execution_options(**options) as connection:
        for name, columns in _tables(inspect(connection)).items():
            counts[name] = connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0  # noqa: S608 - name of a table
            with writer.part(f"tables/{name}.copy") as part, _cursor(connection) as cursor:
                part.write(f"{columns}\n".encode())
                with cursor.copy(f'COPY "{name}" ({columns}) TO STDOUT') as rows:
                    for row in rows:
                        part.write(bytes(row))
        heads = sorted(connection.scalars(text(f"SELECT version_num FROM {_VERSIONS}")))  # noqa: S608
        files = list(connection.scalars(text("SELECT location FROM stored_file")))
    return {"database": "postgresql", "heads": heads, "counts": counts, "stored": files}


def _cursor(connection: Connection) -> Any:
    return connection.connection.cursor()


def _tables(inspector: Inspector) -> dict[str, str]:
    """Every table with its columns, those that the database computes by itself left out."""
    return {
        name: ", ".join(
            f'"{each["name"]}"' for each in inspector.get_columns(name) if not each.get("computed")
        )
        for name in sorted(inspector.get_table_names())
        if name != _VERSIONS
    }


def restore_sqlite(reader: Reader, path: Path) -> None:
    """The database file (还原数据库文件).

    Raises:
        BackupError: the database in the backup is damaged.
    """
    reader.extract(SQLITE_PART, path)
    with closing(sqlite3.connect(path)) as connection:
        problem = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if problem != "ok":
            raise BackupError(f"备份中的数据库不完整：{problem}")
        connection.execute("PRAGMA journal_mode=WAL")


def restore_postgresql(reader: Reader, engine: Engine, folders: list[Path]) -> None:
    """Make the tables of the backup's version in an empty database and fill them (还原数据表).

    Raises:
        BackupError: the database is not empty, or a row does not fit.
    """
    from alembic import command

    from xinfang_site import migrating

    if inspect(engine).get_table_names():
        raise BackupError("数据库不是空的，只能还原到空数据库")
    config = migrating.configuration(engine, folders)
    for head in reader.manifest["heads"]:
        command.upgrade(config, head)
    with engine.begin() as connection:
        known = set(inspect(connection).get_table_names())
        keys = connection.execute(text(_FOREIGN_KEYS)).all()
        for table, name, _definition in keys:
            connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
        for part in reader.names:
            if part.startswith("tables/"):
                _fill(connection, reader, part, known)
        for table, name, definition in keys:
            connection.execute(text(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'))
        for row in connection.execute(text(_SEQUENCES)).all():
            highest = f'(SELECT coalesce(max("{row.column}"), 0) + 1 FROM "{row.table}")'  # noqa: S608
            connection.execute(text(f"SELECT setval('{row.sequence}', {highest}, false)"))


def _fill(connection: Connection, reader: Reader, part: str, known: set[str]) -> None:
    name = part.removeprefix("tables/").removesuffix(".copy")
    if name not in known:
        raise BackupError(f"备份中的数据表 {name} 不属于本程序；对应的模块没有安装")
    if connection.scalar(text(f'SELECT 1 FROM "{name}" LIMIT 1')):  # noqa: S608 - name of a table
        connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - what a migration put there
    with reader.open(part) as stream, _cursor(connection) as cursor:
        columns = stream.readline().decode().strip()
        with cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as copy:
            while piece := stream.read(1024 * 1024):
                copy.write(piece)


_FOREIGN_KEYS: Final = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)
_SEQUENCES: Final = (
    'SELECT c.table_name AS "table", c.column_name AS "column", '
    "pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) AS sequence "
    "FROM information_schema.columns c WHERE c.table_schema = current_schema() "
    "AND pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) IS NOT NULL"
)


def counts_now(engine: Engine, names: list[str]) -> dict[str, int]:
    """Rows of each table (各表行数), to be compared with the manifest's."""
    with engine.connect() as connection:
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}  # noqa: S608
