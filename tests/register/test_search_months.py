"""PostgreSQL's index is asked for the newest months first: as many as will do, and none is left out."""

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import event, text

from tests.people import Cast
from tests.register.test_searching import found, scanned
from tests.scattered import DAY, scatter
from xinfang_site.extensions import db
from xinfang_site.petitions.models import SORT_KEY_BASE
from xinfang_site.petitions.visibility.tallies import first_key, month_of
from xinfang_site.register.filters.criteria import HIGH, LOW, Criteria
from xinfang_site.register.filters.list_query import ListQuery
from xinfang_site.register.matters import Register
from xinfang_site.register.searching import costs, months

NEWEST_FIRST, OLDEST_FIRST = True, False


@pytest.fixture
def district(app: Flask) -> Criteria:
    """Some eighty matters of the fourteen months up to March 2026."""
    scatter(120)
    return Criteria(Cast().office("JXF").id)


def turns(criteria: Criteria, wanted: int | None, edge: int | None = None, *, descending: bool = True):
    return list(months.turns(db.session(), criteria, 1.0, edge, wanted, descending=descending))


@pytest.mark.parametrize("descending", [NEWEST_FIRST, OLDEST_FIRST])
def test_the_second_turn_begins_where_the_first_one_ends(
    district: Criteria, descending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "SPARE", 0)
    (edge, near), (further, rest) = turns(district, 5, descending=descending)
    assert (edge, rest) == (None, ())
    assert near
    assert further is not None
    if descending:
        assert month_of(further) == min(near)
        assert month_of(further - 1) < min(near)
        assert max(near) == 202603
    else:
        assert month_of(further) == max(near)
        assert month_of(further + 1) > max(near)
    held = months._held(db.session(), district.office_id, LOW, HIGH)
    assert [each for each in sorted(held) if min(near) <= each <= max(near)] == sorted(near)


def test_as_many_months_are_asked_as_hold_what_is_wanted(
    district: Criteria, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(months, "SPARE", 0)
    held = months._held(db.session(), district.office_id, LOW, HIGH)
    for wanted in (1, held[202603], held[202603] + 1, 30):
        (_, near), _further = turns(district, wanted)
        assert sum(held[each] for each in near) >= wanted
        assert sum(held[each] for each in near[:-1]) < wanted


def test_all_are_asked_at_once_when_all_are_needed_or_the_months_are_too_many(
    district: Criteria, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert turns(district, None) == [(None, ())]
    assert turns(district, 1001) == [(None, ())]
    monkeypatch.setattr(months, "SPARE", 0)
    monkeypatch.setattr(months, "MOST", 1)
    assert turns(district, 60) == [(None, ())]


def test_a_list_between_two_days_asks_for_its_months_only(district: Criteria) -> None:
    low, high = 20251015 * SORT_KEY_BASE, 20260110 * SORT_KEY_BASE
    between = Criteria(district.office_id, low=low, high=high)
    assert turns(between, None) == [(None, (202601, 202512, 202511, 202510))]
    assert turns(between, None, first_key(202512)) == [(first_key(202512), (202512, 202511, 202510))]


def test_a_register_without_matters_is_not_searched(app: Flask) -> None:
    assert turns(Criteria(Cast().office("JXF").id), 1001) == []


@pytest.mark.usefixtures("_postgresql_app")
def test_every_row_of_the_index_has_its_month_among_its_tokens() -> None:
    seen = scatter(40, pending=0)
    rows = db.session.execute(
        text("SELECT sort_key, tokens @@ CAST((sort_key / 1000000000)::text AS tsquery) FROM petition_fts")
    ).all()
    assert sorted(key for key, _ in rows) == sorted(each.key for each in seen)
    assert all(marked for _, marked in rows)


@pytest.mark.untraced
@pytest.mark.usefixtures("_postgresql_app")
@pytest.mark.parametrize("most", [3, 60])
def test_both_turns_together_find_what_a_scan_finds(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Common words, since rare ones are seldom in the months on which the turns meet."""
    seen = scatter(120)
    monkeypatch.setattr(costs, "BITMAP_COST", -1e9)
    monkeypatch.setattr(costs, "matching_share", lambda *_: 1.0)
    monkeypatch.setattr(months, "MOST", most)
    office, real, both = Cast().office("JXF").id, months.turns, []

    def watched(*given, **more):
        told = list(real(*given, **more))
        both.append(len(told) == 2)
        return told

    monkeypatch.setattr(months, "turns", watched)
    days = [None, *(DAY - timedelta(days=ago) for ago in (40, 200))]
    for word, descending, first, last in product("事电漏欠", (True, False), days, (None, DAY)):
        query = ListQuery(words=(word,), descending=descending, received_from=first, received_to=last)
        for needed in (1, 12, 40):
            monkeypatch.setattr(months, "SPARE", needed - 1001)
            assert found(office, query) == scanned(seen, office, query), (query, needed)
    assert sum(both) > 50


@pytest.mark.usefixtures("_postgresql_app")
def test_a_common_word_is_looked_up_in_the_newest_months_only(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = scatter(200, pending=0)
    db.session.execute(text("ANALYZE petition_fts"))
    db.session.commit()
    monkeypatch.setattr(costs, "BITMAP_COST", -1e9)
    monkeypatch.setattr(months, "SPARE", -970)
    asked: list[str] = []
    event.listen(
        db.engine,
        "before_cursor_execute",
        lambda *call: asked.append(str(call[3])) if "near" in call[2] else None,
    )
    office = Cast().office("JXF").id
    found = Register(db.session(), office, ListQuery(words=("事",)), DAY).page(20).places
    newest = sorted((each.key for each in seen if office in each.offices), reverse=True)
    assert [each.key for each in found] == newest[:20]
    assert "202603" in asked[0]
