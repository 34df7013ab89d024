"""PostgreSQL: what reads opens no transaction, plans are kept where the statement says so, a writer's are one."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.sessions import KEPT_PLAN

pytestmark = pytest.mark.parametrize(
    "any_app", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%kept here%'"


def test_a_read_leaves_no_transaction_open(any_app: Flask) -> None:
    db.session.scalars(select(Code)).first()
    driver = db.session.connection().connection.driver_connection
    assert driver.info.transaction_status.name == "IDLE"


def test_only_what_says_so_keeps_its_plan_and_a_page_s_end_does_not_throw_it_away(
    any_app: Flask,
) -> None:
    for _ in range(8):
        db.session.execute(text("SELECT 1 /* not kept here */"))
        db.session.rollback()
    assert db.session.scalar(text(KEPT)) == 0
    kept = text("SELECT 1 /* kept here */").execution_options(**KEPT_PLAN)
    db.session.execute(kept)
    db.session.rollback()
    with writing(db.session()):
        db.session.add(Code(table_name="x", code="1", title="一"))
    assert db.session.scalar(text(KEPT)) == 1
