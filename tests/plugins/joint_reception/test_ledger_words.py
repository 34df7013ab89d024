from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_joint_reception.domain.ledger_words import (
    Named,
    form_in,
    held_in,
    hours_in,
    people_in,
    units_in,
    weekday_fault,
    weekday_in,
)

OTHERWISE = (time(9), time(12))


@pytest.mark.parametrize(
    ("text", "post", "people"),
    [
        ("张三（副区长）、李四", "", [Named("张三", "副区长"), Named("李四")]),
        ("徐 雄", "副市长", [Named("徐雄", "副市长")]),
        ("张三 李四", "", [Named("张三"), Named("李四")]),
        ("副区长 张三", "", [Named("张三", "副区长")]),
        ("张三 副区长", "", [Named("张三", "副区长")]),
        ("副市长、公安局局长", "", [Named("公安局局长")]),
        ("张三,张三", "", [Named("张三")]),
        ("", "", []),
    ],
)
def test_people_in_a_cell_are_split_from_their_posts(text, post, people):
    assert people_in(text, post) == people


def test_units_are_split_by_marks_and_blanks():
    assert units_in("区住建委、区教委 区民政局等单位") == ["区住建委", "区教委", "区民政局"]
    assert units_in("区住建委（牵头）；区住建委") == ["区住建委"]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9:00—11:30", (time(9), time(11, 30))),
        ("上午9时至11时30分", (time(9), time(11, 30))),
        ("14：30-17：30", (time(14, 30), time(17, 30))),
        ("上午", (time(9), time(11, 30))),
        ("全天", (time(9), time(17, 30))),
        ("25:00-26:00", OTHERWISE),
        ("17:00-9:00", OTHERWISE),
        ("", OTHERWISE),
    ],
)
def test_hours_in_a_cell_are_read_in_every_spelling(text, hours):
    assert hours_in(text, OTHERWISE) == hours


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("到岗", True),
        ("√", True),
        ("已开展", True),
        ("未到岗", False),
        ("请假", False),
        ("律师请假", False),
        ("", None),
        ("另议", None),
    ],
)
def test_a_cell_tells_whether_the_session_was_held(text, held):
    assert held_in(text) is held


def test_a_weekday_that_does_not_fit_its_date_is_said():
    assert weekday_in("星期天") == 6
    assert weekday_fault("周三", date(2026, 3, 5)) == "写的是周三，2026-03-05是周四"
    assert weekday_fault("周四", date(2026, 3, 5)) == weekday_fault("", date(2026, 3, 5)) == ""


def test_the_form_of_reception_by_its_words():
    assert [form_in(each) for each in ("领导接访", "部门联合接访", "律师坐班", "其他")] == [
        "leaders",
        "units",
        "lawyers",
        "",
    ]


@given(st.text(max_size=60))
def test_no_cell_is_an_error(text):
    assert all(each.name for each in people_in(text))
    assert all(units_in(text))
    begin, end = hours_in(text, OTHERWISE)
    assert begin < end
    assert held_in(text) in (True, False, None)
    assert weekday_fault(text, date(2026, 3, 5)) is not None
