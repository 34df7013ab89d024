"""The organisation tree: place, search, validity, dissolution."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.audited import last_event
from tests.people import Cast
from xinfang_site import clock
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.offices import queries, services
from xinfang_site.offices.models import Office, OfficeKind
from xinfang_site.offices.services import Dissolution, OfficeDraft
from xinfang_site.versions import StaleEditError

CAST = Cast()


def draft(**changes: object) -> OfficeDraft:
    values: dict[str, object] = {
        "code": "JMZ",
        "name": "甲区民政局",
        "short_name": "甲民政",
        "kind": "department",
        "letters": "JMZ",
        **changes,
    }
    return OfficeDraft(**values)  # type: ignore[arg-type]  # tests change single fields


def draft_of(code: str, **changes: object) -> OfficeDraft:
    office = CAST.office(code)
    names = ("code", "name", "short_name", "kind", "letters", "parent_id", "review_office_id", "version")
    return draft(**{name: getattr(office, name) for name in names}, **changes)


def edit(code: str, **changes: object) -> None:
    changed = replace(draft_of(code), **changes)  # type: ignore[arg-type]  # as above
    services.edit(db.session(), CAST.actor("root_system"), CAST.office(code).id, changed)


def test_a_new_office_stands_below_its_parent_and_is_audited(app: Flask) -> None:
    parent = CAST.office("JQ")
    office_id = services.create(db.session(), CAST.actor("root_system"), draft(parent_id=parent.id))
    office = db.session.get_one(Office, office_id)
    assert office.path == f"{parent.path}{office_id}/"
    assert set(office.initials.split()) == {"jqmzj", "jmz"}
    event = last_event()
    assert (event.action, event.object_id) == ("office.create", str(office_id))
    assert event.changes["parent"] == [None, "甲区人民政府"]


def test_an_office_at_the_top_has_a_path_of_its_own(app: Flask) -> None:
    office_id = services.create(db.session(), CAST.actor("root_system"), draft())
    assert db.session.get_one(Office, office_id).path == f"/{office_id}/"


def test_moving_an_office_moves_everything_below_it(any_app: Flask) -> None:
    unit, section, other = (CAST.office(code) for code in ("JZJ", "JZJ1", "YQ"))
    edit("JZJ", parent_id=other.id)
    db.session.expire_all()
    assert unit.path == f"{other.path}{unit.id}/"
    assert section.path == f"{unit.path}{section.id}/"
    assert last_event().changes == {"parent": ["甲区人民政府", "乙区人民政府"]}


def test_an_office_never_stands_below_itself(app: Flask) -> None:
    for below in ("JZJ", "JZJ1"):
        with pytest.raises(Refused, match="下级"):
            edit("JZJ", parent_id=CAST.office(below).id)


@pytest.mark.parametrize(
    ("field", "value"), [("code", "JXF"), ("letters", "JXF"), ("name", "甲区信访办"), ("parent_id", 99999)]
)
def test_codes_letters_and_names_are_unique_and_parents_exist(app: Flask, field: str, value: object) -> None:
    with pytest.raises(Refused) as refused:
        services.create(db.session(), CAST.actor("root_system"), draft(**{field: value}))
    assert refused.value.field == field


def test_an_office_does_not_review_itself(app: Flask) -> None:
    with pytest.raises(Refused) as refused:
        edit("JZJ", review_office_id=CAST.office("JZJ").id)
    assert refused.value.field == "review_office_id"


def test_the_tree_is_not_endlessly_deep(app: Flask) -> None:
    parent_id = None
    levels = [draft(code=f"D{each}", name=f"第{each}层", letters=f"DD{each}") for each in range(13)]
    for level in levels[:-1]:
        parent_id = services.create(
            db.session(), CAST.actor("root_system"), replace(level, parent_id=parent_id)
        )
    deepest = replace(levels[-1], parent_id=parent_id)
    with pytest.raises(Refused, match="最多 12 级"):
        services.create(db.session(), CAST.actor("root_system"), deepest)


def test_an_edit_from_an_old_page_is_refused_and_changes_nothing(app: Flask) -> None:
    old = draft_of("JZJ", head="旧页面")
    edit("JZJ", head="先保存的")
    with pytest.raises(StaleEditError):
        services.edit(db.session(), CAST.actor("root_system"), CAST.office("JZJ").id, old)
    assert CAST.office("JZJ").head == "先保存的"


def test_an_edit_that_changes_nothing_leaves_no_record(app: Flask) -> None:
    edit("JZJ", head="张")
    before = last_event().id
    edit("JZJ", head="张")
    assert last_event().id == before


def dissolution(code: str, successor: str, last_day: date | None = None) -> Dissolution:
    day = last_day or clock.today()
    return Dissolution(day, CAST.office(successor).id, "机构改革", CAST.office(code).version)


def test_a_dissolved_office_names_its_successor_and_is_no_choice_any_more(app: Flask) -> None:
    office = CAST.office("JJW")
    yesterday = clock.today() - timedelta(days=1)
    services.dissolve(
        db.session(), CAST.actor("root_system"), office.id, dissolution("JJW", "JJD", last_day=yesterday)
    )
    assert office.successor_id == CAST.office("JJD").id
    choices = dict(queries.choices_for(db.session(), clock.today()))
    assert office.id not in choices
    assert office.id not in {row.office.id for row in queries.tree(db.session(), clock.today())}
    assert office.id in {row.office.id for row in queries.tree(db.session(), clock.today(), gone=True)}
    assert last_event().changes["successor"] == ["", "甲一街道"]


@pytest.mark.parametrize(
    ("code", "successor", "why"),
    [("JJW", "JJW", "其他机构"), ("JZJ", "JZJ1", "其他机构"), ("JZJ", "JJD", "下级机构")],
)
def test_an_office_with_others_below_or_without_a_real_successor_stays(
    app: Flask, code: str, successor: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        services.dissolve(
            db.session(), CAST.actor("root_system"), CAST.office(code).id, dissolution(code, successor)
        )


def test_a_successor_must_outlive_the_dissolved_office(app: Flask) -> None:
    actor, day = CAST.actor("root_system"), clock.today()
    services.dissolve(db.session(), actor, CAST.office("JJD").id, dissolution("JJD", "JJW"))
    with pytest.raises(Refused, match="届时也已撤销"):
        services.dissolve(db.session(), actor, CAST.office("JJW").id, dissolution("JJW", "JJD", day))


def test_an_office_does_not_end_before_it_began(app: Flask) -> None:
    edit("JJW", valid_from=clock.today())
    with pytest.raises(Refused, match="早于启用日期"):
        services.dissolve(
            db.session(),
            CAST.actor("root_system"),
            CAST.office("JJW").id,
            dissolution("JJW", "JJD", clock.today() - timedelta(days=1)),
        )


def test_a_subtree_is_the_office_and_everything_below(app: Flask) -> None:
    ids = queries.subtree_ids(db.session(), CAST.office("JZJ").id)
    assert ids == {CAST.office("JZJ").id, CAST.office("JZJ1").id}
    assert queries.subtree_ids(db.session(), 99999) == frozenset()


def test_ancestors_come_from_the_root_down(app: Flask) -> None:
    above = queries.ancestors(db.session(), CAST.office("JZJ1"))
    assert [each.code for each in above] == ["JQ", "JZJ"]


@pytest.mark.parametrize(
    ("code", "watcher"), [("JZJ1", "JXF"), ("JJD", "JXF"), ("JXF", "JXF"), ("JQ", "JXF"), ("YMZ", "YXF")]
)
def test_the_petition_office_above_is_the_nearest_of_the_own_district(
    app: Flask, code: str, watcher: str
) -> None:
    found = queries.petition_office_above(db.session(), CAST.office(code))
    assert found is not None
    assert found.code == watcher


def test_a_petition_office_watches_over_what_stands_below_it(app: Flask) -> None:
    edit("JJD", parent_id=CAST.office("JXF").id)
    found = queries.petition_office_above(db.session(), CAST.office("JJD"))
    assert found is not None
    assert found.code == "JXF"


def test_a_dissolved_petition_office_watches_over_nobody(app: Flask) -> None:
    services.dissolve(
        db.session(), CAST.actor("root_system"), CAST.office("YXF").id, dissolution("YXF", "JXF")
    )
    tomorrow = clock.today() + timedelta(days=1)
    assert queries.petition_office_above(db.session(), CAST.office("YMZ"), tomorrow) is None


@pytest.mark.parametrize("words", ["住建", "JZJ", "jqzjw", "甲区住建委", "jwy"])
def test_an_office_is_found_by_name_code_letters_and_initials(app: Flask, words: str) -> None:
    found = {row.office.code for row in queries.tree(db.session(), clock.today(), words=words)}
    assert found & {"JZJ", "JZJ1"}
    assert "YXF" not in found


def test_parents_come_before_their_children_in_the_tree(app: Flask) -> None:
    rows = queries.tree(db.session(), clock.today())
    places = {row.office.id: at for at, row in enumerate(rows)}
    for row in rows:
        if row.office.parent_id is not None:
            assert places[row.office.parent_id] < places[row.office.id]
    assert {row.office.code: row.depth for row in rows}["JZJ1"] == 2


def test_kinds_and_names_have_chinese_words(app: Flask) -> None:
    assert all(each.title for each in OfficeKind)
    assert CAST.office("JJD").kind_title == "镇街"
    assert queries.names(db.session())[CAST.office("JJD").id] == "甲一街道"
