from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import d
from xinfang_joint_reception.domain.bookings import Hours
from xinfang_joint_reception.domain.expansion import Period
from xinfang_joint_reception.domain.filling import Candidate, Place, fill

FIRST = date(2026, 3, 2)


def hours(day: date) -> Hours:
    return Hours(day, time(9), time(11, 30))


def places(number: int, **rest) -> list[Place]:
    return [Place(n, n, hours(FIRST + timedelta(days=n)), **rest) for n in range(number)]


def test_each_takes_a_turn_and_the_preview_shows_the_shares():
    found = fill(places(5), [Candidate(1, "甲"), Candidate(2, "乙"), Candidate(3, "丙")])
    assert [each.title for _, each in found.chosen] == ["甲", "乙", "丙", "甲", "乙"]
    assert [(each.title, before, after) for each, before, after in found.loads] == [
        ("甲", 0, 2),
        ("乙", 0, 2),
        ("丙", 0, 1),
    ]


def test_whoever_has_had_fewer_sessions_before_comes_first():
    found = fill(places(2), [Candidate(1, "甲", load=3), Candidate(2, "乙")])
    assert [each.title for _, each in found.chosen] == ["乙", "乙"]


def test_places_of_the_head_go_to_a_head_and_to_others_only_when_none_is_free():
    away = (Period(FIRST + timedelta(days=1), FIRST + timedelta(days=1)),)
    found = fill(places(2, by_head=True), [Candidate(1, "甲"), Candidate(2, "书记", is_head=True, away=away)])
    assert [each.title for _, each in found.chosen] == ["书记", "甲"]


def test_a_place_that_nobody_can_take_stays_open():
    away = (Period(d("2026-01-01"), d("2026-12-31"), "挂职"),)
    found = fill(places(1), [Candidate(1, "甲", away=away), Candidate(2, "乙", busy=(hours(FIRST),))])
    assert not found.chosen
    assert [each.mark for each in found.unfilled] == [0]
    assert not fill(places(1), []).chosen


def test_nobody_sits_at_two_windows_of_one_session():
    two = [Place(1, 7, hours(FIRST)), Place(2, 7, hours(FIRST))]
    assert [each.title for _, each in fill(two, [Candidate(1, "甲"), Candidate(2, "乙")]).chosen] == [
        "甲",
        "乙",
    ]
    assert len(fill(two, [Candidate(1, "甲")]).unfilled) == 1


spans = st.tuples(st.integers(0, 40), st.integers(0, 8)).map(
    lambda one: Period(FIRST + timedelta(days=one[0]), FIRST + timedelta(days=one[0] + one[1]))
)
rosters = st.lists(
    st.tuples(st.booleans(), st.integers(0, 4), st.lists(spans, max_size=3)), min_size=1, max_size=6
).map(lambda rows: [Candidate(n, f"第{n}人", *row[:2], tuple(row[2])) for n, row in enumerate(rows)])
wanted = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.booleans()), max_size=40).map(
    lambda rows: [
        Place(n, session, hours(FIRST + timedelta(days=day)), by_head)
        for n, (day, session, by_head) in enumerate(rows)
    ]
)


@given(wanted, rosters)
def test_nobody_sits_twice_or_while_away_and_every_place_is_accounted_for(rows, roster):
    found = fill(rows, roster)
    assert len(found.chosen) + len(found.unfilled) == len(rows)
    assert {each.mark for each, _ in found.chosen} | {each.mark for each in found.unfilled} == {
        each.mark for each in rows
    }
    taken = [(who.mark, place.hours.day) for place, who in found.chosen]
    assert len(taken) == len(set(taken))
    seats = [(who.mark, place.session) for place, who in found.chosen]
    assert len(seats) == len(set(seats))
    assert not any(away.holds(place.hours.day) for place, who in found.chosen for away in who.away)
    for place, who in found.chosen:
        assert (
            who.is_head
            or not place.by_head
            or not any(
                other.is_head
                and not any(away.holds(place.hours.day) for away in other.away)
                and (other.mark, place.hours.day) not in taken
                and (other.mark, place.session) not in seats
                for other in roster
            )
        )
    assert sum(after - before for _, before, after in found.loads) == len(found.chosen)
    assert fill(rows, roster) == found


@given(st.integers(0, 60), st.integers(1, 8))
def test_shares_differ_by_one_at_most_when_all_can_come(number, people):
    found = fill(places(number), [Candidate(n, str(n)) for n in range(people)])
    shares = [after for _, _, after in found.loads]
    assert max(shares) - min(shares) <= 1
    assert not found.unfilled
