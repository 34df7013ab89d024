"""The plan, the closing of a year, credits, reflections, reading again, progress, statistics."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.browsing import client_of
from tests.page import fetch
from tests.plugins.legal_study.making import Study, at
from xinfang_legal_study import statistics
from xinfang_legal_study.people.queries import own_member
from xinfang_legal_study.quizzes.models import BankQuestion
from xinfang_legal_study.quizzes.services import QuestionDraft, add_question
from xinfang_legal_study.records import closing, yearly
from xinfang_legal_study.records import queries as records
from xinfang_legal_study.records import services as keeping
from xinfang_legal_study.records.attended import owed_reflections
from xinfang_legal_study.records.models import Credit, YearResult
from xinfang_legal_study.rules import progress
from xinfang_legal_study.rules.attendance import Presence, Way
from xinfang_legal_study.rules.kinds import StudyKind
from xinfang_legal_study.rules.plan import MonthSpan
from xinfang_legal_study.rules.questions import QuestionKind
from xinfang_legal_study.sessions import attending, services
from xinfang_legal_study.sessions.queries import session_of
from xinfang_legal_study.years import services as years
from xinfang_legal_study.years.queries import plan_rows, year_view
from xinfang_site import clock
from xinfang_site.database import writing
from xinfang_site.laws.models import Law, LawArticle, LawVersion
from xinfang_site.missing import Missing
from xinfang_site.plugin_api.files import Uploaded
from xinfang_site.plugin_api.people import office
from xinfang_site.plugin_api.statistics import year_of
from xinfang_site.versions import StaleEditError

Fails = Callable[..., str]
PROOF = [Uploaded("证书.txt", "结业".encode(), "text/plain")]
LAST = 2025


def in_year(day: date, hour: int = 12):  # type: ignore[no-untyped-def]  # a context manager of the clock
    return clock.at(at(day, hour))


def attended(study: Study, day: date, *names: str, **changes: object) -> int:
    """A session held on ``day`` at which ``names`` were present."""
    with in_year(day):
        session_id = study.planned(day, **changes)
        head = study.actor("section_head")
        found = session_of(study.session, head.office_id, session_id)
        marks = [
            attending.Mark(each.id, each.version, Presence.PRESENT)
            for each in found.roll
            if each.member.name in names
        ]
        attending.mark(study.session, head, session_id, marks, Way.HAND)
        found = session_of(study.session, head.office_id, session_id)
        services.hold(study.session, head, session_id, services.HeldDraft(day, Decimal(2)), found.version)
    return session_id


def credited(study: Study, day: date) -> int:
    draft = keeping.CreditDraft("外出培训", "市委党校", day, day, Decimal(8))
    return keeping.ask_credit(study.session, study.actor("clerk"), draft, PROOF)


def own_progress(study: Study, year: int, day: date) -> yearly.PersonProgress:
    found = yearly.progress_of(study.session, study.actor("clerk").office_id or 0, year, day)
    return next(each for each in found if each.name == "登记甲")


def test_a_year_closes_with_what_everybody_reached_and_is_read_only(any_study: Study, fails: Fails) -> None:
    session_id = attended(any_study, date(LAST, 5, 6), "登记甲")
    head = any_study.actor("leader")
    before = own_progress(any_study, LAST, date(LAST + 1, 1, 2))
    with in_year(date(LAST + 1, 1, 2)):
        assert closing.close_year(any_study.session, head, LAST) > 0
        attempts = {
            "row": lambda: years.add_row(
                any_study.session, head, LAST, years.RowDraft(MonthSpan(1, 1), StudyKind.LEADERS, "补")
            ),
            "session": lambda: any_study.planned(date(LAST, 6, 1)),
            "restore": lambda: services.restore(any_study.session, head, session_id, "改"),
            "credit": lambda: credited(any_study, date(LAST, 7, 1)),
            "again": lambda: closing.close_year(any_study.session, head, LAST),
        }
        for act in attempts.values():
            assert "已经结转" in fails(act)
    kept = own_progress(any_study, LAST, date(LAST + 3, 1, 1))
    assert (kept.hours, kept.tally) == (before.hours, before.tally)
    assert kept.light is progress.UNMET


def test_what_happens_after_closing_does_not_change_what_was_kept(study: Study) -> None:
    attended(study, date(LAST, 5, 6), "登记甲")
    with in_year(date(LAST + 1, 1, 2)):
        closing.close_year(study.session, study.actor("leader"), LAST)
    member = own_member(study.session, study.actor("clerk"))
    assert member is not None
    with writing(study.session):
        member.name = "改名"
    assert own_progress(study, LAST, date(LAST + 1, 2, 1)).hours == 2


def test_a_year_with_open_ends_does_not_close(study: Study, fails: Fails) -> None:
    with in_year(date(LAST, 5, 1)):
        study.planned(date(LAST, 6, 1))
        credited(study, date(LAST, 4, 1))
    with in_year(date(LAST + 1, 1, 2)):
        said = fails(closing.close_year, study.session, study.actor("leader"), LAST)
    assert "1 场学习还没有登记结果" in said
    assert "1 项外出培训待审核" in said


def test_this_year_does_not_close_before_it_is_over(study: Study, fails: Fails) -> None:
    with in_year(date(LAST, 12, 31), 23):
        assert "还没有结束" in fails(closing.close_year, study.session, study.actor("leader"), LAST)


def test_a_reopened_year_can_be_corrected_and_closed_again(study: Study) -> None:
    attended(study, date(LAST, 5, 6), "登记甲")
    leader = study.actor("leader")
    with in_year(date(LAST + 1, 1, 2)):
        closing.close_year(study.session, leader, LAST)
        closing.reopen_year(study.session, leader, LAST, "漏登一场")
        assert study.session.scalars(select(YearResult)).all() == []
        closing.close_year(study.session, leader, LAST)
    assert study.session.scalars(select(YearResult)).all()


def test_training_elsewhere_counts_once_a_second_person_approved_it(study: Study, fails: Fails) -> None:
    today = clock.today()
    credit_id = credited(study, today)
    assert own_progress(study, today.year, today).credited == 0
    clerk, head = study.actor("clerk"), study.actor("section_head")
    assert "本人以外" in fails(keeping.decide_credit, study.session, clerk, credit_id, approve=True, note="")
    with pytest.raises(Missing):
        keeping.decide_credit(study.session, study.actor("unit_head"), credit_id, approve=True, note="")
    study.session.rollback()
    keeping.decide_credit(study.session, head, credit_id, approve=True, note="")
    assert own_progress(study, today.year, today).credited == 8
    assert "已通过" in fails(keeping.decide_credit, study.session, head, credit_id, approve=False, note="")


def test_training_without_proof_or_not_over_is_refused(study: Study, fails: Fails) -> None:
    today = clock.today()
    draft = keeping.CreditDraft("培训", "党校", today, today, Decimal(1))
    assert "证明" in fails(keeping.ask_credit, study.session, study.actor("clerk"), draft, [])
    later = keeping.CreditDraft("培训", "党校", today, today + timedelta(1), Decimal(1))
    assert "还没有结束" in fails(keeping.ask_credit, study.session, study.actor("clerk"), later, PROOF)
    assert study.session.scalars(select(Credit)).all() == []


def test_n3_a_form_sent_twice_makes_one_row_one_session_one_credit_one_question(any_study: Study) -> None:
    """Found from outside: two clicks made two of each."""
    study, day, session = any_study, clock.today(), any_study.session
    head, row = study.actor("section_head"), years.RowDraft(MonthSpan(3, 4), StudyKind.THEMATIC, "第一版")
    question = QuestionDraft(QuestionKind.SINGLE, "单选", ("甲", "乙", "丙"), frozenset({0}), "第一条")
    acts = (
        lambda: years.add_row(session, head, day.year, row),
        lambda: study.planned(day),
        lambda: credited(study, day),
        lambda: add_question(session, head, question),
    )
    for act in acts:
        assert act() == act()
    called_off = study.planned(day)
    assert study.planned(day, topic="另一场") != called_off
    services.cancel(session, head, called_off, "主讲人生病")
    assert study.planned(day) != called_off, "what was called off may be planned anew, word for word"


def test_a_plan_row_carried_out_stays_and_two_editors_do_not_overwrite(
    any_study: Study, fails: Fails
) -> None:
    head = any_study.actor("section_head")
    year = clock.today().year
    draft = years.RowDraft(MonthSpan(3, 4), StudyKind.THEMATIC, "第一版")
    row_id = years.add_row(any_study.session, head, year, draft)
    years.edit_row(
        any_study.session, head, row_id, years.RowDraft(MonthSpan(3, 5), StudyKind.THEMATIC, "第二版"), 1
    )
    with pytest.raises(StaleEditError):
        years.edit_row(any_study.session, head, row_id, draft, 1)
    any_study.session.rollback()
    assert plan_rows(any_study.session, head.office_id, year)[0].topic == "第二版"
    any_study.planned(clock.today(), row_id=row_id)
    assert "不能删除" in fails(years.remove_row, any_study.session, head, row_id, "不要了")


def test_a_reflection_belongs_to_a_held_session_and_its_participant(study: Study, fails: Fails) -> None:
    today = clock.today()
    session_id = attended(study, today, "登记甲", reflection_due_on=today + timedelta(7))
    clerk = study.actor("clerk")
    member = own_member(study.session, clerk)
    assert member is not None
    assert [each.id for each in owed_reflections(study.session, member)] == [session_id]
    draft = keeping.ReflectionDraft("心得", "结合窗口工作谈体会")
    keeping.write_reflection(study.session, clerk, session_id, draft, ())
    assert not owed_reflections(study.session, member)
    planned = study.planned(today + timedelta(1))
    assert "举办以后" in fails(keeping.write_reflection, study.session, clerk, planned, draft, ())
    with pytest.raises(Missing):
        keeping.write_reflection(study.session, study.actor("unit_head"), session_id, draft, ())


def _amend(study: Study, day: date) -> None:
    """A version of the regulations in force from ``day`` in which article 22 has other words."""
    law = study.session.scalars(select(Law).where(Law.title == "信访工作条例")).one()
    with writing(study.session):
        old = law.versions[-1]
        old.valid_to = day - timedelta(days=1)
        new = LawVersion(law_id=law.id, valid_from=day)
        study.session.add(new)
        study.session.flush()
        for each in old.articles:
            text = "修改后的条文。" if each.number == 22 else each.text
            study.session.add(
                LawArticle(
                    version_id=new.id,
                    position=each.position,
                    number=each.number,
                    inserted=each.inserted,
                    text=text,
                )
            )
    study.session.expire_all()


def test_an_amended_article_asks_those_who_studied_it_to_read_it_again(study: Study) -> None:
    attended(study, date(2025, 6, 3), "登记甲", laws="《信访工作条例》第二十二条、《信访工作条例》第三十四条")
    member = own_member(study.session, study.actor("clerk"))
    other = own_member(study.session, study.actor("leader"))
    assert member is not None
    assert other is not None
    assert records.rereadings_of(study.session, member, clock.today()) == []
    _amend(study, date(2026, 1, 1))
    asked = records.rereadings_of(study.session, member, clock.today())
    assert [(each.title, each.since) for each in asked] == [("《信访工作条例》第二十二条", date(2026, 1, 1))]
    assert records.rereadings_of(study.session, other, clock.today()) == []
    keeping.confirm_reading(
        study.session, study.actor("clerk"), asked[0].passage.code, asked[0].passage.place
    )
    assert records.rereadings_of(study.session, member, clock.today()) == []
    with pytest.raises(Missing):
        keeping.confirm_reading(study.session, study.actor("leader"), asked[0].passage.code, "22")


def test_an_amendment_lists_everything_still_to_be_used_that_cites_it(study: Study) -> None:
    head, year = study.actor("section_head"), clock.today().year
    study.quiz(clock.now(), clock.now() + timedelta(1))
    for laws in ("《信访工作条例》第二十二条", "《信访工作条例》第三十四条", "《信访条例》"):
        years.add_row(
            study.session, head, year, years.RowDraft(MonthSpan(12, 12), StudyKind.LEADERS, laws, laws=laws)
        )
    client = client_of(study.app, "section_head")

    def listed() -> list[str]:
        return fetch(client, "/study/law-check/").texts("//tbody//tr")

    assert [each.split()[:2] for each in listed()] == [["计划", "《信访条例》"]]
    _amend(study, clock.today())
    kinds = [each.split()[0] for each in listed()]
    older = clock.today() > date(year, 1, 1)  # a plan knows the law as it stands when its year begins
    assert kinds.count("计划") == 1 + older
    assert kinds.count("试题") == 0, "questions were checked today, when the amendment already stood"
    with writing(study.session):
        for row in study.session.scalars(select(BankQuestion)):
            row.checked_on = clock.today() - timedelta(days=1)
    assert [each.split()[0] for each in listed()].count("试题") == 5


def test_a_repealed_law_asks_too_and_names_its_successor(study: Study) -> None:
    attended(study, date(2021, 6, 3), "登记甲", laws="《信访条例》")
    member = own_member(study.session, study.actor("clerk"))
    assert member is not None
    asked = records.rereadings_of(study.session, member, clock.today())
    assert [each.dropped for each in asked] == [True]
    assert asked[0].successor
    keeping.confirm_reading(study.session, study.actor("clerk"), asked[0].passage.code, "")
    assert records.rereadings_of(study.session, member, clock.today()) == []


def test_the_years_requirements_come_from_the_year_then_the_settings(study: Study) -> None:
    office_id = study.actor("clerk").office_id or 0
    assert year_view(study.session, office_id, 2026).target == progress.Target(Decimal(40), 4)
    draft = years.YearDraft("2026年计划", "组长", "秘书", Decimal(12), 6)
    years.set_year(study.session, study.actor("section_head"), 2026, draft, 0)
    assert year_view(study.session, office_id, 2026).target == progress.Target(Decimal(12), 6)
    with pytest.raises(StaleEditError):
        years.set_year(study.session, study.actor("section_head"), 2026, draft, 0)


def test_statistics_count_held_sessions_and_name_their_bases(study: Study) -> None:
    attended(study, date(LAST, 5, 6), "登记甲", "主任甲")
    attended(study, date(LAST, 6, 6), "登记甲", kind=StudyKind.THEMATIC, topic="专题一")
    with study.app.test_request_context("/"):
        tables = statistics.tables(
            study.session, office(study.session, study.actor("clerk").office_id or 0), year_of(LAST)
        )
    total = tables[0].rows[-1]
    assert total.total
    assert [each.text for each in total.figures[:3]] == ["2", "1", "0"]
    assert total.figures[7].base.startswith("3/")
    assert {each.key for each in tables} == {"sessions", "quarters", "quizzes"}
