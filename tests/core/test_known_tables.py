"""Codes and offices are read again after every change, whoever made it, and after a change is taken back."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, text, update
from sqlalchemy.orm import Session

from xinfang_site.codes.models import Code
from xinfang_site.database import rehearsing, writing
from xinfang_site.extensions import db
from xinfang_site.known_tables import known
from xinfang_site.offices.models import Office


def _statements(session: Session) -> list[str]:
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *values: seen.append(str(values[2])))
    known(session)
    return seen


def test_what_nobody_changed_is_read_once(any_app: Flask) -> None:
    session = db.session()
    first = known(session)
    assert "known_revision" in _statements(session)[-1]
    assert known(session) is first


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.execute(update(Code).values(title=Code.title + "新")),
        lambda session: session.execute(text("UPDATE code SET title = title || '新'")),
        lambda session: session.execute(update(Office).values(short_name=Office.short_name + "新")),
        lambda session: session.execute(text("DELETE FROM code WHERE parent_id IS NOT NULL")),
    ],
)
def test_a_change_is_seen_at_the_next_question(any_app: Flask, change: Callable[[Session], None]) -> None:
    session = db.session()
    before = known(session)
    with writing(session):
        change(session)
    after = known(session)
    assert (after.codes, after.offices) != (before.codes, before.offices)


def test_a_change_taken_back_leaves_nothing_behind(any_app: Flask) -> None:
    session = db.session()
    before = known(session)
    with rehearsing(session):
        session.execute(update(Code).values(title="改"))
        assert {each.title for each in known(session).codes} == {"改"}
    assert known(session).codes == before.codes
