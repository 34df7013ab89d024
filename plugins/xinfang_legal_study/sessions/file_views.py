"""Pages of a session's files (学习材料、纪要、照片)."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import form_page, tried
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import APPROVE, MANAGE, TAKE
from xinfang_legal_study.records.models import Credit, Reflection
from xinfang_legal_study.sessions import files, page, queries
from xinfang_legal_study.sessions.forms import FilesForm
from xinfang_legal_study.sessions.models import StudyFile
from xinfang_legal_study.years.forms import ReasonForm
from xinfang_site.plugin_api.data import Missing, owned_one, session
from xinfang_site.plugin_api.files import answer, uploaded
from xinfang_site.plugin_api.pages import actor, may, requires


@blueprint.route("/sessions/<int:session_id>/files", methods=["GET", "POST"])
@requires(MANAGE)
def files_add(session_id: int) -> ResponseReturnValue:
    """Add material, minutes or photos to a session."""
    study = queries.session_of(session(), actor().office_id, session_id)
    form, crumbs = FilesForm(), page.crumbs(study)
    back = url_for("legal_study.session_page", session_id=session_id, _anchor="files")
    kind = form.kind.data or "material"

    def act() -> None:
        files.add_files(session(), actor(), session_id, kind, uploaded("files"))

    if tried(form, act, "files"):
        flash("文件已保存。", "success")
        return redirect(back)
    return form_page(form, "上传材料", "上传", back, crumbs=crumbs)


@blueprint.get("/files/<int:file_id>")
@requires(TAKE)
def file_open(file_id: int) -> ResponseReturnValue:
    """Open a file: a session's for everybody, a person's own for that person and who decides on it."""
    found = owned_one(session(), StudyFile, actor().office_id, file_id)
    if found.session_id is None and not _is_own(found) and not may(APPROVE):
        raise Missing
    return answer(session(), found.sha256, found.name)


def _is_own(found: StudyFile) -> bool:
    owner = None
    if found.credit_id is not None:
        owner = owned_one(session(), Credit, found.office_id, found.credit_id).member
    elif found.reflection_id is not None:
        owner = owned_one(session(), Reflection, found.office_id, found.reflection_id).member
    return owner is not None and owner.account_id == actor().account_id


@blueprint.route("/files/<int:file_id>/void", methods=["GET", "POST"])
@requires(MANAGE)
def file_void(file_id: int) -> ResponseReturnValue:
    """Mark a file as void."""
    found = owned_one(session(), StudyFile, actor().office_id, file_id)
    if found.session_id is None:
        raise Missing
    study = queries.session_of(session(), actor().office_id, found.session_id)
    form, crumbs, name = ReasonForm(), page.crumbs(study), found.name
    back = url_for("legal_study.session_page", session_id=found.session_id, _anchor="files")
    if tried(form, lambda: files.void_file(session(), actor(), file_id, form.reason.data or "")):
        flash("文件已作废，仍保留在记录中。", "success")
        return redirect(back)
    return form_page(form, "作废文件", "作废", back, crumbs=crumbs, consequences=(f"“{name}”标为作废。",))
