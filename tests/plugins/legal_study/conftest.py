"""The site with legal study on in 甲区信访办 and 甲区住建委, off everywhere else."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.plugins.legal_study.making import Study, switch_on
from xinfang_legal_study.people.services import fill_roll
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db


@pytest.fixture
def study(app: Flask) -> Study:
    return _ready(app)


@pytest.fixture
def any_study(any_app: Flask) -> Study:
    return _ready(any_app)


def _ready(app: Flask) -> Study:
    for code in ("JXF", "JZJ"):
        switch_on(code)
    made = Study(app)
    fill_roll(made.session, made.actor("section_head"))
    return made


@pytest.fixture
def fails() -> Callable[..., str]:
    """The refusal of a call, as text."""

    def call(act: Callable[..., object], *arguments: Any, **named: Any) -> str:
        with pytest.raises(Refused) as refusal:
            act(*arguments, **named)
        db.session.rollback()
        return str(refusal.value)

    return call
