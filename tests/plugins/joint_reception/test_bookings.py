from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import CALENDAR, d
from xinfang_joint_reception.domain.bookings import (
    Booking,
    Hours,
    Leave,
    Resource,
    Sort,
    absences,
    clashes,
    clashes_with,
    day_fault,
)
from xinfang_joint_reception.domain.expansion import Period

ZHANG = Resource(Sort.PERSON, "1", "张副区长")
ROOM = Resource(Sort.ROOM, "3", "接待室3")
MORNING = Hours(d("2026-03-05"), time(9), time(11, 30))
AFTERNOON = Hours(d("2026-03-05"), time(14, 30), time(17, 30))


def booking(mark: int, hours: Hours, *resources: Resource, title="区领导公开接访") -> Booking:
    return Booking(mark, title, hours, frozenset(resources))


def test_a_clash_names_who_when_and_what():
    (clash,) = clashes_with(booking(2, MORNING, ZHANG, ROOM, title="专题接访"), [booking(1, MORNING, ZHANG)])
    assert clash.words == (
        "人员“张副区长”在 2026-03-05 9:00—11:30 已安排“区领导公开接访”，不能再安排 2026-03-05 9:00—11:30 的“专题接访”"
    )


def test_morning_and_afternoon_do_not_meet_and_neither_do_neighbours():
    noon = Hours(MORNING.day, time(11, 30), time(12))
    assert clashes([booking(1, MORNING, ZHANG), booking(2, AFTERNOON, ZHANG), booking(3, noon, ZHANG)]) == []


def test_a_session_does_not_collide_with_itself():
    assert clashes_with(booking(1, MORNING, ZHANG), [booking(1, MORNING, ZHANG)]) == []


def test_whoever_is_on_leave_is_named_with_the_reason():
    leave = Leave("1", d("2026-03-01"), d("2026-03-05"), "学习")
    (found,) = absences([booking(1, MORNING, ZHANG, ROOM)], [leave])
    assert (
        found.words
        == "“张副区长”2026-03-01至2026-03-05请假（学习），却排在 2026-03-05 9:00—11:30 的“区领导公开接访”"
    )
    assert absences([booking(1, Hours(d("2026-03-06"), time(9), time(10)), ZHANG)], [leave]) == []


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        ("2026-10-01", "2026-10-01是节假日（国庆节）"),
        ("2026-03-07", "2026-03-07是周六，不是调休上班日"),
        ("2026-02-28", ""),
        ("2026-10-10", ""),
        ("2026-03-03", "2026-03-03在暂停接访期间（装修）"),
        ("2026-03-05", ""),
    ],
)
def test_a_day_that_is_not_worked_says_why(day, fault):
    assert day_fault(d(day), CALENDAR, [Period(d("2026-03-02"), d("2026-03-03"), "装修")]) == fault


minutes = st.integers(0, 23 * 60)
some_hours = st.tuples(st.integers(0, 3), minutes, st.integers(1, 59)).map(
    lambda one: Hours(
        date(2026, 3, 2) + timedelta(days=one[0]),
        time(one[1] // 60, one[1] % 60),
        time((one[1] + one[2]) // 60, (one[1] + one[2]) % 60),
    )
)
some_bookings = st.lists(
    st.tuples(some_hours, st.sets(st.sampled_from([ZHANG, ROOM, Resource(Sort.UNIT, "9", "住建委")])))
).map(lambda rows: [booking(mark, hours, *taken) for mark, (hours, taken) in enumerate(rows)])


def minutes_of(hours: Hours) -> set[int]:
    return set(range(hours.starts.hour * 60 + hours.starts.minute, hours.ends.hour * 60 + hours.ends.minute))


@given(some_bookings)
def test_clashes_equal_a_count_minute_by_minute(rows):
    found = {(clash.first.mark, clash.second.mark, clash.resource) for clash in clashes(rows)}
    expected = {
        (late.mark, early.mark, resource)
        for late in rows
        for early in rows
        if early.mark < late.mark
        and early.hours.day == late.hours.day
        and minutes_of(early.hours) & minutes_of(late.hours)
        for resource in early.resources & late.resources
    }
    assert found == expected
