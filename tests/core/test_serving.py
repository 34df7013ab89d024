"""Starting the server: a wrong address is told in one line, before anything runs."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from gunicorn.http.errors import InvalidRequestLine, LimitRequestLine, ParseException
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from tests.postgresql import Server
from xinfang_site.commands.serving import run
from xinfang_site.serving import deadline, options
from xinfang_site.serving.worker import Worker


def test_an_occupied_port_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = CliRunner().invoke(run, ["--port", str(port)])
    assert result.exit_code == 1
    lines = [each for each in result.output.splitlines() if "提示" not in each]
    assert len(lines) == 1
    assert "已被其他程序占用" in lines[0]


def test_a_free_address_is_taken_and_one_of_another_machine_refused() -> None:
    options.check_address("127.0.0.1", 0)
    with pytest.raises(options.AddressRefused):
        options.check_address("192.0.2.1", 0)


def test_a_key_that_others_can_read_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XINFANG_INSTANCE", str(tmp_path))
    key = tmp_path / "secret.key"
    key.write_text("0" * 64)
    key.chmod(0o644)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    result = CliRunner().invoke(run, ["--port", str(port)])
    assert result.exit_code == 1
    assert (
        result.output.splitlines()[-1]
        == "Error: 密钥文件 secret.key 可被其他用户读取，请先执行 chmod 600 secret.key"
    )


@pytest.mark.parametrize(
    ("fault", "status"), [(LimitRequestLine(9000, 8190), 414), (InvalidRequestLine("GET /?q=赵青松"), 400)]
)
def test_what_is_no_request_is_answered_by_a_page_of_ours_and_never_logged(
    app: Flask, caplog: pytest.LogCaptureFixture, fault: ParseException, status: int
) -> None:
    ours, theirs = socket.socketpair()
    worker = Worker.__new__(Worker)
    worker.wsgi = app
    worker.handle_error(None, ours, None, fault)
    ours.close()
    head, _, body = theirs.makefile("rb").read().partition(b"\r\n\r\n")
    theirs.close()
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Security-Policy: default-src 'self'" in head
    assert 'role="alert"' in body.decode()
    assert "赵青松" not in caplog.text + body.decode()


@pytest.mark.postgresql
def test_d3_a_frozen_database_is_given_up_and_the_next_answer_comes_from_a_new_connection(
    postgresql: Server,
) -> None:
    engine = create_engine(postgresql.url)
    deadline.watch(engine, 0.4)
    for _ in range(2):
        with engine.connect() as connection, pytest.raises(OperationalError):
            connection.exec_driver_sql("SELECT pg_sleep(60)")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()
