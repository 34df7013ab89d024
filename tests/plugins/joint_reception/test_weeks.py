from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import CALENDAR, d
from tests.plugins.joint_reception import brute
from xinfang_joint_reception.domain.expansion import Period, expand
from xinfang_joint_reception.domain.patterns import Pattern, Roll, Rule
from xinfang_joint_reception.domain.weeks import Standing, judged_weeks, totals

TUE_THU = {"weekdays": (1, 3), "roll": Roll.DROP}


def weeks_of(first: str, last: str, sessions, promised=2):
    return {
        str(week.monday): week for week in judged_weeks(sessions, promised, (d(first), d(last)), CALENDAR)
    }


def lawyers(first: str, last: str) -> tuple[date, ...]:
    return expand(Rule(Pattern.WEEKLY, d(first), d(last), **TUE_THU), CALENDAR).days


def test_case_29_a_week_without_working_days_raises_no_alarm():
    week = weeks_of("2026-02-01", "2026-02-28", lawyers("2026-02-01", "2026-02-28"))["2026-02-16"]
    assert week.standing is Standing.NOT_APPLICABLE
    assert week.standing.title == "不适用"
    assert week.shortfall == 0


def test_case_29_a_short_week_says_how_many_and_which_days_are_free():
    week = weeks_of("2026-10-01", "2026-10-31", lawyers("2026-10-01", "2026-10-31"))["2026-10-05"]
    assert (week.sessions, week.shortfall) == (1, 1)
    assert week.offers == (d("2026-10-09"), d("2026-10-10"))


def test_the_week_of_a_makeup_saturday_in_2021_can_be_made_up_on_it():
    week = weeks_of("2021-10-01", "2021-10-31", lawyers("2021-10-01", "2021-10-31"))["2021-10-04"]
    assert week.working == (d("2021-10-08"), d("2021-10-09"))
    assert week.shortfall == 2
    made_up = weeks_of("2021-10-01", "2021-10-31", week.offers)["2021-10-04"]
    assert made_up.standing is Standing.MET


def test_the_first_days_of_2021_belong_to_a_week_of_2020_and_are_not_applicable():
    week = weeks_of("2021-01-01", "2021-12-31", ())["2020-12-28"]
    assert week.working == ()
    assert week.standing is Standing.NOT_APPLICABLE


def test_a_blocked_week_raises_no_alarm():
    (week,) = judged_weeks(
        (), 2, (d("2026-03-02"), d("2026-03-08")), CALENDAR, [Period(d("2026-03-02"), d("2026-03-08"))]
    )
    assert week.standing is Standing.NOT_APPLICABLE


def test_a_kind_that_promises_nothing_is_never_short():
    assert {each.standing for each in weeks_of("2026-03-01", "2026-03-31", (), promised=0).values()} == {
        Standing.NOT_APPLICABLE
    }


def test_two_sessions_of_one_day_are_two():
    assert weeks_of("2026-03-02", "2026-03-08", [d("2026-03-03")] * 2)["2026-03-02"].standing is Standing.MET


@given(
    st.dates(date(2005, 1, 1), date(2025, 6, 1)),
    st.integers(1, 300),
    st.lists(st.integers(-10, 310), max_size=60),
    st.integers(1, 5),
)
def test_weeks_equal_a_count_day_by_day(first, length, offsets, promised):
    last = first + timedelta(days=length)
    sessions = [first + timedelta(days=each) for each in offsets]
    weeks = judged_weeks(sessions, promised, (first, last), CALENDAR)
    inside = [day for day in sessions if first <= day <= last]
    assert totals(weeks).sessions == len(inside)
    assert totals(weeks).weeks == len({day.isocalendar()[:2] for day in brute.span(first, last)})
    for week in weeks:
        mine = [
            day for day in brute.span(first, last) if day.isocalendar()[:2] == week.monday.isocalendar()[:2]
        ]
        worked = [day for day in mine if brute.working(day)]
        count = sum(day in mine for day in inside)
        assert week.sessions == count
        assert (week.standing is Standing.SHORT) is (count < promised <= len(worked))
        assert week.shortfall == (promised - count if week.standing is Standing.SHORT else 0)
        assert list(week.offers) == [day for day in worked if day not in sessions]
