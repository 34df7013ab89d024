"""Z3: a foreign record is a missing one, and the answer asks the database as much for the one as for the other."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from tests import matters
from tests.browsing import client_of
from tests.documents.making.test_documents import make
from xinfang_site.domain.documents import DocumentKind as Doc
from xinfang_site.extensions import db
from xinfang_site.petitions.proposal_models import Proposal

MISSING = 999_999


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """The statements that were sent to the database, in order."""
    statements: list[str] = []

    def note(*call: object) -> None:
        statements.append(str(call[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def answer(client: FlaskClient, address: str, asked: list[str]) -> list[str]:
    """What was asked until the answer that nothing is there."""
    asked.clear()
    assert client.get(address).status_code == 404, address
    return list(asked)


def test_z3_a_foreign_paper_or_proposal_asks_as_much_as_a_missing_one(app: Flask, asked: list[str]) -> None:
    petition_id = matters.forwarded("JZJ")
    document_id = make("handler", petition_id, Doc.FORWARD_NOTICE)
    proposal_id = db.session.scalars(select(Proposal.id)).one()
    client = client_of(app, "school_handler")
    places = (
        ("/documents/{}", document_id),
        ("/documents/{}/file", document_id),
        ("/documents/{}/void", document_id),
        ("/petitions/proposals/{}", proposal_id),
    )
    answer(client, f"/documents/{MISSING}", asked)  # the first page of a session asks more
    for place, foreign in places:
        assert answer(client, place.format(foreign), asked) == answer(client, place.format(MISSING), asked)
