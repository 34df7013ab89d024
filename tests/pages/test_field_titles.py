"""Pages that keep typed text call fields by their Chinese titles."""

import re

from flask import Flask

from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.field_titles import title_of, titles_of
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


def test_a_form_that_was_kept_calls_its_fields_as_it_did(app: Flask) -> None:
    """Seen from outside: a correction that met a busy database showed ``channel_id`` and ``purpose_id``."""
    sent = ("version", "channel_id", "people", "summary", "content", "purpose_id", "remarks", "reason")
    assert titles_of(sent) == {
        "version": "",
        "channel_id": "",
        "people": "信访人数",
        "summary": "概况",
        "content": "诉求和事实、理由",
        "purpose_id": "",
        "remarks": "备注",
        "reason": "更正理由",
    }


def test_a_form_of_a_module_that_was_kept_calls_its_fields_as_it_did(app: Flask) -> None:
    """Seen from outside: all fields of modules had their English names there."""
    sent = ("version", "question", "advice", "followed", "petition_number", "work", "session_id")
    assert titles_of(sent) == {
        "version": "",
        "question": "咨询问题",
        "advice": "解答意见",
        "followed": "",
        "petition_number": "相关信访件编号",
        "work": "",
        "session_id": "",
    }


def test_of_forms_that_are_alike_none_lends_its_words_to_another(app: Flask) -> None:
    """A request for the final review was shown as one for the review, a day of issue as a day to be changed."""
    alike = (Step.REQUEST_REVIEW, Step.REQUEST_FINAL, Step.RECORD_ADVICE_FEEDBACK)
    with app.test_request_context("/"):
        sent = [[each.name for each in form_class(TABLE[step])(meta={"csrf": False})] for step in alike]
    assert [titles_of(names)["text"] for names in sent] == ["正文"] * 3
    assert titles_of(["day"]) == {"day": "日期"}
