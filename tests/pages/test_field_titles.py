"""Pages that keep typed text call fields by their Chinese titles."""

import re

from flask import Flask

from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.field_titles import title_of
from xinfang_site.petitions.registering.forms import RegisterForm
from xinfang_site.petitions.stepping.forms import form_class


def test_every_field_of_registering_and_of_the_steps_has_a_chinese_title(app: Flask) -> None:
    with app.test_request_context("/petitions/new"):
        names = {each.name for each in RegisterForm(meta={"csrf": False})}
        for row in TABLE.values():
            names |= {each.name for each in form_class(row)(meta={"csrf": False})}
    ours = names - {"companions", "repeat_of"}
    assert not [name for name in ours if re.search("[A-Za-z]", title_of(name))]


def test_a_further_persons_field_says_whose_it_is() -> None:
    assert title_of("companions-0-name") == "其他人员1：姓名"


def test_what_nobody_typed_has_no_title() -> None:
    assert title_of("version") == title_of("submission") == ""
