"""What WTForms says by itself (表单库自带的提示) is Chinese, all of it."""

import re
from pathlib import Path

import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DecimalField, IntegerField, SelectField
from wtforms.validators import NumberRange

from xinfang_site.forms import CHINESE, RowForm, options

MESSAGE = re.compile(r'gettext\(\s*"([^"]+)"(?:,\s*"([^"]+)")?')


def test_every_message_of_the_library_is_in_chinese() -> None:
    """Found from outside: a tampered choice among several was answered in English."""
    said = [
        pair
        for source in Path(wtforms.__file__).parent.rglob("*.py")
        for pair in MESSAGE.findall(source.read_text(encoding="utf-8"))
    ]
    assert len(said) > 20
    for one, many in said:
        told = CHINESE.ngettext(one, many, 2) if many else CHINESE.gettext(one)
        assert re.search("[一-鿿]", told), one


class Numbers(RowForm):
    whole = IntegerField()
    part = DecimalField()
    day = DateField()
    least = IntegerField(validators=[NumberRange(min=3)])
    most = IntegerField(validators=[NumberRange(max=3)])
    chosen = SelectField(choices=options([("a", "甲")]))


def test_what_was_typed_wrong_is_said_plainly() -> None:
    """«不是有效的整数» says nothing of what would be right, and the library's 大于 is wrong where 3 is allowed."""
    typed = {"whole": "3人", "part": "2小时", "day": "2026-02-30", "least": "2", "most": "4", "chosen": "b"}
    form = Numbers(MultiDict(typed))
    assert not form.validate()
    assert form.errors == {
        "whole": ["应为整数，不带小数、单位和其他文字"],
        "part": ["应为数字，可以有小数，不带单位和其他文字"],
        "day": ["应为实有的日期，写作 2026-03-05"],
        "least": ["不得小于 3"],
        "most": ["不得大于 3"],
        "chosen": ["所选项不在可选范围内，请重新选择"],
    }
    right = Numbers(MultiDict({**typed, "least": "3", "most": "3"}))
    right.validate()
    assert not right.errors.keys() & {"least", "most"}


def test_a_mistyped_year_is_refused_by_every_form() -> None:
    """0202 for 2026 passes as a day, and would be read as one in lists and limits."""
    for day, told in (("0202-11-28", "0202"), ("9999-12-31", "9999"), ("1949-01-01", ""), ("2200-12-31", "")):
        form = Numbers(MultiDict({"day": day}))
        form.validate()
        said = [f"年份是{told}年，应当在1949年至2200年之间"] if told else []
        assert form.errors.get("day", []) == said, day
