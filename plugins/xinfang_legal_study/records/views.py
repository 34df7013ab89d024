"""Pages of one's own record (我的学习): the year, training elsewhere, reading again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import form_page, home_crumb, tried, year_asked
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.people.queries import own_member
from xinfang_legal_study.permissions import TAKE
from xinfang_legal_study.quizzes.queries import certificates_of
from xinfang_legal_study.records import queries, services, yearly
from xinfang_legal_study.records.attended import owed_reflections
from xinfang_legal_study.records.forms import CreditForm
from xinfang_legal_study.sessions import queries as sessions
from xinfang_legal_study.years.queries import known_years, year_view
from xinfang_site.plugin_api.data import session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.files import uploaded
from xinfang_site.plugin_api.pages import actor, requires


@blueprint.get("/mine/")
@requires(TAKE)
def mine() -> ResponseReturnValue:
    """One's own year: hours, sessions, scores, certificates, training elsewhere, what is owed."""
    year, member = year_asked(request.args.get("year")), own_member(session(), actor())
    office_id = actor().office_id or 0
    people = yearly.progress_of(session(), office_id, year, today()) if member else []
    return render_template(
        "xinfang_legal_study/mine.html",
        own=next((each for each in people if member and each.member_id == member.id), None),
        view=year_view(session(), office_id, year),
        years=known_years(session(), office_id, today().year),
        missed=sessions.missed_by(session(), office_id, member.id) if member else (),
        credits=queries.credits_of(session(), office_id, member.id) if member else (),
        certificates=certificates_of(session(), office_id, member.id) if member else (),
        owed=owed_reflections(session(), member) if member else (),
        asked=len(queries.rereadings_of(session(), member, today())) if member else 0,
        day=today(),
    )


@blueprint.route("/credits/new", methods=["GET", "POST"])
@requires(TAKE)
def credit_new() -> ResponseReturnValue:
    """Report training elsewhere."""
    form = CreditForm()

    def act() -> None:
        services.ask_credit(session(), actor(), form.draft(), uploaded("proof"))

    if tried(form, act, "proof"):
        flash("已提交，审核通过后计入学时。", "success")
        return redirect(url_for("legal_study.mine"))
    crumbs = [home_crumb(), ("我的学习", url_for("legal_study.mine"))]
    return form_page(form, "申报外出培训学时", "提交", url_for("legal_study.mine"), crumbs=crumbs)


@blueprint.get("/rereadings/")
@requires(TAKE)
def rereadings() -> ResponseReturnValue:
    """Laws that a person studied and that were amended since."""
    member = own_member(session(), actor())
    found = queries.rereadings_of(session(), member, today()) if member else []
    return render_template("xinfang_legal_study/rereadings.html", found=found)


@blueprint.post("/rereadings/confirm")
@requires(TAKE)
def reread() -> ResponseReturnValue:
    """Confirm having read a passage again."""
    code, place = request.form.get("code", "")[:30], request.form.get("place", "")[:12]
    services.confirm_reading(session(), actor(), code, place)
    flash("已登记重读。", "success")
    return redirect(url_for("legal_study.rereadings"))
