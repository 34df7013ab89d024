"""How many statements a page needs: a page that asks more with every row would be slow one day."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from tests import matters, procedure
from tests.browsing import client_of
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.extensions import db
from xinfang_site.petitions.attachments import services as attachments

CASE_PAGE = 12
HOME_PAGE = 20


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_case_page_needs_twelve_statements_however_much_has_happened(app: Flask) -> None:
    petition_id = matters.forwarded("JZJ")
    matters.take("unit_handler", petition_id, Step.SIGN_FOR)
    procedure.step(petition_id, Step.ACCEPT)
    from tests.people import Cast

    for turn in range(5):
        upload = attachments.Upload(f"{turn}.txt", f"第{turn}份".encode())
        attachments.add(db.session(), Cast().actor("unit_handler"), petition_id, [upload])
    client = client_of(app, "clerk")
    client.get(f"/petitions/{petition_id}")
    with counted() as statements:
        assert client.get(f"/petitions/{petition_id}").status_code == 200
    assert len(statements) <= CASE_PAGE, "\n".join(statements)


def test_the_home_page_does_not_ask_for_each_row(app: Flask) -> None:
    client = client_of(app, "handler")
    for _turn in range(3):
        matters.registered()
    with counted() as few:
        client.get("/")
    for _turn in range(10):
        matters.registered()
    with counted() as many:
        client.get("/")
    assert len(many) == len(few)
    assert len(many) <= HOME_PAGE
