from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.tables import refused_by
from xinfang_site.domain.people.conflicts import (
    namesake_of,
)
from xinfang_site.domain.receiving.urgent import (
    Recipient,
    check_lifting,
    check_recipients,
    check_times,
    check_untouched,
    recipients_of,
)
from xinfang_site.domain.statutes import article


@pytest.mark.parametrize(
    ("name", "people", "part"),
    [
        ("张三", [("信访人", "李四"), ("信访人", "张三")], "信访人"),
        ("张 三", [("信访人", "张三")], "信访人"),
        ("张三", [("被反映人", "张三 副主任")], "被反映人"),
        ("张三", [("信访人", "张三丰"), ("信访人", "")], ""),
        ("", [("信访人", "")], ""),
    ],
)
def test_a_namesake_among_the_people_is_told_by_their_part(name, people, part):
    assert namesake_of(name, people) == part


def test_a_petition_office_tells_every_recipient_and_the_national_administration_at_once():
    everyone = recipients_of(petition_office=True)
    check_recipients(everyone, petition_office=True)
    assert [each.title for each in everyone] == [
        "本级党委和政府",
        "相关主管部门",
        "本级信访工作联席会议办公室",
        "上一级信访部门",
        "国家信访局",
    ]


@pytest.mark.parametrize("missing", list(Recipient))
def test_an_urgent_report_leaves_no_recipient_out(missing):
    told = set(Recipient) - {missing}
    assert refused_by(check_recipients, told, petition_office=True) == (missing.basis, "recipients")


def test_other_organs_tell_three():
    three = recipients_of(petition_office=False)
    assert {each.basis for each in three} == {article(25, 1)}
    check_recipients(three, petition_office=False)


def test_only_a_head_takes_an_urgent_mark_off_and_never_after_the_report() -> None:
    check_lifting(reported=False, by_head=True)
    for reported, by_head in ((False, False), (True, False), (True, True)):
        found = refused_by(check_lifting, reported=reported, by_head=by_head)
        assert found == (article(46, None, 4), "urgent")


def test_an_urgent_report_is_not_edited_nor_dated_before_it_was_known():
    known = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
    check_times(known, known)
    check_untouched(sent=False)
    before = known - timedelta(minutes=1)
    assert refused_by(check_times, known, before) == (article(25, 1), "reported_at")
    assert refused_by(check_untouched, sent=True) == (article(46, None, 4), None)
