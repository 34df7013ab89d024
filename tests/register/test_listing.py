"""Lists of the register: what a plain filter in Python would give, in its order, page by page, and fast."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, func, select, text, update
from werkzeug.datastructures import MultiDict

from tests.people import Cast
from tests.scattered import DAY, Seen, scatter
from xinfang_site import clock
from xinfang_site.codes.models import Code
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition, RegisterEntry, RegisterTally
from xinfang_site.petitions.register_models import RegisterRow
from xinfang_site.petitions.visibility import entries, tallies
from xinfang_site.petitions.visibility.tallies import DIMENSIONS, month_of
from xinfang_site.register.filters.list_query import ListQuery, due_range, parse, states_of
from xinfang_site.register.lists import walks as listing
from xinfang_site.register.lists.counting import month_start
from xinfang_site.register.matters import Register

ONLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PAIRS = st.fixed_dictionaries(
    {},
    optional={
        "state": st.lists(
            st.sampled_from(["registered", "handling", "concluded", "open", "closed", "merged"]),
            min_size=1,
            max_size=3,
        ),
        "channel": st.lists(st.sampled_from(["100", "来访", "300"]), min_size=1, max_size=2),
        "category": st.lists(st.sampled_from(["01", "0101", "010102", "0102", "02"]), min_size=1, max_size=2),
        "office": st.lists(
            st.sampled_from(["JZJ", "甲区教委", "none", "YMZ", "JXF"]), min_size=1, max_size=2
        ),
        "due": st.sampled_from(["overdue", "today", "week", "month"]),
        "received_from": st.dates(DAY - timedelta(days=420), DAY).map(str),
        "received_to": st.dates(DAY - timedelta(days=420), DAY).map(str),
        "sort": st.sampled_from(["received", "-received", "due", "-due", "number", "-number"]),
    },
)


def query_of(given_pairs: dict[str, Any]) -> ListQuery:
    return parse(MultiDict(given_pairs))


def naive(seen: list[Seen], office: Office, query: ListQuery) -> list[int]:
    """Ids of the list by a plain filter and a plain sort."""
    session = db.session()
    code_ids = {}
    for each in session.scalars(select(Code)):
        code_ids.setdefault((each.table_name, each.code), set()).add(each.id)
        code_ids.setdefault((each.table_name, each.title), set()).add(each.id)
    parents = {row.id: row.parent_id for row in session.execute(select(Code.id, Code.parent_id))}

    def line(code: int | None) -> set[int]:
        found = set()
        while code:
            found.add(code)
            code = parents[code]
        return found

    by_name = {}
    for each in session.scalars(select(Office)):
        by_name[each.code] = by_name[each.name] = each.id
    channels = {found for each in query.channel for found in code_ids[("channel", each)]}
    topics = {found for each in query.category for found in code_ids[("category", each)]}
    units = {0 if each == "none" else by_name[each] for each in query.office}
    states = set(states_of(query.states))
    kept = []
    for each in seen:
        keep = office.id in each.offices
        keep &= not states or each.state in states
        keep &= not channels or each.channel in channels
        keep &= not topics or bool(topics & line(each.topic))
        keep &= not units or each.unit in units
        keep &= query.received_from is None or each.received >= query.received_from
        keep &= query.received_to is None or each.received <= query.received_to
        if query.due:
            first, last = due_range(query.due, DAY)
            keep &= each.due is not None and first <= each.due <= last
        if keep:
            kept.append(each)
    far = date(9999, 12, 31)
    sign = -1 if query.descending else 1
    if query.sort == "due":
        rank = lambda each: (  # noqa: E731 - three sort keys side by side
            query.descending and each.due is None,
            sign * (each.due or far).toordinal(),
            sign * each.key,
        )
    elif query.sort == "number":
        rank = lambda each: sign * each.id  # noqa: E731
    else:
        rank = lambda each: sign * each.key  # noqa: E731
    return [each.id for each in sorted(kept, key=rank)]


def open_list(office: Office, query: ListQuery) -> Register:
    return Register(db.session(), office.id, query, DAY)


def ids(places: list[listing.Place]) -> list[int]:
    return [each.identifier for each in places]


@pytest.mark.untraced
def test_any_list_equals_a_plain_filter_page_by_page_and_by_jumps(any_app: Flask) -> None:
    seen = scatter(160, pending=0)
    offices = [Cast().office(code) for code in ("JXF", "JZJ", "YXF")]

    @settings(max_examples=80, deadline=None, suppress_health_check=ONLY)
    @given(PAIRS, st.sampled_from([0, 1, 2]), st.integers(1, 9))
    def check(pairs: dict[str, Any], which: int, jump: int) -> None:
        office, query = offices[which], query_of(pairs)
        expected = naive(seen, office, query)
        whole = open_list(office, query)
        assert ids([place for chunk in whole.everything() for place in chunk]) == expected
        assert whole.count(exact=True).number == len(expected)
        walked, page = [], open_list(office, query).page(7)
        while True:
            walked += ids(page.places)
            if not page.more:
                break
            after = ".".join(map(str, page.places[-1]))
            page = open_list(office, query_of({**pairs, "after": after, "page": str(page.number + 1)})).page(
                7
            )
        assert walked == expected
        jumped = open_list(office, query_of({**pairs, "page": str(jump)})).page(7)
        assert ids(jumped.places) == expected[(jump - 1) * 7 : jump * 7]
        assert jumped.more == (len(expected) > jump * 7)
        if jump > 1 and jumped.places:
            before = ".".join(map(str, jumped.places[0]))
            back = open_list(office, query_of({**pairs, "before": before, "page": str(jump - 1)})).page(7)
            assert ids(back.places) == expected[(jump - 2) * 7 : (jump - 1) * 7]

    check()


def test_a_place_of_one_order_may_be_given_to_another_without_harm(app: Flask) -> None:
    scatter(30)
    office = Cast().office("JXF")
    for sort in ("due", "-due", "number"):
        query = query_of({"sort": sort, "after": "20260101000000000000.5.7", "before": "1.2.3"})
        assert open_list(office, query).page(5).number == 1


def test_nobodys_register_is_empty(app: Flask) -> None:
    scatter(10)
    empty = Register(db.session(), None, ListQuery(), DAY)
    assert empty.page(50).places == []
    assert empty.count(exact=True).number == 0


HOT = [
    "",
    "state=handling",
    "state=open",
    "state=open&sort=-received",
    "office=JZJ",
    "office=JZJ&state=concluded",
    "channel=100",
    "channel=100&channel=200&state=closed",
    "category=01",
    "category=0101",
    "sort=due",
    "sort=-due",
    "sort=number",
    "sort=-number&state=concluded",
    "due=overdue",
    "due=week&office=JZJ",
    "received_from=2025-06-10&received_to=2026-01-20",
    "received_from=2025-06-10&office=JZJ&state=concluded",
    "page=3",
    "page=3&state=concluded",
    "q=物业",
    "q=电梯 物业",
    "q=要求解决",
    "q=电梯&office=JZJ&state=handling",
]


@pytest.mark.untraced
@pytest.mark.parametrize("address", HOT)
def test_a_hot_list_is_one_walk_of_an_index(app: Flask, address: str) -> None:
    scatter(400, pending=0)
    with writing(db.session()):
        db.session.execute(text("ANALYZE"))
    statements: list[tuple[str, Any]] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: statements.append((call[2], call[3])))
    pairs = MultiDict([each.split("=") for each in address.split("&") if each])
    for barred in ((), (3, 5)):  # whoever is reported walks the same index
        Register(db.session(), Cast().office("JXF").id, parse(pairs), DAY, barred).page(20)
    with db.engine.connect() as connection:
        for statement, values in list(statements):
            if "FROM register" not in statement and "petition" not in statement:
                continue  # code tables, offices, tallies
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            told = "\n".join(row[3] for row in plan)
            assert "TEMP B-TREE" not in told, f"{statement}\n{told}"
            assert "SCAN petition\n" not in f"{told}\n", told
            assert "SCAN register_entry" not in told, told


@pytest.mark.untraced
@pytest.mark.usefixtures("_postgresql_app")
def test_no_list_on_postgresql_collects_the_matters_that_are_being_entered() -> None:
    scatter(400, pending=0)
    statements: list[tuple[str, Any]] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: statements.append((call[2], call[3])))
    for address in (*HOT, "q=电梯", "q=电梯&state=handling"):
        pairs = MultiDict([each.split("=") for each in address.split("&") if each])
        Register(db.session(), Cast().office("JXF").id, parse(pairs), DAY).page(20)
    with db.engine.connect() as connection:
        plans = [
            "\n".join(connection.exec_driver_sql(f"EXPLAIN {statement}", values).scalars())
            for statement, values in list(statements)
            if "register" in statement and not statement.startswith("EXPLAIN")
        ]
    assert sum("entering_batch" in plan for plan in plans) > len(HOT)
    assert [plan for plan in plans if "hashed SubPlan" in plan] == []


def recount() -> dict[tuple[int, str, str, int], int]:
    found: dict[tuple[int, str, str, int], int] = {}
    for entry in db.session.execute(select(*RegisterEntry.__table__.columns)).mappings():
        month = month_of(entry["sort_key"])
        keys = [("all", "")] + [(name, str(entry[column])) for name, column in DIMENSIONS.items()]
        for name, value in keys:
            key = (entry["office_id"], name, value, month)
            found[key] = found.get(key, 0) + 1
    return found


def test_tallies_equal_a_recount_after_any_changes(any_app: Flask) -> None:
    seen = scatter(60)
    pick = random.Random(7)  # noqa: S311 - test data
    units = [Cast().office(code).id for code in ("JZJ", "JJW", "JJD", "YMZ")]
    for _ in range(40):
        with writing(db.session()):
            petition = db.session.get_one(Petition, pick.choice(seen).id)
            petition.state = pick.choice(["handling", "concluded", "void"])
            petition.unit_id = pick.choice([None, *units])
            petition.category_id = pick.choice([None, seen[0].topic or None, seen[5].topic or None])
            petition.due_on = pick.choice([None, DAY])
            entries.refresh(db.session(), petition)
    tallied = {
        (row.office_id, row.dimension, row.value, row.month): row.total
        for row in db.session.execute(select(*RegisterTally.__table__.columns))
        if row.total
    }
    assert tallied == recount()


@pytest.mark.parametrize(
    "address", ["", "state=open", "channel=100&state=closed", "due=month", "page=2", "q=梯"]
)
def test_lists_and_counts_leave_out_what_reports_the_reader(any_app: Flask, address: str) -> None:
    scatter(60, pending=0)
    office = Cast().office("JXF").id
    query = parse(MultiDict([each.split("=") for each in address.split("&") if each]))
    whole = Register(db.session(), office, replace(query, page=1), DAY)
    everything = [each.identifier for chunk in whole.everything() for each in chunk]
    barred = frozenset(everything[1:4])
    assert barred
    narrowed = Register(db.session(), office, query, DAY, barred)
    left = [each for each in everything if each not in barred]
    assert narrowed.count(exact=True).number == len(left)
    shown = [each.identifier for each in narrowed.page(7).places]
    start = 7 * (query.page - 1)
    assert shown == left[start : start + 7]
    assert narrowed.whole_register == whole.whole_register - len(barred)


def test_a_count_beyond_the_cap_is_said_to_be_more_until_asked_for(app: Flask) -> None:
    scatter(40, pending=0)
    office = Cast().office("JXF")
    with writing(db.session()):
        template = (
            db.session.execute(
                select(*RegisterEntry.__table__.columns).where(RegisterEntry.office_id == office.id).limit(1)
            )
            .mappings()
            .one()
        )
        rows = [
            dict(template, sort_key=template["sort_key"] + 1000 + number, state="handling")
            for number in range(1100)
        ]
        db.session.execute(RegisterRow.__table__.insert(), rows)
        deltas = entries.tallies.Deltas()
        for row in rows:
            entries.tallies.count(deltas, row, 1)
        entries.tallies.apply(db.session(), deltas)
    query = ListQuery(states=("handling", "registered"), channel=("100", "200", "300", "400"))
    assert Register(db.session(), office.id, query, DAY).count(exact=False).text == "1000+"
    assert not Register(db.session(), office.id, query, DAY).at_most(1050)
    assert Register(db.session(), office.id, query, DAY).count(exact=True).number > 1050
    total = db.session.scalar(select(func.count()).where(RegisterEntry.office_id == office.id))
    assert Register(db.session(), office.id, ListQuery(), DAY).count(exact=False).number == total
    with writing(db.session()):
        db.session.execute(delete(RegisterRow).where(RegisterRow.petition_id == template["petition_id"]))


def test_months_start_where_their_keys_do(app: Flask) -> None:
    assert month_start(202601) < 20260101 * 10**7 < month_start(202602)
    assert clock.today()


def test_empty_tallies_go_without_waiting_for_any_that_others_hold(any_app: Flask) -> None:
    """A batch taken back waited for an empty row of another's while that one waited for its own: a ring."""
    if db.engine.dialect.name == "sqlite":
        return  # its writers go one by one
    foreign, own = (1, "all", "", 190001), (1, "all", "", 190002)
    for change in ({foreign: 1, own: 1}, {foreign: -1}):
        with writing(db.session()) as session:
            tallies.apply(session, tallies.Deltas(change))
    of_1900 = select(RegisterTally.month, RegisterTally.total).where(RegisterTally.month < 190100)
    with db.engine.connect() as other, other.begin():
        other.execute(update(RegisterTally).where(RegisterTally.month == 190001).values(total=5))
        with writing(db.session()) as session:
            session.execute(text("SET LOCAL lock_timeout = '200ms'"))
            gone = tallies.Deltas({own: -1})
            tallies.apply(session, gone)
            tallies.drop_empty(session, gone)
    assert db.session.execute(of_1900).all() == [(190001, 5)]
