"""Pages of publishing (公示): the draft against the newest version, versions, the notice on paper."""

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.permissions import PLAN, VIEW
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.months import month_named, month_or_now
from xinfang_joint_reception.rota.publishing import notice
from xinfang_joint_reception.rota.publishing import services as publishing
from xinfang_joint_reception.rota.session_models import Edition
from xinfang_site.plugin_api.data import Refused, owned_one, session
from xinfang_site.plugin_api.pages import SiteForm, actor, given, requires
from xinfang_site.plugin_api.papers import DOCX, Paper, to_docx
from xinfang_site.plugin_api.people import office


class PublishForm(SiteForm):
    """The version that the planner compared the draft with (公示表单)."""

    seen = IntegerField(validators=[InputRequired("页面内容不完整，请重新打开本页")], widget=HiddenInput())


@blueprint.route("/publish/<int:kind_id>/<month>", methods=["GET", "POST"])
@requires(PLAN)
def publish(kind_id: int, month: str) -> ResponseReturnValue:
    """What would change, what stands against it, and the button that publishes it."""
    chosen = month_named(month)
    draft = publishing.draft(session(), actor(), kind_id, chosen)
    form = PublishForm(data={"seen": draft.edition.number if draft.edition else 0})
    if form.submitted():
        try:
            number, told = publishing.publish(session(), actor(), kind_id, chosen, given(form.seen.data))
        except Refused as refusal:
            form.refuse(refusal)
            draft = publishing.draft(session(), actor(), kind_id, chosen)
        else:
            flash(f"第 {number} 版已发布，已告知 {told} 名（个）有变动的人员（单位）。", "success")
            return redirect(url_for("joint_reception.publish", kind_id=kind_id, month=month))
    return form_page(
        "publish",
        form,
        draft=draft,
        month=chosen,
        editions=publishing.editions(session(), actor(), kind_id, chosen),
    )


@blueprint.get("/notice/<int:edition_id>")
@requires(VIEW)
def notice_show(edition_id: int) -> str:
    """A published version as an official notice, to be printed and posted."""
    edition = owned_one(session(), Edition, actor().office_id, edition_id)
    return page("notice", edition=edition, paper=_paper(edition))


@blueprint.get("/notice/<int:edition_id>.docx")
@requires(VIEW)
def notice_docx(edition_id: int) -> Response:
    """The same as a Word document in official form."""
    edition = owned_one(session(), Edition, actor().office_id, edition_id)
    answer = make_response(to_docx(_paper(edition)))
    answer.content_type = DOCX
    name = f"reception-{edition.first.strftime('%Y-%m')}-v{edition.number}.docx"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _paper(edition: Edition) -> Paper:
    return notice.paper(edition, office(session(), edition.office_id).name)


@blueprint.get("/published/")
@requires(VIEW)
def published() -> str:
    """Versions of a month of every kind."""
    month = month_or_now(request.args.get("month", ""))
    kinds = queries.kinds(session(), actor().office_id)
    rows = [(kind, publishing.editions(session(), actor(), kind.id, month)) for kind in kinds]
    return page("published", month=month, rows=rows)
