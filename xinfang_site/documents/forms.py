"""Forms of documents (文书表单): the making page's boxes are the template's own fields."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.conflicts_page import VersionField
from xinfang_site.documents.prepared import MOST, Filled, Line
from xinfang_site.domain.concluding.opinions import Service, ServiceWay
from xinfang_site.forms import Max, SiteForm, given, options

SHORT = 200


class MakeForm(SiteForm):
    """The fields that the record does not know; added by :func:`make_form`."""

    submission = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    asked: tuple[str, ...]

    def filled(self) -> Filled:
        """What was typed, by the name of the merge field."""
        return Filled({name: str(self[name].data or "") for name in self.asked})

    def show_missing(self, names: Sequence[str]) -> None:
        """Say beside each box that it must be filled."""
        for name in names:
            if name in self.asked:
                self[name].errors = [*self[name].errors, f"请填写{name}"]


def make_form(lines: Sequence[Line]) -> type[MakeForm]:
    """The form for the fields of one template; a box is called as its merge field is."""
    fields = {line.field.name: _box(line) for line in lines if line.editable}
    return type("DocumentForm", (MakeForm,), {**fields, "asked": tuple(fields)})


def _box(line: Line) -> Any:
    name, hint, rows = line.field.name, line.field.hint, line.field.rows
    checks = [InputRequired(f"请填写{name}")] if line.required else []
    if rows == 1:
        return StringField(name, [*checks, Max(SHORT)], default=line.value, description=hint)
    return TextAreaField(
        name, [*checks, Max(MOST)], default=line.value, description=hint, render_kw={"rows": rows}
    )


class ServiceForm(SiteForm):
    """Registers the service of a document."""

    version = VersionField()
    way = SelectField("送达方式", choices=options((each.value, f"{each.title}送达") for each in ServiceWay))
    served_on = DateField("送达日期", [InputRequired("请填写送达日期")], description="信访人收到或者拒收之日")
    refused = BooleanField("信访人拒收（凭证中写明见证情况）")
    proof = StringField(
        "送达凭证",
        [InputRequired("请写明凭证"), Max(200)],
        description="送达回证、签收单、挂号信回执等的名称和编号",
    )

    def service(self) -> Service:
        """The validated fields."""
        return Service(
            ServiceWay(given(self.way.data)),
            given(self.served_on.data),
            self.proof.data or "",
            refused=bool(self.refused.data),
        )


class VoidForm(SiteForm):
    """Voids a document."""

    version = VersionField()
    reason = TextAreaField("作废理由", [InputRequired("请写明作废理由"), Max(500)], render_kw={"rows": 3})
