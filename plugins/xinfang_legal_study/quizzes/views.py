"""Pages of quizzes (学法考试): preparing, taking, results; no page before the end of a paper holds its key."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import form_page, home_crumb, tried, year_asked
from xinfang_legal_study.answering import page as answer
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.people.queries import members, own_member, unit_title
from xinfang_legal_study.permissions import MANAGE, OVERVIEW, TAKE
from xinfang_legal_study.quizzes import queries, services, sitting
from xinfang_legal_study.quizzes.forms import PaperForm, QuizForm, quiz_values
from xinfang_legal_study.quizzes.models import Quiz
from xinfang_legal_study.rules.attempts import result
from xinfang_legal_study.years.queries import known_years
from xinfang_site.plugin_api.data import Missing, StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import now, today
from xinfang_site.plugin_api.pages import SiteForm, Stored, actor, conflict_page, may, requires


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [home_crumb(), ("学法考试", url_for("legal_study.quizzes")), *more]


@blueprint.get("/quizzes/")
@requires(TAKE)
def quizzes() -> ResponseReturnValue:
    """The quizzes of a year with one's own results."""
    year, member = year_asked(request.args.get("year")), own_member(session(), actor())
    found = queries.quizzes(session(), actor().office_id, year, drafts=may(MANAGE))
    instant = now()
    rows = []
    for quiz in found:
        attempts = queries.attempts_of(session(), actor().office_id, quiz.id, member.id if member else None)
        rows.append((quiz, result(quiz.terms, [each.sitting for each in attempts], instant)))
    return render_template(
        "xinfang_legal_study/quizzes.html",
        rows=rows,
        year=year,
        years=known_years(session(), actor().office_id, today().year),
        instant=instant,
        may_manage=may(MANAGE),
    )


@blueprint.route("/quizzes/new", methods=["GET", "POST"])
@requires(MANAGE)
def quiz_new() -> ResponseReturnValue:
    """Prepare a quiz; a suggestion of the month may fill it."""
    form = QuizForm(data={"law": request.args.get("law", ""), "title": request.args.get("title", "")})
    made: list[int] = []
    if tried(form, lambda: made.append(services.save_quiz(session(), actor(), form.draft()))):
        flash("考试已保存，核对后发布。", "success")
        return redirect(url_for("legal_study.quiz", quiz_id=made[0]))
    return form_page(
        form, "新建考试", "保存", url_for("legal_study.quizzes"), crumbs=_crumbs(), note=_bank_note()
    )


def _bank_note() -> str:
    counts = queries.bank_counts(session(), actor().office_id, "")
    parts = "、".join(f"{kind.title} {count} 题" for kind, count in counts.items())
    return f"题库现有{parts}。每人抽题和选项顺序各不相同。"


@blueprint.route("/quizzes/<int:quiz_id>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def quiz_edit(quiz_id: int) -> ResponseReturnValue:
    """Change a quiz that nobody has begun."""
    quiz = owned_one(session(), Quiz, actor().office_id, quiz_id)
    form = QuizForm(data={**quiz_values(quiz), "version": quiz.version})
    back = url_for("legal_study.quiz", quiz_id=quiz_id)

    def act() -> None:
        services.save_quiz(session(), actor(), form.draft(), quiz_id, int(form.version.data or 0))

    try:
        if tried(form, act):
            flash("考试安排已修改。", "success")
            return redirect(back)
    except StaleEditError:
        session().refresh(quiz)
        return conflict_page(form, Stored(quiz.version, quiz_values(quiz)), back)
    return form_page(form, "修改考试", "保存", back, crumbs=_crumbs(), note=_bank_note())


@blueprint.route("/quizzes/<int:quiz_id>/publish", methods=["GET", "POST"])
@requires(MANAGE)
def quiz_publish(quiz_id: int) -> ResponseReturnValue:
    """Publish a quiz."""
    quiz = owned_one(session(), Quiz, actor().office_id, quiz_id)
    form, title = SiteForm(), quiz.title
    back = url_for("legal_study.quiz", quiz_id=quiz_id)
    if tried(form, lambda: services.publish(session(), actor(), quiz_id)):
        flash("考试已发布。", "success")
        return redirect(back)
    lines = (f"“{title}”对全体人员可见，在开放时间内可以作答。", "有人作答以后，考试安排不能再修改。")
    return form_page(form, "发布考试", "发布", back, crumbs=_crumbs(), consequences=lines)


@blueprint.get("/quizzes/<int:quiz_id>")
@requires(TAKE)
def quiz(quiz_id: int) -> ResponseReturnValue:
    """One quiz: its terms, one's own papers, the button to begin."""
    found = _visible(quiz_id)
    member, instant = own_member(session(), actor()), now()
    attempts = queries.attempts_of(session(), actor().office_id, quiz_id, member.id if member else None)
    sittings = [each.sitting for each in attempts]
    running = next((each for each in attempts if not each.sitting.over(instant)), None)
    certificate = None
    if member is not None:
        certificate = queries.certificate_for(session(), actor().office_id, quiz_id, member.id)
    reached = result(found.terms, sittings, instant)
    return render_template(
        "xinfang_legal_study/quiz.html",
        quiz=found,
        rule=found.rule,
        attempts=attempts,
        running=running,
        reached=reached,
        certificate=certificate,
        is_open=found.published and found.opens_at <= instant < found.closes_at,
        may_start=running is None and len(attempts) < found.most_attempts,
        instant=instant,
        may_manage=may(MANAGE),
        may_overview=may(OVERVIEW),
        crumbs=_crumbs((found.title, "")),
    )


def _visible(quiz_id: int) -> Quiz:
    found = owned_one(session(), Quiz, actor().office_id, quiz_id)
    if not found.published and not may(MANAGE):
        raise Missing
    return found


@blueprint.post("/quizzes/<int:quiz_id>/start")
@requires(TAKE)
def quiz_start(quiz_id: int) -> ResponseReturnValue:
    """Draw a paper."""
    attempt_id = sitting.start(session(), actor(), quiz_id)
    return redirect(url_for("legal_study.attempt", attempt_id=attempt_id))


@blueprint.route("/attempts/<int:attempt_id>", methods=["GET", "POST"])
@requires(TAKE)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """A paper: being answered, or marked once it is over."""
    found = sitting.own_attempt(session(), actor(), attempt_id)
    form, crumbs = (
        PaperForm(),
        _crumbs((found.quiz.title, url_for("legal_study.quiz", quiz_id=found.quiz_id))),
    )
    hand_in = request.form.get("do") != "save"
    here = url_for("legal_study.attempt", attempt_id=attempt_id)

    def act() -> None:
        answers = form.answers(len(found.paper))
        sitting.save(session(), actor(), attempt_id, answers, hand_in=hand_in)

    if tried(form, act):
        flash("已交卷。" if hand_in else "答案已保存，还没有交卷。", "success")
        return redirect(here)
    if found.sitting.over(now()):
        others = queries.attempts_of(session(), actor().office_id, found.quiz_id, found.member_id)
        marked = sitting.marked(found, others)
        for error in form.form_errors:
            flash(str(error), "warning")
        return render_template(
            "xinfang_legal_study/marked.html",
            attempt=found,
            marked=marked,
            review=sitting.to_review(found),
            crumbs=[*crumbs, ("成绩", "")],
        )
    return answer(
        "attempt.html", form, attempt=found, asked=sitting.asked(found), crumbs=[*crumbs, ("作答", "")]
    )


@blueprint.get("/quizzes/<int:quiz_id>/results")
@requires(OVERVIEW)
def quiz_results(quiz_id: int) -> ResponseReturnValue:
    """First and best scores by person and section, and who has not taken it."""
    found = _visible(quiz_id)
    reached = queries.results_of(session(), found)
    people = [
        each
        for each in members(session(), actor().office_id, active=False)
        if each.active or each.id in reached
    ]
    taken = [each for each in reached.values() if each.taken]
    units: dict[str, list[object]] = {}
    for member in people:
        units.setdefault(unit_title(member), []).append(reached.get(member.id))
    return render_template(
        "xinfang_legal_study/quiz_results.html",
        quiz=found,
        people=people,
        reached=reached,
        units=units,
        taken=len(taken),
        passed=sum(each.passed for each in taken),
        crumbs=_crumbs((found.title, url_for("legal_study.quiz", quiz_id=quiz_id)), ("成绩", "")),
    )
