"""The page that corrects a registration (更正登记)."""

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.form import Form
from wtforms.validators import InputRequired, ValidationError

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.conflicts_page import Stored, VersionField, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import Max, SiteForm, given
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.registering import choices, correcting
from xinfang_site.petitions.registering.choices import Choices
from xinfang_site.petitions.registering.forms import CONTENT_MAX, SUMMARY_MAX, check_phone, phones_of
from xinfang_site.petitions.visibility import scope
from xinfang_site.versions import StaleEditError


class CorrectionForm(SiteForm):
    """What may be corrected; contact data only as new values, since the old ones are masked."""

    version = VersionField()
    summary = StringField("概况", [InputRequired("请填写概况"), Max(SUMMARY_MAX)])
    content = TextAreaField(
        "诉求和事实、理由", [InputRequired("请填写诉求内容"), Max(CONTENT_MAX)], render_kw={"rows": 10}
    )
    purpose_id = SelectField("信访目的")
    category_id = StringField("内容分类", [Max(120)], render_kw={"list": "categories"})
    place_id = SelectField("问题属地")
    place = StringField("问题发生地", [Max(200)])
    external_number = StringField("外部编号", [Max(60)])
    addressed_to = StringField("呈递单位", [Max(120)])
    litigation = BooleanField("涉法涉诉")
    public = BooleanField("信访人同意公开答复")
    urgent = BooleanField("重大、紧急信访事项")
    remarks = TextAreaField("备注", [Max(2000)], render_kw={"rows": 3})
    phone = StringField("主访人新的联系电话", [Max(60), check_phone], description="不变的留空")
    address = StringField("主访人新的住址", [Max(200)], description="不变的留空")
    reason = TextAreaField("更正理由", [InputRequired("请写明更正理由"), Max(500)], render_kw={"rows": 2})

    def offer(self, offered: Choices) -> None:
        """Fill the selects; called before validation."""
        self.categories = offered.categories
        self.purpose_id.choices = offered.purposes
        self.place_id.choices = offered.places

    def validate_category_id(self, field: Field) -> None:
        """The category must be one of the table."""
        if field.data and field.data not in self.categories:
            raise ValidationError("没有这一内容分类，请从列表中选择")

    def show(self, values: dict[str, object]) -> None:
        """Fill the form with what is stored."""
        for name, value in self.words(values).items():
            self[name].data = value

    def words(self, values: dict[str, object]) -> dict[str, object]:
        """Stored values as the fields write them."""
        paths: dict[object, str] = {value: path for path, value in self.categories.items()}
        return {
            **values,
            "category_id": paths.get(values["category_id"], ""),
            "purpose_id": str(values["purpose_id"] or ""),
            "place_id": str(values["place_id"] or ""),
        }

    def revision(self) -> correcting.Revision:
        """The validated correction."""
        correction = correcting.Correction(
            summary=given(self.summary.data),
            content=given(self.content.data),
            purpose_id=int(self.purpose_id.data) if self.purpose_id.data else None,
            category_id=self.categories.get(self.category_id.data or ""),
            place_id=int(self.place_id.data) if self.place_id.data else None,
            place=self.place.data or "",
            external_number=self.external_number.data or "",
            addressed_to=self.addressed_to.data or "",
            litigation=bool(self.litigation.data),
            public=bool(self.public.data),
            urgent=bool(self.urgent.data),
            remarks=self.remarks.data or "",
        )
        contact = correcting.Contact(phones_of(self.phone.data or ""), self.address.data or "")
        return correcting.Revision(
            given(self.version.data), given(self.reason.data), today(), correction, contact
        )


@blueprint.route("/<int:petition_id>/correct", methods=["GET", "POST"])
@requires("petition.edit")
def correct(petition_id: int) -> ResponseReturnValue:
    """Correct a registration, with a reason."""
    petition = scope.get(db.session(), g.actor, petition_id)
    form = CorrectionForm()
    form.offer(choices.load(db.session(), today()))
    if request.method == "GET":
        form.show(correcting.stored(db.session(), petition))
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
        values = form.words(correcting.stored(db.session(), present))
        return conflict_page(form, Stored(present.version, values), _case(petition_id))
    flash("已更正，更正前后的内容已记入审计日志。" if changed else "内容没有变化。", "success")
    return redirect(_case(petition_id))


def _case(petition_id: int) -> str:
    return url_for("petitions.show", petition_id=petition_id)


def _page(form: Form, petition: Petition, status: int) -> ResponseReturnValue:
    page = render_template("petitions/correct.html", form=form, petition=petition)
    return make_response(page, status)
