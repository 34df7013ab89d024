"""The log tells where an error came from, and nothing that a person may have typed (security.md F3, L1)."""

import json
import logging
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from tests.postgresql import Server
from xinfang_site.imports.reading import ahead
from xinfang_site.logs import FIELDS, WithoutPersons
from xinfang_site.serving.worker import Worker

PERSON = "赵青松"


def _answers(items: Iterator[int]) -> Any:
    """What a reading process would have sent."""
    sent: list[Any] = []
    pipe = SimpleNamespace(close=lambda: None, send=sent.append)
    ahead.hand_over(items, pipe, pipe)  # type: ignore[arg-type]  # no process is needed for it
    return SimpleNamespace(recv=lambda: sent.pop(0))


def written(error: BaseException) -> str:
    with pytest.raises(type(error)) as caught:
        raise error
    record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", None, caught._excinfo)
    line = WithoutPersons(FIELDS, json_ensure_ascii=False).format(record)
    return str(json.loads(line)["exc_info"])


@pytest.mark.parametrize(
    "error",
    [
        ValueError("invalid literal for int() with base 10: '赵青松'"),
        KeyError("赵青松"),
        ValueError("110105198001011234 and 13800138000"),
        RuntimeError("first line\nDETAIL:  Failing row contains (1, 赵青松, 13800138000).\n详细信息: 赵青松"),
        RuntimeError(
            "first line\nDETAIL:  Failing row contains (尊敬的领导：\n　　我是赵青松\n  赵青松\n\t赵青松)."
        ),
    ],
)
def test_f3_the_log_of_an_error_holds_no_person(error: Exception) -> None:
    shown = written(error)
    assert type(error).__name__ in shown
    assert "test_logs.py" in shown
    assert not any(each in shown for each in ("赵青松", "13800138000", "110105198001011234"))


def test_where_the_reading_process_broke_off_stays() -> None:
    def broken() -> Iterator[int]:
        yield int(PERSON)

    with pytest.raises(ahead.ReaderError) as caught:
        list(ahead.received(_answers(broken())))
    shown = written(caught.value)
    assert "in broken" in shown
    assert "ValueError" in shown
    assert PERSON not in shown


def test_a_message_in_the_programs_own_words_stays() -> None:
    assert "no such column 'sumary'" in written(RuntimeError("no such column 'sumary'"))


@pytest.mark.postgresql
def test_f3_the_row_that_postgresql_refused_is_not_in_the_log(postgresql: Server) -> None:
    engine = create_engine(postgresql.url)
    with engine.connect() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE person (name text, phone text NOT NULL)"))
        with pytest.raises(IntegrityError) as refused:
            connection.execute(text("INSERT INTO person VALUES (:name, NULL)"), {"name": PERSON})
    engine.dispose()
    assert PERSON in str(refused.value)
    assert PERSON not in written(refused.value)
    assert "NotNullViolation" in written(refused.value)


def test_f3_what_ends_outside_the_site_is_logged_without_its_address(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    """Found from outside: gunicorn writes the address, with the words of a search, when a process is late."""
    ours, theirs = socket.socketpair()
    worker = Worker.__new__(Worker)
    worker.wsgi = app
    worker.handle_error(SimpleNamespace(method="GET", uri="/petitions/?q=赵青松"), ours, None, SystemExit(1))
    ours.close()
    assert theirs.makefile("rb").readline().startswith(b"HTTP/1.1 500 ")
    theirs.close()
    worker.handle_error(None, ours, None, SystemExit(1))  # the visitor has left as well: the process goes on
    assert "a request ended outside the site" in caplog.text
    assert "赵青松" not in caplog.text
