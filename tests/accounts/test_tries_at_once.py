"""Tries counted one by one (逐个计数): whoever asks all at once gets no more than whoever asks in turn."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask

from tests import matters
from tests.people import Cast
from xinfang_site.accounts.signing_in.services import TOO_MANY, Credentials, sign_in
from xinfang_site.audit.writer import Act
from xinfang_site.documents.made import seeing
from xinfang_site.extensions import db
from xinfang_site.lookup import services as lookup
from xinfang_site.petitions.people import unmasking

LIMIT, AT_ONCE = 2, 8


@pytest.fixture
def strict_app(any_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The site, with two of everything that is counted."""
    strict = replace(
        any_app.extensions["xinfang_settings"],
        unmask_per_hour=LIMIT,
        query_per_minute=LIMIT,
        address_failures_per_minute=LIMIT,
    )
    monkeypatch.setitem(any_app.extensions, "xinfang_settings", strict)
    return any_app


def allowed(app: Flask, ask: Callable[[int], bool]) -> int:
    """How many of those who ask at the same moment are let through."""
    together = Barrier(AT_ONCE)

    def one(number: int) -> bool:
        with app.app_context():
            together.wait()
            return ask(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))[True]


def test_f2_full_data_asked_for_all_at_once_are_shown_as_often_as_in_turn(strict_app: Flask) -> None:
    petition_id, actor = matters.registered(), Cast().actor("clerk")

    def ask(_number: int) -> bool:
        try:
            return bool(unmasking.unmask(db.session(), actor, petition_id, "核实"))
        except unmasking.TooMany:
            return False

    assert allowed(strict_app, ask) == LIMIT


def test_f2_letters_opened_all_at_once_show_the_names_of_as_many_matters_as_in_turn(
    strict_app: Flask,
) -> None:
    """Seen on PostgreSQL: all were counted before the first was noted."""
    actor = Cast().actor("clerk")

    def ask(number: int) -> bool:
        try:
            seeing.show_names(db.session(), actor, Act(seeing.DOWNLOADED, "petition", number + 1))
        except unmasking.TooMany:
            return False
        return True

    assert allowed(strict_app, ask) == LIMIT


def test_r1_query_codes_tried_all_at_once_are_as_many_as_in_turn(strict_app: Flask) -> None:
    def ask(number: int) -> bool:
        try:
            lookup.look_up(db.session(), "10.0.0.7", "赵青松", f"ABCD-{number:04}")
        except lookup.TooMany:
            return False
        return True

    assert allowed(strict_app, ask) == LIMIT


def test_a3_names_tried_all_at_once_from_one_address_are_as_many_as_in_turn(strict_app: Flask) -> None:
    def ask(number: int) -> bool:
        tried = Credentials(f"nobody{number}", "wrong", "", "10.0.0.7", "test")
        return sign_in(db.session(), tried).fault != TOO_MANY

    assert allowed(strict_app, ask) == LIMIT
