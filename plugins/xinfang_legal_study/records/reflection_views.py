"""Pages of reflections (学习心得): writing one's own, reading one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import form_page, tried
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import APPROVE, MANAGE, TAKE
from xinfang_legal_study.records import queries, services
from xinfang_legal_study.records.forms import ReflectionForm
from xinfang_legal_study.records.models import Reflection
from xinfang_legal_study.sessions import queries as sessions
from xinfang_legal_study.sessions.models import StudyFile
from xinfang_legal_study.sessions.page import crumbs as session_crumbs
from xinfang_site.plugin_api.data import Missing, owned, owned_one, session
from xinfang_site.plugin_api.files import uploaded
from xinfang_site.plugin_api.pages import actor, may, requires


@blueprint.route("/sessions/<int:session_id>/reflection", methods=["GET", "POST"])
@requires(TAKE)
def reflection(session_id: int) -> ResponseReturnValue:
    """Write one's reflection on a session."""
    study = sessions.session_of(session(), actor().office_id, session_id)
    entry = sessions.entry_of(session(), actor(), session_id)
    if entry is None:
        raise Missing
    found = next(
        (
            each
            for each in queries.reflections_of(session(), actor().office_id, session_id)
            if each.member_id == entry.member_id
        ),
        None,
    )
    form = ReflectionForm(data={"title": found.title, "text": found.text} if found else {})
    crumbs, due = session_crumbs(study), study.reflection_due_on
    back = url_for("legal_study.session_page", session_id=session_id)

    def act() -> None:
        services.write_reflection(session(), actor(), session_id, form.draft(), uploaded("files"))

    if tried(form, act, "files"):
        flash("学习心得已提交。", "success")
        return redirect(back)
    note = f"{study.topic}。请在 {due.isoformat()} 前提交。" if due else study.topic
    return form_page(form, "学习心得", "提交", back, crumbs=crumbs, note=note)


@blueprint.get("/reflections/<int:reflection_id>")
@requires(TAKE)
def reflection_page(reflection_id: int) -> ResponseReturnValue:
    """Read a reflection: one's own, or as a coordinator or head."""
    found = owned_one(session(), Reflection, actor().office_id, reflection_id)
    if found.member.account_id != actor().account_id and not (may(MANAGE) or may(APPROVE)):
        raise Missing
    study = sessions.session_of(session(), actor().office_id, found.session_id)
    files = session().scalars(owned(StudyFile, actor().office_id).where(StudyFile.reflection_id == found.id))
    return render_template(
        "xinfang_legal_study/reflection.html",
        found=found,
        study=study,
        files=files.all(),
        crumbs=[*session_crumbs(study), ("学习心得", "")],
    )
