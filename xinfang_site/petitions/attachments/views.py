"""Pages of a matter's files (附件页面): adding, opening, voiding."""

from flask import abort, flash, g, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response
from wtforms import MultipleFileField, SelectField, StringField

from xinfang_site.access import requires
from xinfang_site.extensions import db
from xinfang_site.files.kinds import KINDS as FILE_KINDS
from xinfang_site.files.kinds import FileRefused
from xinfang_site.forms import Max, ReasonForm, SiteForm, form_page, given, options
from xinfang_site.petitions.attachments import pictures
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.attachments.kinds import KINDS
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.visibility import scope

INLINE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class UploadForm(SiteForm):
    """Adds files to a matter (添加附件表单)."""

    files = MultipleFileField(
        "选择文件", description=f"可一次选多个；可上传：{'、'.join(sorted(FILE_KINDS))}"
    )
    kind = SelectField(
        "种类",
        choices=options(list(KINDS.items())),
        validate_choice=False,
        description="办结、调解、送达等步骤要求卷内有相应的材料",
    )
    note = StringField("说明", [Max(200)])


@blueprint.route("/<int:petition_id>/files", methods=["GET", "POST"])
@requires("petition.register", "petition.step")
def add_files(petition_id: int) -> ResponseReturnValue:
    """Add attachments."""
    petition = scope.get(db.session(), g.actor, petition_id)
    form = UploadForm()
    if form.submitted():
        sent = attachments.sent(request.files.getlist("files"), form.note.data or "", form.kind.data or "")
        try:
            count = attachments.add(db.session(), g.actor, petition_id, sent)
        except FileRefused as refused:
            form.files.errors = [*form.files.errors, str(refused)]
        else:
            already = f"，另外 {len(sent) - count} 个卷内已有，没有重复添加" if count < len(sent) else ""
            if already and form.note.data:
                already += "，说明改为这次填写的"
            flash(f"已添加 {count} 个附件{already}。", "success")
            return redirect(url_for("petitions.show", petition_id=petition_id))
    return form_page("petitions/files.html", form, petition=petition)


@blueprint.get("/<int:petition_id>/files/<int:file_id>")
@requires("petition.view")
def open_file(petition_id: int, file_id: int) -> Response:
    """Send an attachment: as a download, unless its kind is safe to show."""
    opened = attachments.open_file(db.session(), g.actor, petition_id, file_id)
    if not opened.path.exists():
        abort(404)
    inline = opened.inline and request.args.get("show") == "1"
    response = send_file(
        opened.path, mimetype=opened.media_type, as_attachment=not inline, download_name=opened.name
    )
    response.headers["Content-Security-Policy"] = INLINE_POLICY
    return response


@blueprint.get("/<int:petition_id>/files/<int:file_id>/pages/<int:number>")
@requires("petition.view")
def draw_page(petition_id: int, file_id: int, number: int) -> Response:
    """A page of a scan as a picture, for paper; pages count from 1 as on the printout."""
    opened = attachments.open_file(db.session(), g.actor, petition_id, file_id)
    try:
        content = pictures.drawn(opened.path, opened.media_type, number - 1)
    except pictures.NotDrawn:
        abort(404)
    return Response(content, mimetype="image/png", headers={"Content-Security-Policy": INLINE_POLICY})


@blueprint.route("/<int:petition_id>/files/<int:file_id>/void", methods=["GET", "POST"])
@requires("petition.edit", "petition.step")
def void_file(petition_id: int, file_id: int) -> ResponseReturnValue:
    """Mark an attachment as void."""
    petition = scope.get(db.session(), g.actor, petition_id)
    form = ReasonForm("作废理由")
    if form.submitted():
        attachments.void(db.session(), g.actor, petition_id, file_id, given(form.reason.data))
        flash("附件已作废，仍保留在卷内。", "success")
        return redirect(url_for("petitions.show", petition_id=petition_id))
    return form_page("petitions/void_file.html", form, petition=petition)
