"""The public look-up page (公众查询)."""

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import InputRequired

from xinfang_site.access import public
from xinfang_site.extensions import db
from xinfang_site.forms import Max, SiteForm, given
from xinfang_site.lookup import services

blueprint = Blueprint("lookup", __name__)
NOT_FOUND = "没有查到。请核对姓名和查询码；查询码遗失的，可持有效证件到登记机关重新领取。"


class LookupForm(SiteForm):
    """Name and query code."""

    name = StringField(
        "姓名", [InputRequired("请填写登记时使用的姓名"), Max(60)], render_kw={"autocomplete": "off"}
    )
    query_code = StringField(
        "查询码",
        [InputRequired("请填写查询码"), Max(40)],
        render_kw={"autocomplete": "off"},
        description="在查询码单上，16 位字母和数字，空格可不填",
    )


@blueprint.route("/query", methods=["GET", "POST"])
@public
def index() -> ResponseReturnValue:
    """A petitioner's look-up; answers on the POST, so that neither name nor code stands in an address."""
    form = LookupForm()
    progress = None
    status = 200
    if form.submitted():
        try:
            progress = services.look_up(
                db.session(), request.remote_addr or "", given(form.name.data), given(form.query_code.data)
            )
        except services.TooMany:
            abort(429)
        if progress is None:
            form.name.errors = [*form.name.errors, NOT_FOUND]
            status = 404
    elif request.method == "POST":
        status = 400
    return make_response(render_template("lookup/index.html", form=form, progress=progress), status)
