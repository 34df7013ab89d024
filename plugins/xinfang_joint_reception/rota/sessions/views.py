"""Pages of one session (场次): shown, added, changed, dropped, put back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.permissions import PLAN, VIEW
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.locking import warnings_of
from xinfang_joint_reception.rota.models import Kind
from xinfang_joint_reception.rota.months import day_or_today
from xinfang_joint_reception.rota.session_models import Sitting
from xinfang_joint_reception.rota.sessions import services as planning
from xinfang_joint_reception.rota.sessions.forms import (
    DropForm,
    SittingForm,
    new_values,
    values_of,
)
from xinfang_site.plugin_api.data import Missing, Refused, StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, requires


@blueprint.get("/sessions/<int:sitting_id>")
@requires(VIEW)
def sitting_show(sitting_id: int) -> str:
    """One session, with what can be done with it."""
    sitting = _visible(sitting_id)
    own = sitting.office_id == actor().office_id
    mine = {each.id for each in queries.own_members(session(), actor())}
    return page(
        "session",
        sitting=sitting,
        own=own,
        mine=mine,
        warnings=warnings_of(session(), sitting) if own else (),
        published=sitting.id
        in queries.published_ids(session(), sitting.office_id, (sitting.day, sitting.day)),
        day=today(),
    )


def _visible(sitting_id: int) -> Sitting:
    """A session of the own office, or one in which the person or his office sits."""
    try:
        return owned_one(session(), Sitting, actor().office_id, sitting_id)
    except Missing:
        found = session().get(Sitting, sitting_id)
        if found is None:
            raise
        ours = {each.id for each in queries.own_members(session(), actor())}
        if not any({duty.member_id, duty.stand_in_id} & ours for duty in found.duties):
            raise
        return found


@blueprint.route("/sessions/new", methods=["GET", "POST"])
@requires(PLAN)
def sitting_new() -> ResponseReturnValue:
    """Add a session by hand: first the kind, then when, where and who."""
    office_id = actor().office_id
    kind_id = request.args.get("kind", 0, type=int)
    if not kind_id:
        return page(
            "session_kind",
            kinds=queries.kinds(session(), office_id),
            day=day_or_today(request.args.get("day", "")),
        )
    kind = owned_one(session(), Kind, office_id, kind_id)
    form = SittingForm(data=new_values(kind, day_or_today(request.args.get("day", ""))))
    return _save(form, kind, None)


@blueprint.route("/sessions/<int:sitting_id>/edit", methods=["GET", "POST"])
@requires(PLAN)
def sitting_edit(sitting_id: int) -> ResponseReturnValue:
    """Change a session."""
    sitting = owned_one(session(), Sitting, actor().office_id, sitting_id)
    form = SittingForm(data=values_of(sitting))
    return _save(form, sitting.kind, sitting)


def _save(form: SittingForm, kind: Kind, sitting: Sitting | None) -> ResponseReturnValue:
    """The form of a new or of a known session; rows are added and taken out without JavaScript."""
    changed = _changed_rows(form)
    form.offer(queries.members(session(), actor().office_id, kind.id))
    if not changed and form.submitted():
        kind_id, sitting_id = kind.id, sitting.id if sitting is not None else None
        try:
            done = _plan(form, kind_id, sitting_id)
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            stored = owned_one(session(), Sitting, actor().office_id, sitting_id or 0)
            return _conflict(form, stored)
        else:
            flash("场次已保存。", "success")
            for each in done.warnings:
                flash(f"请注意：{each}。", "warning")
            return redirect(url_for("joint_reception.sitting_show", sitting_id=done.sitting_id))
    return form_page("session_form", form, kind=kind, sitting=sitting)


def _plan(form: SittingForm, kind_id: int, sitting_id: int | None) -> planning.Planned:
    if sitting_id is None:
        return planning.add(session(), actor(), form.draft(kind_id))
    return planning.change(session(), actor(), sitting_id, form.version.data or 0, form.draft(kind_id))


def _conflict(form: SittingForm, stored: Sitting) -> ResponseReturnValue:
    values = {name: value for name, value in values_of(stored).items() if name not in ("version", "members")}
    back = url_for("joint_reception.sitting_show", sitting_id=stored.id)
    return conflict_page(form, Stored(stored.version, values), back)


def _changed_rows(form: SittingForm) -> bool:
    if request.form.get("add") == form.members.name:
        if len(form.members) < planning.MOST_SEATS:
            form.members.append_entry()
        return True
    removed = request.form.get("remove", "")
    if removed:
        form.members.entries = [each for each in form.members.entries if each.name != removed]
    return bool(removed)


@blueprint.route("/sessions/<int:sitting_id>/drop", methods=["GET", "POST"])
@requires(PLAN)
def sitting_drop(sitting_id: int) -> ResponseReturnValue:
    """Ask, then take a session out of the rota."""
    sitting = owned_one(session(), Sitting, actor().office_id, sitting_id)
    form = DropForm(data={"version": sitting.version})
    back = url_for("joint_reception.sitting_show", sitting_id=sitting_id)
    if form.submitted():
        try:
            planning.drop(session(), actor(), sitting_id, form.version.data or 0, form.reason.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(sitting.version, {"reason": sitting.note}), back)
        else:
            flash("场次已取消，可以随时恢复。", "success")
            return redirect(back)
    return form_page("session_drop", form, sitting=sitting)


@blueprint.post("/sessions/<int:sitting_id>/restore")
@requires(PLAN)
def sitting_restore(sitting_id: int) -> ResponseReturnValue:
    """Put a dropped session back."""
    done = planning.restore(session(), actor(), sitting_id)
    flash("场次已恢复。", "success")
    for each in done.warnings:
        flash(f"请注意：{each}。", "warning")
    return redirect(url_for("joint_reception.sitting_show", sitting_id=sitting_id))
