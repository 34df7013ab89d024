"""Search: exactly what a scan of the texts and of the people finds, whichever side drives."""

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select, text
from werkzeug.datastructures import MultiDict

from tests import matters
from tests.people import Cast
from tests.scattered import ALPHABET, DAY, NAMES, Seen, scatter
from xinfang_site.database import writing
from xinfang_site.extensions import db
from xinfang_site.petitions.models import Petition, PetitionText, SearchPending
from xinfang_site.petitions.visibility import indexing
from xinfang_site.petitions.visibility.tokens import fold, query_tokens, tokens_of
from xinfang_site.register import matters as register
from xinfang_site.register import search_words as words
from xinfang_site.register.filters.list_query import ListQuery, parse
from xinfang_site.register.lists.walks import Page, Place
from xinfang_site.register.matters import Register
from xinfang_site.register.searching import costs, index_hits, index_worker, months

DAYS = st.none() | st.integers(0, 400).map(lambda ago: DAY - timedelta(days=ago))
ONLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def scanned(seen: list[Seen], office_id: int, query: ListQuery) -> list[int]:
    """Ids that a scan finds, newest first."""

    def holds(each: Seen, word: str) -> bool:
        by_text = any(fold(word) in fold(part) for part in each.texts)
        return by_text or word in {each.name, each.phone, each.phone[-4:]}

    found = [
        each
        for each in seen
        if office_id in each.offices
        and all(holds(each, word) for word in query.words)
        and (not query.states or each.state in query.states)
        and (query.received_from or each.received) <= each.received <= (query.received_to or each.received)
    ]
    newest_first = [each.id for each in sorted(found, key=lambda each: -each.key)]
    oldest_first = query.sort == "received" and not query.descending
    return newest_first[::-1] if oldest_first else newest_first


def found(office_id: int, query: ListQuery) -> list[int]:
    whole = Register(db.session(), office_id, query, DAY)
    ids = [place.identifier for chunk in whole.everything() for place in chunk]
    assert whole.count(exact=True).number == len(ids)
    return ids


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier test's database held is forgotten."""
    monkeypatch.setattr(index_hits, "_common", WeakKeyDictionary())


@pytest.fixture(params=["the index drives", "the register drives"])
def side(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "the register drives":
        monkeypatch.setattr(index_hits, "RARE", 0)
        monkeypatch.setattr(index_hits, "NEWEST", 1)
        monkeypatch.setattr(costs, "INDEX_COST", 1e9)
        monkeypatch.setattr(costs, "BITMAP_COST", 1e9)
    else:
        monkeypatch.setattr(costs, "BITMAP_COST", -1e9)
    return str(request.param)


@pytest.mark.untraced
def test_any_search_equals_a_scan(any_app: Flask, side: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = scatter(90)
    offices = [Cast().office(code).id for code in ("JXF", "JZJ", "YXF")]

    @settings(max_examples=120, deadline=None, suppress_health_check=ONLY)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        wanted = []
        for _ in range(data.draw(st.integers(1, 3))):
            source = data.draw(st.sampled_from(data.draw(st.sampled_from(seen)).texts))
            start = data.draw(st.integers(0, max(len(source) - 1, 0)))
            wanted.append(source[start : start + data.draw(st.integers(1, 8))])
        extra = data.draw(st.sampled_from(["", *NAMES, seen[0].phone, seen[1].phone[-4:], "1２", "ａB"]))
        query = parse(MultiDict({"q": " ".join([*wanted, extra])}))
        states = data.draw(st.sampled_from([(), ("handling",), ("handling", "concluded")]))
        query = replace(query, states=states, descending=data.draw(st.booleans()))
        first, last = data.draw(DAYS), data.draw(DAYS)
        query = replace(query, received_from=first and min(first, last or first), received_to=last)
        if side == "the index drives":  # with all hits in hand, or the newest, or none
            monkeypatch.setattr(index_hits, "NEWEST", data.draw(st.sampled_from([1, 3, 1001])))
            monkeypatch.setattr(costs, "INDEX_COST", 0.0)
            monkeypatch.setattr(months, "SPARE", data.draw(st.sampled_from([-1000, -995, 0])))
            monkeypatch.setattr(months, "MOST", data.draw(st.sampled_from([0, 3, 60])))
            index_hits._common.clear()
        for office_id in offices:
            if query.words:
                assert found(office_id, query) == scanned(seen, office_id, query)

    check()


@pytest.mark.parametrize("newest", [5, 1001])
def test_pages_of_a_search_follow_one_another_both_ways(
    any_app: Flask, side: str, newest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if side == "the index drives":
        monkeypatch.setattr(index_hits, "NEWEST", newest)
        monkeypatch.setattr(costs, "INDEX_COST", 0.0)
    seen = scatter(80)
    office_id = Cast().office("JXF").id
    expected = scanned(seen, office_id, ListQuery(words=("事",)))
    query = ListQuery(words=("事",))
    first = Register(db.session(), office_id, query, DAY).page(9)
    assert [each.identifier for each in first.places] == expected[:9]
    third = Register(db.session(), office_id, replace(query, page=3), DAY).page(9)
    assert [each.identifier for each in third.places] == expected[18:27]
    second = Register(
        db.session(), office_id, replace(query, page=2, before=tuple(third.places[0])), DAY
    ).page(9)
    assert [each.identifier for each in second.places] == expected[9:18]
    onwards = Register(
        db.session(), office_id, replace(query, page=3, after=tuple(second.places[-1])), DAY
    ).page(9)
    assert onwards.places == third.places
    rising = Register(db.session(), office_id, replace(query, descending=False), DAY).page(9)
    assert [each.identifier for each in rising.places] == expected[::-1][:9]


def test_a_search_may_be_sorted_while_it_is_short(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = scatter(60)
    office_id = Cast().office("JXF").id
    query = ListQuery(words=("事",), sort="number", descending=False)
    expected = sorted(scanned(seen, office_id, query))
    assert [
        each.identifier for each in Register(db.session(), office_id, query, DAY).page(100).places
    ] == expected
    monkeypatch.setattr(register, "FEW", 5)
    listing = Register(db.session(), office_id, query, DAY).page(100)
    assert [each.identifier for each in listing.places] == scanned(seen, office_id, query)
    assert "不能按登记先后排序" in listing.notes[0]


def test_a_search_does_not_go_to_an_absurd_page(app: Flask) -> None:
    scatter(20)
    listing = Register(
        db.session(), Cast().office("JXF").id, ListQuery(words=("事",), page=99_999), DAY
    ).page(50)
    assert listing.places == []
    assert "页码过大" in listing.notes[0]


def test_days_of_receipt_narrow_a_search(any_app: Flask, side: str) -> None:
    seen = scatter(60)
    office_id = Cast().office("JXF").id
    days = sorted(each.received for each in seen)
    query = ListQuery(words=("事",), received_from=days[20], received_to=days[40])
    expected = [
        each.id for each in seen if days[20] <= each.received <= days[40] and office_id in each.offices
    ]
    assert sorted(found(office_id, query)) == sorted(expected)


def test_people_are_found_by_name_phone_ending_and_number(any_app: Flask) -> None:
    matters.registered()
    matters.registered(
        petitioners=(
            matters.PetitionerDraft(
                "钱四海", phones=("13912345678", "02388881111"), id_number=matters.ID_NUMBER
            ),
        )
    )
    office_id = Cast().office("JXF").id
    for word in (
        "钱四海",
        "13912345678",
        "139-1234-5678",
        "5678",
        "１３９１２３４５６７８",
        "02388881111",
        matters.ID_NUMBER,
    ):
        assert len(found(office_id, ListQuery(words=(word,)))) == 1, word
    for word in ("钱四", "1391234567", "567", matters.ID_NUMBER[:-1]):
        assert found(office_id, ListQuery(words=(word,))) == [], word
    assert found(Cast().office("YXF").id, ListQuery(words=("钱四海",))) == []


def test_a_number_is_found_whole_in_part_and_in_small_letters(any_app: Flask) -> None:
    seen = scatter(40)
    office_id = Cast().office("JXF").id
    one = next(each for each in seen if office_id in each.offices)
    for word in (one.number, one.number.lower(), one.number[3:], one.number[-5:]):
        assert one.id in found(office_id, ListQuery(words=(word,)))
    assert found(office_id, ListQuery(words=(one.number,))) == [one.id]


def test_the_worker_indexes_what_was_put_off_in_small_steps(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_worker, "CHUNK", 25)
    seen = scatter(60, pending=1.0)
    office_id = Cast().office("JXF").id
    before = found(office_id, ListQuery(words=("事",)))
    steps = 0
    while index_worker.step(db.session()):
        steps += 1
    assert steps == 3
    assert db.session.scalar(select(func.count()).select_from(SearchPending)) == 0
    assert (
        found(office_id, ListQuery(words=("事",)))
        == before
        == scanned(seen, office_id, ListQuery(words=("事",)))
    )


PARTS = text("SELECT count(DISTINCT id >> 37) FROM petition_fts_data WHERE id > 10")
LEFT = text("SELECT gin_clean_pending_list('ix_petition_fts_tokens'::regclass)")


def test_what_saves_leave_beside_the_index_is_sorted_in_soon(
    any_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in range(1, 7):
        with writing(db.session()):
            indexing.add(db.session(), key, "甲 乙 甲乙")
    monkeypatch.setattr(index_worker, "UPKEEP_SECONDS", 0.0)
    on_sqlite = db.engine.dialect.name == "sqlite"
    assert not on_sqlite or db.session.scalar(PARTS) >= 6
    assert not index_worker.upkeep(db.session())
    assert db.session.scalar(PARTS if on_sqlite else LEFT) == int(on_sqlite)


def test_a_changed_text_is_found_by_its_new_words_only(any_app: Flask) -> None:
    petition_id = matters.registered(content="原来的诉求是修路")
    office_id = Cast().office("JXF").id
    with writing(db.session()):
        key, tokens = indexing.tokens_now(db.session(), petition_id)
        db.session.get_one(PetitionText, petition_id).content = "现在的诉求是修桥"
        db.session.flush()
        indexing.drop(db.session(), key, tokens)
        indexing.add(db.session(), *indexing.tokens_now(db.session(), petition_id))
    assert found(office_id, ListQuery(words=("修桥",))) == [petition_id]
    assert found(office_id, ListQuery(words=("修路",))) == []


def test_strange_words_find_what_a_scan_finds(any_app: Flask) -> None:
    seen = scatter(10)
    office_id = Cast().office("JXF").id
    for typed in (
        "' OR 1=1 --",
        '"',
        "*",
        "NEAR(a b)",
        "a AND",
        "%_",
        "\\",
        "\x00",
        "😀",
        "\u202e右",
        "(" * 90,
        "~00",
        "~",
    ):
        query = parse(MultiDict({"q": typed}))
        assert found(office_id, query) == scanned(seen, office_id, query), typed


def test_common_words_let_the_cheaper_side_drive(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    scatter(60, pending=0)
    monkeypatch.setattr(index_hits, "NEWEST", 3)
    office = Cast().office("JXF").id
    whole = Register(db.session(), office, ListQuery(words=("事",)), DAY)
    assert whole.search is not None
    assert whole.search.index_drives
    monkeypatch.setattr(costs, "INDEX_COST", 1000.0)
    narrow = Register(db.session(), office, ListQuery(words=("事",), states=("handling",)), DAY)
    assert narrow.search is not None
    assert not narrow.search.index_drives


def test_hits_are_looked_up_in_the_index_of_the_narrowest_filter(app: Flask) -> None:
    """SQLAlchemy leaves hints for SQLite out without a word, and the register's own key was walked for each hit."""
    scatter(60, pending=0)
    asked: list[tuple[str, Any]] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
    query = ListQuery(words=("事",), states=("handling",))
    Register(db.session(), Cast().office("JXF").id, query, DAY).page(20)
    statement, values = next(each for each in asked if "INDEXED BY" in each[0])
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert "COVERING INDEX ix_register_entry_state" in "\n".join(row[3] for row in plan)


@given(st.text(alphabet=ALPHABET + " 　\n", max_size=30), st.integers(0, 30), st.integers(1, 12))
def test_every_substring_has_its_tokens_in_the_text(body: str, start: int, length: int) -> None:
    held = tokens_of([body])
    for word in body[start : start + length].split():
        assert set(query_tokens(word)) <= held


def test_whole_phone_and_identity_numbers_are_sealed_in_addresses(app: Flask) -> None:
    for number in ("13912345678", matters.ID_NUMBER):
        sealed = words.sealed(number)
        assert number not in sealed
        assert words.split(sealed) == (number,)
        assert number not in words.shown(number)
        assert words.word(number).personal
    assert words.sealed("物业") == "物业"
    other = words.SEALED + words.vault().encrypt("secret").hex()
    assert words.split(other) == (other[: words.MAX_LENGTH],)


def test_a_place_is_kept_when_pages_are_cut(app: Flask) -> None:
    assert register._slice(
        [Place(1, 0, 1), Place(2, 0, 2)], register.Order("received", False), Page(1, offset=1)
    ) == [Place(2, 0, 2)]


def test_texts_and_pending_rows_agree_after_random_work(any_app: Flask) -> None:
    pick: Any = random.Random(3)  # noqa: S311 - test data
    scatter(30)
    for _ in range(10):
        with writing(db.session()):
            petition = pick.choice(db.session.scalars(select(Petition).order_by(Petition.id)).all())
            key, tokens = indexing.tokens_now(db.session(), petition.id)
            indexing.drop(db.session(), key, tokens)
            petition.summary = "".join(pick.choices("甲乙丙丁", k=6))
            db.session.flush()
            indexing.add(db.session(), *indexing.tokens_now(db.session(), petition.id))
    office_id = Cast().office("JXF").id
    for word in ("甲乙", "丙", "丁丁"):
        plain = [
            row.id
            for row in db.session.execute(
                select(Petition.id, Petition.summary)
                .join(register.ENTRY.office_id.table, register.ENTRY.petition_id == Petition.id)
                .where(register.ENTRY.office_id == office_id)
                .order_by(Petition.sort_key.desc())
            )
            if word in row.summary
        ]
        assert found(office_id, ListQuery(words=(word,))) == plain
