"""Signed texts and a clock that is put right."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from itsdangerous import BadSignature

from tests.browsing import client_of
from tests.page import fetch
from xinfang_site import clock
from xinfang_site.signatures import serializer


def test_d2_a_clock_set_back_by_minutes_signs_nobody_out(app: Flask) -> None:
    """Found from outside: a cookie from the future was no cookie, until the clock had caught up with it."""
    client = client_of(app, "clerk")
    with time_machine.travel(clock.now() - timedelta(minutes=5), tick=False):
        fetch(client, "/")
    with time_machine.travel(clock.now() - timedelta(days=3), tick=False):
        fetch(client, "/", 302)


def test_what_is_signed_grows_old_and_is_never_another_text(app: Flask) -> None:
    with app.test_request_context():
        text = serializer("kept").dumps("a")
        with time_machine.travel(clock.now() - timedelta(hours=1), tick=False):
            assert serializer("kept").loads(text, max_age=60) == "a"
        with (
            time_machine.travel(clock.now() + timedelta(seconds=90), tick=False),
            pytest.raises(BadSignature),
        ):
            serializer("kept").loads(text, max_age=60)
        for other, changed in (("totp", text), ("kept", "x" + text)):
            with pytest.raises(BadSignature):
                serializer(other).loads(changed, max_age=60)
