"""Pieces of pages are the libraries' own, character by character, only made with less work."""

import importlib.util
from types import ModuleType
from typing import Any

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape
from wtforms.widgets import core

from xinfang_site.domain.titles import Title
from xinfang_site.pieces import attributes, piece

TEXTS = st.text(st.sampled_from("<>&\"'要情 a;#34\n"), max_size=12)
VALUES = st.one_of(TEXTS, TEXTS.map(Markup), TEXTS.map(Title), st.integers(), st.none(), st.floats())
NAMES = st.sampled_from(("class_", "data_focus", "aria_label", "aria-describedby", "id", "value", "required"))


def _library() -> ModuleType:
    """WTForms' own module, as it is before the site puts its attributes into it."""
    spec = importlib.util.find_spec("wtforms.widgets.core")
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    return fresh


LIBRARY = _library()


@given(VALUES)
def test_a_piece_is_what_the_library_makes_of_it(value: Any) -> None:
    assert piece(value) == str(escape(value))


@given(st.dictionaries(NAMES, st.one_of(VALUES, st.booleans())))
def test_attributes_are_what_the_library_writes(values: dict[str, Any]) -> None:
    assert attributes(**values) == LIBRARY.html_params(**values)


def test_templates_and_controls_are_made_of_pieces_and_stay_safe(app: Flask) -> None:
    said = app.jinja_env.from_string(
        "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}{{ x }}{{ bold(x) }}{{ bold(x) ~ x }}{{ y | safe }}"
        "{% set kept %}{{ x }}{% endset %}{{ kept }}{{ 1 }}{{ none }}"
    )
    safe = "&lt;a href=&#34;&amp;&#39;"
    assert said.render(x="<a href=\"&'", y="<i>") == (f"{safe}<b>{safe}</b><b>{safe}</b>{safe}<i>{safe}1None")
    assert "environment.piece(" in str(app.jinja_env.compile("{{ x }}", raw=True))
    assert core.html_params is attributes
    assert core.Input.html_params is attributes
