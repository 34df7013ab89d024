"""The public look-up page (公众查询)."""

from flask import Blueprint, abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.access import public
from xinfang_site.clock import today
from xinfang_site.domain.concluding.closing import Satisfaction
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import Max, SiteForm, given, options
from xinfang_site.lookup import evaluating, services

blueprint = Blueprint("lookup", __name__)
TOO_MANY = "查询次数过多，请过一分钟再查。"
NOT_FOUND = "没有查到。请核对姓名和查询码；查询码遗失的，可持有效证件到登记机关重新领取。"


class LookupForm(SiteForm):
    """Name and query code (查询表单)."""

    name = StringField(
        "姓名", [InputRequired("请填写登记时使用的姓名"), Max(60)], render_kw={"autocomplete": "off"}
    )
    query_code = StringField(
        "查询码",
        [InputRequired("请填写查询码"), Max(40)],
        render_kw={"autocomplete": "off"},
        description="在查询码单上，16 位字母和数字，空格可不填",
    )


_SCORES = [(each.value, each.title) for each in Satisfaction]


class EvaluationForm(SiteForm):
    """How satisfied the petitioner is (满意度评价表单)."""

    proof = HiddenField()
    office_score = RadioField("对信访部门", [InputRequired("请选择")], choices=options(_SCORES))
    unit_score = RadioField("对责任单位", [InputRequired("请选择")], choices=options(_SCORES))
    comment = TextAreaField("意见（可不填）", [Max(500)], render_kw={"rows": 3})

    def scores(self) -> evaluating.Scores:
        """The validated scores."""
        office, unit = (Satisfaction(given(each.data)) for each in (self.office_score, self.unit_score))
        return evaluating.Scores(office, unit, self.comment.data or "")


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
            form.form_errors.append(TOO_MANY)
            status = 429
        else:
            if progress is None:
                form.form_errors.append(NOT_FOUND)
                status = 404
    elif request.method == "POST":
        status = 400
    evaluation = None
    if progress is not None and progress.evaluable:
        secret = str(current_app.secret_key)
        evaluation = EvaluationForm(formdata=None, proof=evaluating.token(secret, progress.petition_id))
    page = render_template("lookup/index.html", form=form, progress=progress, evaluation=evaluation)
    return make_response(page, status)


@blueprint.post("/query/evaluation")
@public
def evaluate() -> ResponseReturnValue:
    """The petitioner's evaluation of a concluded matter."""
    form = EvaluationForm()
    done = False
    if form.submitted():
        try:
            services.brake(db.session(), request.remote_addr or "")
            proof, secret = form.proof.data or "", str(current_app.secret_key)
            evaluating.evaluate(
                db.session(), secret, proof, request.remote_addr or "", form.scores(), today()
            )
            done = True
        except services.TooMany:
            abort(429)
        except Refused as refused:
            form.refuse(refused)
    page = render_template("lookup/evaluated.html", form=form, done=done)
    return make_response(page, 200 if done else 409 if form.form_errors else 400)
