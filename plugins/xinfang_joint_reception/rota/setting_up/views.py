"""Pages of setting up (接访设置): kinds, roster, leave, days without reception."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.permissions import PLAN
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.models import FORMS, Blocked, Kind, LeaveTaken, Member
from xinfang_joint_reception.rota.setting_up import services as setting_up
from xinfang_joint_reception.rota.setting_up.forms import (
    BlockedForm,
    KindForm,
    LeaveForm,
    MemberForm,
    kind_values,
    member_values,
)
from xinfang_site.plugin_api.data import Refused, StaleEditError, owned, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.ledgers import import_url
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, options, requires
from xinfang_site.plugin_api.people import offices_around, people_of


@blueprint.get("/setup/")
@requires(PLAN)
def setup() -> str:
    """Kinds with their rosters; where there are none, the three kinds are offered."""
    office_id = actor().office_id
    leaves = session().scalars(
        owned(LeaveTaken, office_id).where(LeaveTaken.last >= today()).order_by(LeaveTaken.first)
    )
    blocked = session().scalars(
        owned(Blocked, office_id).where(Blocked.last >= today()).order_by(Blocked.first)
    )
    kinds = queries.kinds(session(), office_id, active=False)
    return page(
        "setup",
        kinds=kinds,
        titles={each.id: each.title for each in kinds},
        forms=FORMS,
        sizes=setting_up.roster_size(session(), office_id),
        leaves=leaves.all(),
        blocked=blocked.all(),
        import_receptions=import_url("receptions"),
        import_duty=import_url("lawyer-duty"),
    )


@blueprint.post("/setup/found")
@requires(PLAN)
def setup_found() -> ResponseReturnValue:
    """Make the three kinds."""
    made = setting_up.make_usual_kinds(session(), actor())
    flash(f"已建立 {made} 个接访类别，请登记名册。" if made else "接访类别已经建立。", "success")
    return redirect(url_for("joint_reception.setup"))


@blueprint.route("/setup/kinds/new", methods=["GET", "POST"])
@requires(PLAN)
def kind_new() -> ResponseReturnValue:
    """Add a kind."""
    first = {"version": 0, "seats": 1, "promised": 0, "swap_days": 1, "position": 40, "active": True}
    form = KindForm(data=first)
    if form.submitted():
        try:
            setting_up.save_kind(session(), actor(), form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("接访类别已新增。", "success")
            return redirect(url_for("joint_reception.setup"))
    return form_page("kind", form, kind=None)


@blueprint.route("/setup/kinds/<int:kind_id>/edit", methods=["GET", "POST"])
@requires(PLAN)
def kind_edit(kind_id: int) -> ResponseReturnValue:
    """Change a kind."""
    kind = owned_one(session(), Kind, actor().office_id, kind_id)
    form = KindForm(data=kind_values(kind))
    back = url_for("joint_reception.setup")
    if form.submitted():
        try:
            setting_up.save_kind(session(), actor(), form.draft(), kind_id, form.version.data or 0)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(kind.version, kind_values(kind)), back)
        else:
            flash("接访类别已保存。", "success")
            return redirect(back)
    return form_page("kind", form, kind=kind)


@blueprint.get("/setup/kinds/<int:kind_id>/roster")
@requires(PLAN)
def roster(kind_id: int) -> str:
    """The roster of a kind."""
    kind = owned_one(session(), Kind, actor().office_id, kind_id)
    rows = queries.members(session(), actor().office_id, kind_id, active=False)
    return page("roster", kind=kind, members=rows)


@blueprint.route("/setup/kinds/<int:kind_id>/roster/new", methods=["GET", "POST"])
@requires(PLAN)
def member_new(kind_id: int) -> ResponseReturnValue:
    """Add someone to the roster."""
    kind = owned_one(session(), Kind, actor().office_id, kind_id)
    form = MemberForm(data={"version": 0, "position": 10, "active": True})
    _offer(form)
    if form.submitted():
        try:
            setting_up.save_member(session(), actor(), form.draft(kind_id))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("已加入名册。", "success")
            return redirect(url_for("joint_reception.roster", kind_id=kind_id))
    return form_page("member", form, kind=kind)


@blueprint.route("/setup/members/<int:member_id>/edit", methods=["GET", "POST"])
@requires(PLAN)
def member_edit(member_id: int) -> ResponseReturnValue:
    """Change a roster entry."""
    member = owned_one(session(), Member, actor().office_id, member_id)
    kind = member.kind
    form = MemberForm(data=member_values(member))
    _offer(form)
    back = url_for("joint_reception.roster", kind_id=kind.id)
    if form.submitted():
        try:
            setting_up.save_member(session(), actor(), form.draft(kind.id), member_id, form.version.data or 0)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(member.version, member_values(member)), back)
        else:
            flash("名册已保存。", "success")
            return redirect(back)
    return form_page("member", form, kind=kind)


def _offer(form: MemberForm) -> None:
    offices = offices_around(session(), actor().office_id or 0, today())
    form.offer(offices, people_of(session(), [each.id for each in offices]))


@blueprint.route("/setup/leave", methods=["GET", "POST"])
@requires(PLAN)
def leave_new() -> ResponseReturnValue:
    """Note leave; sessions that lie in it are pointed out, not changed."""
    form = LeaveForm(data={"member_id": request.args.get("member", 0, type=int)})
    rows = queries.members(session(), actor().office_id)
    form.member_id.choices = options((each.id, f"{each.shown} - {each.kind.title}") for each in rows)
    if form.submitted():
        try:
            lying = setting_up.add_leave(
                session(), actor(), form.member_id.data, form.span, form.reason.data or ""
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = f"请假已登记；其间已排 {lying} 个场次，发布公示前请调整。" if lying else "请假已登记。"
            flash(text, "warning" if lying else "success")
            return redirect(url_for("joint_reception.setup"))
    return form_page("leave", form)


@blueprint.route("/setup/blocked", methods=["GET", "POST"])
@requires(PLAN)
def blocked_new() -> ResponseReturnValue:
    """Note days without reception."""
    form = BlockedForm()
    kinds = queries.kinds(session(), actor().office_id)
    form.kind_id.choices = options([(0, "全部类别"), *((each.id, each.title) for each in kinds)])
    if form.submitted():
        try:
            lying = setting_up.add_blocked(
                session(), actor(), form.kind_id.data or None, form.span, form.reason.data or ""
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            text = f"已登记；其间已排 {lying} 个场次，请取消或者调整。" if lying else "暂停接访已登记。"
            flash(text, "warning" if lying else "success")
            return redirect(url_for("joint_reception.setup"))
    return form_page("blocked", form)


@blueprint.post("/setup/leave/<int:row_id>/remove")
@requires(PLAN)
def leave_remove(row_id: int) -> ResponseReturnValue:
    """Take leave back."""
    setting_up.remove(session(), actor(), LeaveTaken, row_id)
    flash("请假已撤销。", "success")
    return redirect(url_for("joint_reception.setup"))


@blueprint.post("/setup/blocked/<int:row_id>/remove")
@requires(PLAN)
def blocked_remove(row_id: int) -> ResponseReturnValue:
    """Take days without reception back."""
    setting_up.remove(session(), actor(), Blocked, row_id)
    flash("暂停接访已撤销。", "success")
    return redirect(url_for("joint_reception.setup"))
