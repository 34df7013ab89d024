"""The law library in the database: versions, marks, uses, search, import, end; on both databases."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select

from tests.matters import forwarded, registered
from tests.people import Cast
from xinfang_site import instance
from xinfang_site.actor import Actor
from xinfang_site.audit.models import AuditEvent
from xinfang_site.database import writing
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.rule_sets import RULE_SETS
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.statutes import REGULATIONS_2005, REGULATIONS_2022
from xinfang_site.extensions import db
from xinfang_site.laws import queries, services, uses
from xinfang_site.laws.citing import cited, own_basis
from xinfang_site.laws.kinds import AMENDED, DROPPED, IN_FORCE, NOT_YET, REPEALED, UNCHANGED
from xinfang_site.laws.loading import load_laws
from xinfang_site.laws.models import Law, LawArticle, LawVersion
from xinfang_site.laws.passages import Place
from xinfang_site.laws.services import EndDraft, LawDraft, VersionDraft
from xinfang_site.missing import Missing
from xinfang_site.versions import StaleEditError

NEW, OLD = REGULATIONS_2022.code, REGULATIONS_2005.code
DAY = date(2026, 11, 24)
TEXT = "试行办法\n第一条 甲。\n第二条 乙：\n（一）丙；\n（二）丁。"
LAW = LawDraft("ceshi2024", "试行办法", "某市信访局", "document")


def version(day: str = "2024-01-01", text: str = TEXT) -> VersionDraft:
    return VersionDraft(None, date.fromisoformat(day), "", text)


def law(code: str) -> Law:
    db.session.rollback()
    return queries.law_called(db.session(), code)


def imported(**changes: object) -> str:
    return services.import_law(db.session(), Cast().actor("root_system"), LAW, version(**changes))  # type: ignore[arg-type]


def added(day: str, text: str) -> str:
    return services.add_version(
        db.session(), Cast().actor("root_system"), law(LAW.code).id, version(day, text)
    )


def acts() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(AuditEvent.action, AuditEvent.object_id)
        .where(AuditEvent.action.startswith("law."))
        .order_by(AuditEvent.id)
    )
    return [(row[0], row[1]) for row in rows]


def test_both_statutes_come_with_the_site_once(any_app: Flask) -> None:
    session = db.session()
    counts = session.execute(
        select(Law.code, func.count(LawArticle.id))
        .join(LawVersion, LawVersion.law_id == Law.id)
        .join(LawArticle, LawArticle.version_id == LawVersion.id)
        .group_by(Law.code)
    )
    assert {row[0]: row[1] for row in counts} == {NEW: 50, OLD: 51}
    with writing(session):
        assert load_laws(session) == 0
    instance.prepare(any_app)
    assert session.scalar(select(func.count(Law.id))) == 2


def test_loading_leaves_what_is_there_alone(session, app: Flask) -> None:
    with writing(session):
        session.execute(delete(LawArticle).where(LawArticle.number > 10))
    with writing(session):
        assert load_laws(session) == 0
    assert session.scalar(select(func.count(LawArticle.id))) == 20


def test_a_law_knows_how_it_stands_on_every_day(app: Flask) -> None:
    new, old = law(NEW), law(OLD)
    assert (old.standing(date(2022, 4, 30)), old.standing(date(2022, 5, 1))) == (IN_FORCE, REPEALED)
    assert (new.standing(date(2022, 4, 30)), new.standing(date(2022, 5, 1))) == (NOT_YET, IN_FORCE)
    assert old.successor is new
    assert old.versions[0].valid_to == date(2022, 4, 30)
    assert old.shown_on(date(1999, 1, 1)) is old.versions[0]
    assert new.kind_title == "党内法规"


def test_an_address_names_the_version_in_force_a_version_or_a_day(app: Flask) -> None:
    found = law(OLD)
    for slug in ("now", "2005-05-01", "2013-06-06"):
        assert queries.edition_of(found, slug, DAY) is found.versions[0]
    for slug in ("2022-05-01", "2005-04-30", "x", "2005-13-01", ""):
        with pytest.raises(Missing):
            queries.edition_of(found, slug, DAY)
    with pytest.raises(Missing):
        queries.law_called(db.session(), "nothing")
    for place in (None, Place(52), Place(1, 1)):
        with pytest.raises(Missing):
            queries.article_at(db.session(), found.versions[0], place)


def test_a_law_is_imported_with_every_article_and_audited(any_app: Flask) -> None:
    assert imported() == LAW.code
    found = law(LAW.code)
    assert [(each.place.slug, each.text) for each in found.versions[0].articles] == [
        ("1", "甲。"),
        ("2", "乙：\n（一）丙；\n（二）丁。"),
    ]
    assert acts() == [("law.import", LAW.code)]


def test_a_text_with_problems_is_not_imported_at_all(any_app: Flask) -> None:
    with pytest.raises(Refused, match="第 2 行：第一条之后是第三条") as refusal:
        imported(text="第一条 甲。\n第三条 丙。")
    assert refusal.value.field == "text"
    with pytest.raises(Refused, match="没有找到条文"):
        imported(text="没有")
    assert db.session.scalar(select(func.count(Law.id))) == 2
    assert acts() == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (LawDraft(NEW, "别的", "x", "law"), "code"),
        (LawDraft("other", "信访工作条例", "x", "law"), "title"),
        (LawDraft("import", "别的", "x", "law"), "code"),
    ],
)
def test_a_code_or_title_is_given_once(app: Flask, draft: LawDraft, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        services.import_law(db.session(), Cast().actor("root_system"), draft, version())
    assert refusal.value.field == field


def test_a_law_that_is_replaced_ends_the_day_before(any_app: Flask) -> None:
    replaced = law(NEW)
    draft = LawDraft("xfgztl2027", "信访工作条例（新）", "x", "party", replaced.id)
    with pytest.raises(Refused) as refusal:
        services.import_law(db.session(), Cast().actor("root_system"), draft, version("2022-05-01"))
    assert refusal.value.field == "valid_from"
    assert db.session.scalar(select(func.count(Law.id))) == 2
    services.import_law(db.session(), Cast().actor("root_system"), draft, version("2027-07-01"))
    replaced = law(NEW)
    assert replaced.versions[0].valid_to == date(2027, 6, 30)
    assert replaced.successor is not None
    assert replaced.successor.code == "xfgztl2027"
    assert acts() == [("law.import", "xfgztl2027"), ("law.end", NEW)]


def test_a_new_version_ends_the_one_before_on_the_day_before(any_app: Flask) -> None:
    imported()
    assert added("2025-03-01", "第一条 甲。\n第二条 改。\n第三条 新。") == "2025-03-01"
    first, second = law(LAW.code).versions
    assert (first.valid_to, second.valid_to) == (date(2025, 2, 28), None)
    assert (first.standing(DAY), second.standing(DAY)) == (AMENDED, IN_FORCE)
    assert second.standing(date(2025, 2, 28)) is NOT_YET
    after = [(each.place, each.text) for each in second.articles]
    assert [(place.slug, word) for place, word in queries.changes_between(first, after)] == [
        ("2", "修改"),
        ("3", "新增"),
    ]
    for day in ("2025-03-01", "2024-06-01"):
        with pytest.raises(Refused, match="应当晚于"):
            added(day, TEXT)
    assert acts()[-1] == ("law.import", f"{LAW.code}/2025-03-01")


def test_a_gap_between_versions_stays(app: Flask) -> None:
    imported()
    end("2024-06-30")
    added("2025-03-01", TEXT)
    assert law(LAW.code).versions[0].valid_to == date(2024, 6, 30)
    assert law(LAW.code).standing(date(2024, 8, 1)) is REPEALED


def end(last_day: str | None, *, seen: int | None = None) -> None:
    found = law(LAW.code).versions[0]
    draft = EndDraft(
        date.fromisoformat(last_day) if last_day else None, "已废止", found.version if seen is None else seen
    )
    services.end_version(db.session(), Cast().actor("root_system"), found.id, draft)


def test_a_version_is_ended_and_taken_back_with_a_reason(any_app: Flask) -> None:
    imported()
    end("2025-12-31")
    assert law(LAW.code).standing(DAY) is REPEALED
    end(None)
    assert law(LAW.code).standing(DAY) is IN_FORCE
    with pytest.raises(Refused, match="不能早于施行日期"):
        end("2023-12-31")
    with pytest.raises(StaleEditError):
        end("2025-12-31", seen=99)
    added("2025-03-01", TEXT)
    for day in (None, "2025-03-01"):
        with pytest.raises(Refused, match="下一版本自 2025-03-01"):
            end(day)
    end("2025-01-31")
    assert [each[0] for each in acts()] == ["law.import", "law.end", "law.end", "law.import", "law.end"]


def test_an_article_of_an_amended_law_says_whether_its_own_words_changed(app: Flask) -> None:
    imported(text="第一条 甲。\n第二条 乙。\n第三条 丙。")
    added("2025-03-01", "第一条 甲。\n第二条 改。")
    first, second = law(LAW.code).versions
    standings = [queries.article_standing(db.session(), each, DAY) for each in first.articles]
    assert standings == [UNCHANGED, AMENDED, DROPPED]
    assert queries.article_standing(db.session(), second.articles[0], DAY) is IN_FORCE
    both = queries.editions_of_article(db.session(), law(LAW.code), Place(1))
    assert [each.edition.slug for each in both] == ["2025-03-01", "2024-01-01"]


def test_a_search_finds_titles_words_and_numbers(any_app: Flask) -> None:
    session = db.session()
    found = queries.search(session, "60日内办结 延长", DAY)
    assert [hit.article.place.slug for hit in found.hits] == ["34", "33"]
    hit = found.hits[0]
    assert (hit.found, hit.standing) == ("60日内办结", IN_FORCE)
    shown = hit.before.strip("…") + hit.found + hit.after.strip("…")
    assert shown in hit.article.text.replace("\n", " ")
    titled = queries.search(session, "信访条例", DAY)
    assert [law.code for law in titled.laws] == [OLD]
    by_number = queries.search(session, "第三十四条", DAY)
    assert {hit.article.number for hit in by_number.hits} == {34}
    assert {hit.standing.title for hit in by_number.hits} == {"现行", "已废止"}
    assert by_number.hits[0].found == ""
    assert queries.search(session, "   ", DAY) == queries.Found([], (), more=False)
    assert not queries.search(session, "100%_", DAY).hits


def test_a_search_looks_through_old_versions_only_when_told(app: Flask) -> None:
    imported(text="第一条 旧词。")
    added("2025-03-01", "第一条 新词。")
    assert not queries.search(db.session(), "旧词", DAY).hits
    assert [each.standing for each in queries.search(db.session(), "旧词", DAY, old=True).hits] == [AMENDED]


def test_a_search_says_when_it_leaves_some_off(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_HITS", 5)
    found = queries.search(db.session(), "信访", DAY)
    assert (len(found.hits), found.more) == (5, True)
    assert any(hit.after.endswith("…") for hit in found.hits)


def test_every_rule_and_step_of_the_site_is_listed_at_its_article(app: Flask) -> None:
    known = {(each.kind, each.title, each.basis) for each in uses.every_use()}
    for rules in RULE_SETS:
        for rule in rules.rules.values():
            assert ("期限规则", rule.duty.title, rule.basis) in known
    for row in TABLE.values():
        assert row.basis is None or ("办理步骤", row.title, row.basis) in known
    titles = {each.title for each in uses.uses_of(NEW, Place(34))}
    assert {"延长办理期限"} <= titles
    assert not uses.uses_of(NEW, Place(34, 1))
    assert {each.basis.statute.code for each in uses.uses_of(OLD, Place(33))} == {OLD}
    assert {each.short for each in uses.uses_of_whole("jybl2016")} == {"全文"}


def test_every_article_that_the_site_cites_is_in_the_library(app: Flask) -> None:
    for use in uses.every_use():
        if use.basis.statute.code not in {NEW, OLD} or use.basis.article is None:
            continue
        edition = law(use.basis.statute.code).versions[0]
        found = queries.article_at(db.session(), edition, Place(use.basis.article))
        anchors = {""}
        for paragraph in found.paragraphs:
            anchors.add(f"p{paragraph.number}")
            anchors |= {f"p{paragraph.number}-i{each.number}" for each in paragraph.items}
        assert use.anchor in anchors, use.basis.cite()


def test_open_matters_are_counted_in_the_offices_own_register_only(any_app: Flask) -> None:
    place = Place(22)
    first, second = registered(), registered(received_on=date(2026, 11, 2))
    forwarded("JZJ")
    session = db.session()

    def count(code: str, at: Place = place) -> uses.Matters:
        actor = Actor(None, "", "", Cast().office(code).id)
        return uses.open_matters(session, actor, REGULATIONS_2022.title, at)

    assert count("JXF").total == 2
    assert [each.petition_id for each in count("JXF").first] == [second, first]
    assert count("JZJ").total == 0
    assert count("JZJ", Place(23)).total == 1
    assert count("YXF").total == 0
    assert count("JXF", Place(22, 1)).total == 0


def test_a_citation_becomes_pieces_with_addresses_and_marks(app: Flask) -> None:
    with app.test_request_context("/"):
        pieces = cited("依据《信访工作条例》第二十三条第三款和《信访条例》第二十一条第一款第四项。")
        assert [(each.text, each.url, each.mark) for each in pieces] == [
            ("依据", "", ""),
            ("《信访工作条例》第二十三条第三款", f"/laws/{NEW}/2022-05-01/23#p3", ""),
            ("和", "", ""),
            ("《信访条例》第二十一条第一款第四项", f"/laws/{OLD}/2005-05-01/21#p1-i4", "已废止"),
            ("。", "", ""),
        ]
        assert cited("《信访工作条例》第三十一条第六项")[0].url.endswith("/31#p1-i6")
        assert cited("《信访工作条例》第三十四条")[0].url.endswith("/34")
        assert cited("《信访条例》")[0].url == f"/laws/{OLD}/2005-05-01"
        assert cited("《信访条例》")[0].mark == "已废止"
        assert cited("") == []
        for plain in ("《刑法》第二条", "《信访工作条例》第九十九条", "第三十四条"):
            assert [(each.text, each.url) for each in cited(plain)] == [(plain, "")]


def test_a_citation_leads_to_the_version_of_its_day(app: Flask) -> None:
    imported(text="第一条 甲。\n第二条 乙。")
    added("2025-03-01", "第一条 甲。\n第二条 改。")
    with app.test_request_context("/"), time_machine.travel("2026-11-24T09:00:00+08:00"):
        old = cited("《中华人民共和国试行办法》第二条", date(2024, 5, 5))[0]
        assert (old.url, old.mark) == (f"/laws/{LAW.code}/2024-01-01/2", "已修改")
        assert cited("《试行办法》第一条", date(2024, 5, 5))[0].mark == ""
        midnight = datetime(2025, 2, 28, 16, 30, tzinfo=UTC)
        assert cited("《试行办法》第一条", midnight)[0].url == f"/laws/{LAW.code}/2025-03-01/1"
        assert cited("《试行办法》第二条")[0].url == f"/laws/{LAW.code}/2025-03-01/2"
        assert cited("《试行办法》第二条", date(2001, 1, 1))[0].url == f"/laws/{LAW.code}/2024-01-01/2"


def test_the_site_s_own_basis_is_linked_and_marked_without_a_query(app: Flask) -> None:
    with app.test_request_context():
        pieces = own_basis("《信访工作条例》第三十一条第六项（本站规则）", date(2026, 3, 2))
        assert [each.text for each in pieces] == ["《信访工作条例》第三十一条第六项", "（本站规则）"]
        assert pieces[0].url == "/laws/xfgztl2022/2026-03-02/31#p1-i6"
        assert pieces[0].mark == ""
        old = own_basis("《信访条例》第三十三条第一款", date(2021, 5, 1))[0]
        assert (old.url, old.mark) == ("/laws/xftl2005/2021-05-01/33#p1", "已废止")
        late = own_basis("《信访条例》第三十三条", date(2024, 5, 1))[0]
        assert late.url == "/laws/xftl2005/2005-05-01/33"
        assert own_basis("") == []
        for plain in ("本机关内部管理规定", "《信访工作条例》", "《某某办法》第一条"):
            assert [(each.text, each.url) for each in own_basis(plain)] == [(plain, "")]
