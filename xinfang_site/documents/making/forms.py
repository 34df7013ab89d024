"""The form of making a document (制作文书表单): its boxes are the template's own fields."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from xinfang_site.documents.making.prepared import MOST, Line
from xinfang_site.forms import Max, SiteForm

SHORT = 200


class MakeForm(SiteForm):
    """The fields that the record does not know (制作文书表单); added by :func:`make_form`."""

    submission = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    asked: tuple[str, ...]

    def filled(self) -> dict[str, str]:
        """What was typed, by the name of the merge field."""
        return {name: str(self[name].data or "") for name in self.asked}

    def show_missing(self, names: Sequence[str]) -> None:
        """Say beside each box that it must be filled."""
        for name in names:
            if name in self.asked:
                self[name].errors = [*self[name].errors, f"请填写{name}"]


def make_form(lines: Sequence[Line]) -> type[MakeForm]:
    """The form for the fields of one template; each box bears the name of its merge field."""
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
