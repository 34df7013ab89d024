"""Pages of the question bank (题库): for coordinators only; the key stands here and nowhere else."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study import lawcheck
from xinfang_legal_study.answering import form_page, home_crumb, tried
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import MANAGE
from xinfang_legal_study.quizzes import queries, services
from xinfang_legal_study.quizzes.forms import BankFilter, QuestionForm, question_values
from xinfang_legal_study.quizzes.models import BankQuestion
from xinfang_legal_study.rules.questions import key_text
from xinfang_site.plugin_api.data import StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import Stored, actor, chips, conflict_page, page_number, pager, requires

PAGE = 30


@blueprint.get("/questions/")
@requires(MANAGE)
def questions() -> ResponseReturnValue:
    """The bank, with the questions whose law was amended or repealed marked."""
    form = BankFilter.from_query()
    valid = form.validate()
    wanted = queries.WantedQuestions()
    if valid:
        wanted = queries.WantedQuestions(form.q.data or "", form.kind.data or "", form.retired.data)
    rows = queries.questions(session(), actor().office_id, wanted)
    number = min(page_number(), -(-len(rows) // PAGE) or 1)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return render_template(
        "xinfang_legal_study/questions.html",
        form=form,
        rows=shown,
        keys={each.id: key_text(each.question) for each in shown},
        outdated=queries.outdated(session(), rows, today()),
        chips=chips(form) if valid else [],
        pager=pager(number, PAGE, len(rows), "题"),
    )


@blueprint.route("/questions/new", methods=["GET", "POST"])
@requires(MANAGE)
def question_new() -> ResponseReturnValue:
    """A new question."""
    form, back = (
        QuestionForm(data={"citation": request.args.get("law", "")}),
        url_for("legal_study.questions"),
    )
    if tried(form, lambda: services.add_question(session(), actor(), form.draft())):
        flash("试题已加入题库。", "success")
        return redirect(back)
    return form_page(form, "新增试题", "保存", back, crumbs=_crumbs())


@blueprint.route("/questions/<int:question_id>", methods=["GET", "POST"])
@requires(MANAGE)
def question_edit(question_id: int) -> ResponseReturnValue:
    """Change a question, or confirm it against the law of today."""
    row = owned_one(session(), BankQuestion, actor().office_id, question_id)
    form = QuestionForm(data={**question_values(row), "version": row.version})
    back = url_for("legal_study.questions")

    def act() -> None:
        services.edit_question(session(), actor(), question_id, form.draft(), int(form.version.data or 0))

    try:
        if tried(form, act):
            flash("试题已保存，依据已按今天的法规核对。", "success")
            return redirect(back)
    except StaleEditError:
        session().refresh(row)
        return conflict_page(form, Stored(row.version, question_values(row)), back)
    stale = queries.outdated(session(), [row], today()).get(row.id)
    note = ""
    if stale is not None:
        word = "已经废止或者删除" if stale.dropped else f"已于 {stale.since} 修改"
        note = f"所引{stale.title}{word}，请核对题干、答案和依据后保存。"
    return form_page(form, "修改试题", "核对并保存", back, crumbs=_crumbs(), note=note)


@blueprint.post("/questions/<int:question_id>/use")
@requires(MANAGE)
def question_use(question_id: int) -> ResponseReturnValue:
    """Take a question out of use, or into use again."""
    active = request.form.get("active") == "1"
    services.retire_question(session(), actor(), question_id, active=active)
    flash("试题已启用。" if active else "试题已停用，不再抽取。", "success")
    return redirect(url_for("legal_study.questions"))


@blueprint.get("/law-check/")
@requires(MANAGE)
def law_check() -> ResponseReturnValue:
    """Questions, plans, sessions and sheets whose law was amended or repealed."""
    found = lawcheck.outdated(session(), actor().office_id or 0, today())
    return render_template(
        "xinfang_legal_study/law_check.html", found=found, crumbs=[*_crumbs(), ("法规变动核对", "")]
    )


def _crumbs() -> list[tuple[str, str]]:
    return [
        home_crumb(),
        ("学法考试", url_for("legal_study.quizzes")),
        ("题库", url_for("legal_study.questions")),
    ]
