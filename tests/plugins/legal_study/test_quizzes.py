"""Quizzes as services and pages: no key before the end, first and best, certificates that can be checked."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from tests.browsing import client_of
from tests.page import fetch, post
from tests.people import Cast
from tests.plugins.legal_study.making import Study, at
from xinfang_legal_study.quizzes import sitting
from xinfang_legal_study.quizzes.models import Certificate, QuizAttempt
from xinfang_legal_study.quizzes.queries import attempts_of, missed_citations, results_of
from xinfang_legal_study.quizzes.services import QuizDraft, save_quiz
from xinfang_site import clock
from xinfang_site.clock import now, today
from xinfang_site.missing import Missing
from xinfang_site.modules.asking import hours

Fails = Callable[..., str]


@pytest.fixture
def quiz_id(study: Study) -> int:
    return study.quiz(now() - timedelta(hours=1), now() + timedelta(days=5))


def attempt_of(study: Study, attempt_id: int) -> QuizAttempt:
    study.session.rollback()
    return study.session.get_one(QuizAttempt, attempt_id)


def right(attempt: QuizAttempt) -> dict[int, frozenset[int]]:
    return {place: each.key for place, each in enumerate(attempt.printed)}


def test_no_response_before_the_end_holds_anything_of_the_key(study: Study, quiz_id: int) -> None:
    """Two people take the same quiz; every answer of the network until the paper is in is searched."""
    said: list[str] = []
    clients = {name: client_of(study.app, name) for name in ("handler", "lawyer")}
    for client in clients.values():
        for address in ("/", "/study/", "/study/quizzes/", f"/study/quizzes/{quiz_id}"):
            said.append(fetch(client, address).response.text)
        post(client, f"/study/quizzes/{quiz_id}/start", {})
    attempts = {each.member.name: each for each in study.session.scalars(select(QuizAttempt))}
    for name, client in clients.items():
        attempt = attempts[{"handler": "承办甲", "lawyer": "律师甲"}[name]]
        page = fetch(client, f"/study/attempts/{attempt.id}")
        said.append(page.response.text)
        saved = post(client, f"/study/attempts/{attempt.id}", {"do": "save", "answer-0": "0"})
        said += [saved.response.text, str(saved.response.headers)]
        said.append(fetch(client, f"/study/attempts/{attempt.id}").response.text)
        said.append(fetch(client, f"/study/quizzes/{quiz_id}").response.text)
        said.append(fetch(client, "/study/mine/").response.text)
    for text in said:
        assert "正确答案" not in text
        for name in ("key", "answer_key", "citation", "data-answer", "correct"):
            assert f'"{name}"' not in text
        assert json.dumps(sorted(next(iter(attempts.values())).paper[0]["key"])) not in text
    # every option looks alike: the right one is told by nothing but its words
    for name, client in clients.items():
        attempt = attempts[{"handler": "承办甲", "lawyer": "律师甲"}[name]]
        page = fetch(client, f"/study/attempts/{attempt.id}")
        for place, printed in enumerate(attempt.printed):
            boxes = page.all(f"//fieldset[@id='q{place}']//input")
            shapes = {tuple(sorted(set(box.keys()) - {"checked"})) for box in boxes}
            assert len(boxes) == len(printed.options)
            assert len(shapes) == 1


def test_papers_of_two_people_differ_in_order_and_not_in_content(study: Study, quiz_id: int) -> None:
    papers = []
    for name in ("handler", "lawyer", "leader", "clerk", "discipline"):
        attempt = attempt_of(study, sitting.start(study.session, study.actor(name), quiz_id))
        papers.append([(each.question_id, each.options) for each in attempt.printed])
        assert sitting.asked(attempt)
        assert not hasattr(sitting.asked(attempt)[0], "key")
    assert len({json.dumps(each, ensure_ascii=False) for each in papers}) > 1


def test_another_persons_paper_is_a_missing_paper(study: Study, quiz_id: int) -> None:
    attempt_id = sitting.start(study.session, study.actor("handler"), quiz_id)
    for name in ("clerk", "section_head", "unit_head"):
        fetch(client_of(study.app, name), f"/study/attempts/{attempt_id}", 404)
    with pytest.raises(Missing):
        sitting.save(study.session, study.actor("clerk"), attempt_id, {}, hand_in=True)


def test_the_key_is_shown_only_once_no_further_paper_can_be_begun(study: Study, quiz_id: int) -> None:
    client, actor = client_of(study.app, "handler"), study.actor("handler")
    first = sitting.start(study.session, actor, quiz_id)
    sitting.save(study.session, actor, first, {}, hand_in=True)
    page = fetch(client, f"/study/attempts/{first}")
    assert "逐题对错和答案在考试截止" in page.text
    flags = page.texts("//span[contains(@class, 'tag')]")
    assert not {"正确", "错误"} & set(flags), "of a judge question, wrong is the answer"
    assert "正确答案" not in page.texts("//span[contains(@class, 'tag')]")
    second = sitting.start(study.session, actor, quiz_id)
    assert "正确答案" not in fetch(client, f"/study/attempts/{first}").texts(
        "//span[contains(@class, 'tag')]"
    )
    sitting.save(study.session, actor, second, {}, hand_in=True)
    assert "正确答案" in fetch(client, f"/study/attempts/{first}").texts("//span[contains(@class, 'tag')]")


def test_first_and_best_score_are_both_kept(study: Study, quiz_id: int) -> None:
    actor = study.actor("handler")
    first = sitting.start(study.session, actor, quiz_id)
    sitting.save(study.session, actor, first, {}, hand_in=True)
    second = sitting.start(study.session, actor, quiz_id)
    sitting.save(study.session, actor, second, right(attempt_of(study, second)), hand_in=True)
    quiz = attempt_of(study, second).quiz
    reached = next(iter(results_of(study.session, quiz).values()))
    assert (reached.first, reached.best, reached.taken, reached.passed) == (0, 100, 2, True)


def test_more_papers_than_allowed_are_refused(study: Study, quiz_id: int, fails: Fails) -> None:
    actor = study.actor("handler")
    for _ in range(2):
        attempt_id = sitting.start(study.session, actor, quiz_id)
        assert "正在作答" in fails(sitting.start, study.session, actor, quiz_id)
        sitting.save(study.session, actor, attempt_id, {}, hand_in=True)
    assert "已用完" in fails(sitting.start, study.session, actor, quiz_id)


def test_after_the_time_is_up_the_saved_answers_count_and_no_others(
    study: Study, quiz_id: int, fails: Fails
) -> None:
    actor = study.actor("handler")
    attempt_id = sitting.start(study.session, actor, quiz_id)
    key = right(attempt_of(study, attempt_id))
    sitting.save(study.session, actor, attempt_id, {0: key[0]}, hand_in=False)
    with clock.at(now() + timedelta(minutes=31)):
        assert "时间已到" in fails(sitting.save, study.session, actor, attempt_id, key, hand_in=True)
        reached = next(iter(results_of(study.session, attempt_of(study, attempt_id).quiz).values()))
        assert (reached.first, reached.best) == (20, 20)


def test_a_paper_handed_in_twice_is_handed_in_once(study: Study, quiz_id: int, fails: Fails) -> None:
    actor = study.actor("handler")
    attempt_id = sitting.start(study.session, actor, quiz_id)
    sitting.save(study.session, actor, attempt_id, {}, hand_in=True)
    key = right(attempt_of(study, attempt_id))
    assert "已经交卷" in fails(sitting.save, study.session, actor, attempt_id, key, hand_in=True)
    assert attempt_of(study, attempt_id).score == 0


def test_a_quiz_somebody_has_begun_is_not_changed(study: Study, quiz_id: int, fails: Fails) -> None:
    attempt_id = sitting.start(study.session, study.actor("handler"), quiz_id)
    quiz = attempt_of(study, attempt_id).quiz
    draft = QuizDraft("改", "", quiz.rule, 10, 1, quiz.opens_at, quiz.closes_at)
    assert "不能再修改" in fails(
        save_quiz, study.session, study.actor("section_head"), draft, quiz.id, quiz.version
    )


def test_whoever_ran_out_of_time_on_a_passing_paper_gets_the_certificate_within_the_hour(
    study: Study,
) -> None:
    quiz_id = study.quiz(now() - timedelta(hours=1), now() + timedelta(days=5))
    actor, office = study.actor("handler"), Cast().office("JXF")
    attempt_id = sitting.start(study.session, actor, quiz_id)
    sitting.save(study.session, actor, attempt_id, right(attempt_of(study, attempt_id)), hand_in=False)
    assert hours(study.session, now()) == []
    due = attempt_of(study, attempt_id).due_at + timedelta(minutes=1)
    assert hours(study.session, due) == [
        f"{office.short_name}：已为考试时间届满且合格的人员开具学法证明 1 份"
    ]
    assert hours(study.session, due) == []


def test_certificates_are_numbered_without_gaps_and_can_be_checked(any_study: Study) -> None:
    quiz_id = any_study.quiz(now() - timedelta(hours=1), now() + timedelta(days=5))
    for name in ("handler", "lawyer"):
        actor = any_study.actor(name)
        attempt_id = sitting.start(any_study.session, actor, quiz_id)
        sitting.save(
            any_study.session, actor, attempt_id, right(attempt_of(any_study, attempt_id)), hand_in=True
        )
        sitting.claim_certificate(any_study.session, actor, quiz_id)
    found = any_study.session.scalars(select(Certificate).order_by(Certificate.number)).all()
    assert [each.number for each in found] == [1, 2]
    assert found[0].serial == f"甲区信访办学法证〔{found[0].year}〕1号"
    client = client_of(any_study.app, "clerk")
    query = {"serial": found[0].serial, "check_code": found[0].check_code}
    assert "真实有效" in fetch(client, _check(query)).text
    for wrong in (
        {"check_code": "AAAAAAAAAA"},
        {"serial": found[0].serial.replace("1号", "9号")},
        {"serial": "无"},
    ):
        assert "没有查到" in fetch(client, _check({**query, **wrong})).text


def _check(query: dict[str, Any]) -> str:
    return f"/study/certificates/check?{urlencode(query)}"


def test_only_the_holder_and_the_overview_open_a_certificate(study: Study, quiz_id: int) -> None:
    actor = study.actor("handler")
    attempt_id = sitting.start(study.session, actor, quiz_id)
    sitting.save(study.session, actor, attempt_id, right(attempt_of(study, attempt_id)), hand_in=True)
    found = study.session.scalars(select(Certificate)).one()
    address = f"/study/certificates/{found.id}"
    assert found.check_code in fetch(client_of(study.app, "handler"), address).text
    fetch(client_of(study.app, "leader"), address)
    fetch(client_of(study.app, "lawyer"), address, 404)
    fetch(client_of(study.app, "unit_head"), address, 404)
    docx = client_of(study.app, "handler").get(f"{address}.docx")
    assert docx.data.startswith(b"PK")


def test_missed_questions_point_at_their_articles(study: Study, quiz_id: int) -> None:
    actor = study.actor("handler")
    attempt_id = sitting.start(study.session, actor, quiz_id)
    assert missed_citations(study.session, actor.office_id, at(today(), 0), now() + timedelta(1)) == {}
    sitting.save(study.session, actor, attempt_id, {}, hand_in=True)
    counted = missed_citations(study.session, actor.office_id, at(today(), 0), now() + timedelta(1))
    assert counted == {"《信访工作条例》第二十二条": 5}
    assert (
        len(attempts_of(study.session, actor.office_id, quiz_id, attempt_of(study, attempt_id).member_id))
        == 1
    )


def test_the_bank_with_its_keys_is_for_coordinators_only(study: Study, quiz_id: int) -> None:
    for name in ("handler", "leader", "lawyer"):
        fetch(client_of(study.app, name), "/study/questions/", 403)
    assert "题库" in fetch(client_of(study.app, "clerk"), "/study/questions/").text
