"""The page that corrects a registration (更正登记)."""

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.form import Form

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.known_tables import known
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.correcting import services as correcting
from xinfang_site.petitions.correcting.forms import CorrectionForm
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering import choices
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import StaleEditError


@blueprint.route("/<int:petition_id>/correct", methods=["GET", "POST"])
@requires("petition.edit")
def correct(petition_id: int) -> ResponseReturnValue:
    """Correct a registration, with a reason."""
    petition = scope.get(db.session(), g.actor, petition_id)
    form = CorrectionForm()
    form.offer(choices.load(db.session(), today()), petition, known(db.session()).code_titles)
    if request.method == "GET":
        form.show(correcting.shown(db.session(), petition))
        form.version.renew(petition.version)
    if not form.submitted():
        return _page(form, petition, 400 if request.method == "POST" else 200)
    try:
        changed = correcting.correct(db.session(), g.actor, petition_id, form.revision())
    except Refused as refused:
        form.refuse(refused)
        return _page(form, petition, 409)
    except StaleEditError:
        present = scope.get(db.session(), g.actor, petition_id)
        values = form.words(correcting.shown(db.session(), present))
        return conflict_page(form, Stored(present.version, values), _case(petition_id))
    flash("已更正，更正前后的内容已记入审计日志。" if changed else "内容没有变化。", "success")
    return redirect(_case(petition_id))


def _case(petition_id: int) -> str:
    return url_for("petitions.show", petition_id=petition_id)


def _page(form: Form, petition: Petition, status: int) -> ResponseReturnValue:
    page = render_template("petitions/correct.html", form=form, petition=petition)
    return make_response(page, status)
