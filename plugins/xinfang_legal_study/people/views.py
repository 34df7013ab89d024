"""Pages of the roll (学习人员名册)."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import form_page, home_crumb, tried
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.people import queries, services
from xinfang_legal_study.people.forms import MemberForm, member_values
from xinfang_legal_study.people.models import Member
from xinfang_legal_study.permissions import MANAGE
from xinfang_site.plugin_api.data import StaleEditError, owned_one, session
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, requires


@blueprint.get("/people/")
@requires(MANAGE)
def people() -> ResponseReturnValue:
    """Everybody who studies in the office."""
    rows = queries.members(session(), actor().office_id, active=False)
    return render_template("xinfang_legal_study/people.html", rows=rows)


@blueprint.post("/people/fill")
@requires(MANAGE)
def people_fill() -> ResponseReturnValue:
    """Take in everybody with an account in the office."""
    count = services.fill_roll(session(), actor())
    flash(f"已加入 {count} 人。" if count else "本机构的账号都已在名册中。", "success")
    return redirect(url_for("legal_study.people"))


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(MANAGE)
def member_new() -> ResponseReturnValue:
    """Somebody without an account."""
    form = MemberForm()
    back = url_for("legal_study.people")
    if tried(form, lambda: services.add_member(session(), actor(), form.draft())):
        flash("已加入名册。", "success")
        return redirect(back)
    note = "有账号的人员请用“从账号补齐”加入，这里只登记没有账号的人员；他们在签到表上签名。"
    return form_page(form, "登记学习人员", "保存", back, crumbs=_crumbs(), note=note)


@blueprint.route("/people/<int:member_id>", methods=["GET", "POST"])
@requires(MANAGE)
def member_edit(member_id: int) -> ResponseReturnValue:
    """Change an entry."""
    member = owned_one(session(), Member, actor().office_id, member_id)
    form = MemberForm(data={**member_values(member), "version": member.version})
    back = url_for("legal_study.people")

    def act() -> None:
        services.edit_member(session(), actor(), member_id, form.draft(), int(form.version.data or 0))

    try:
        if tried(form, act):
            flash("已保存。", "success")
            return redirect(back)
    except StaleEditError:
        session().refresh(member)
        return conflict_page(form, Stored(member.version, member_values(member)), back)
    return form_page(form, member.name, "保存", back, crumbs=_crumbs())


def _crumbs() -> list[tuple[str, str]]:
    return [home_crumb(), ("学习人员", url_for("legal_study.people"))]
