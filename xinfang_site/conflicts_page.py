"""The conflict page (冲突页): two people edited the same record; both texts are shown and none is lost.

A view that edits a record carries a :class:`VersionField`, catches :class:`StaleEditError` from its
service and answers with :func:`conflict_page`. The page shows the fields that differ, then the form
as it was typed with the present version, so that it can be merged by hand and sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import make_response, render_template
from werkzeug import Response
from wtforms import BooleanField, Field, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from xinfang_site.forms import SiteForm


class VersionField(IntegerField):
    """Hidden version of the record that the form was filled from (版本号)."""

    widget = HiddenInput()

    def pre_validate(self, form: Any) -> None:
        """Refuse a form without a version: none of our pages sends one."""
        if self.data is None:
            raise ValidationError("页面内容不完整，请重新打开本页后再提交")

    def renew(self, version: int) -> None:
        """Replace the submitted version by the present one."""
        self.data, self.raw_data, self.process_errors = version, None, []


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs (不一致的内容): what was typed here, what is stored now."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Stored:
    """The record as it is stored now (现存内容): its version and its values by field name."""

    version: int
    values: Mapping[str, object]


def conflict_page(
    form: SiteForm, stored: Stored, cancel_url: str, title: str = "内容已被他人修改"
) -> Response:
    """Answer 409 with both texts; the form below holds what was typed and may be sent again."""
    rows = differences(form, stored.values)
    version = form["version"]
    if isinstance(version, VersionField):
        version.renew(stored.version)
    page = render_template("conflict.html", form=form, rows=rows, cancel_url=cancel_url, title=title)
    return make_response(page, 409)


def differences(form: SiteForm, stored: Mapping[str, object]) -> list[Difference]:
    """The fields of ``form`` whose text differs from what is stored."""
    found = []
    for name, value in stored.items():
        field = form[name]
        mine, theirs = shown(field, field.data), shown(field, value)
        if mine != theirs:
            found.append(Difference(field.label.text, mine, theirs))
    return found


def shown(field: Field, value: object) -> str:
    """A field's value as a page shows it: the label of a choice, 是 or 否, the text."""
    if isinstance(field, BooleanField):
        return "是" if value else "否"
    if isinstance(field, SelectMultipleField) and isinstance(value, list | tuple | set | frozenset):
        return "、".join(sorted(_choice(field, each) for each in value))
    if isinstance(field, SelectField):
        return _choice(field, value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _choice(field: SelectField, value: object) -> str:
    text = "" if value is None else str(value)
    labels = {str(each): str(label) for each, label, *_ in field.iter_choices()}
    return labels.get(text, text)
