"""The form of a step (办理表单): its fields are what the statute's table says the step needs."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from wtforms import BooleanField, Field, HiddenField, SelectField, SelectMultipleField
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired

from xinfang_site import clock
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need, Step, Transition
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.forms import SiteForm, options
from xinfang_site.petitions.stepping.fields import EXTRAS, LABELS, LATE, NEEDS, Judged

OFFICE_FIELDS = (Need.RECEIVER.value, "accused_unit")
MATTER_FIELDS = (Need.OTHER_MATTER.value, "original")
_ELSEWHERE = {"due": "due_day", "received_on": "new_day", "day": "event_day"}
"""What the rules call a field, where the form calls it otherwise."""


class StepForm(SiteForm):
    """What every step's form has (办理表单); the rest is added by :func:`form_class`."""

    version = HiddenField(validators=[InputRequired("页面已过期，请重新打开")])
    offices: dict[str, int]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.matters: dict[str, int] = {}

    def values(self) -> dict[str, Any]:
        """The filled-in fields as JSON values; empty fields are omitted."""
        found = {}
        for field in self:
            if field.name not in ("version", "csrf_token"):
                value = _plain(field)
                if value not in ("", None, False, []):
                    found[field.name] = value
        for name in OFFICE_FIELDS:
            if name in found:
                found[name] = self.offices[found[name]]
        return found | self.matters

    def refuse(self, refusal: Refused) -> None:
        """Show a rule's refusal beside the field it names, else at the top."""
        name = _ELSEWHERE.get(refusal.field or "", refusal.field)
        super().refuse(Refused(refusal.message, refusal.article, name))
        for field in self:
            if (
                not field.data
                and not field.errors
                and any(isinstance(each, Judged) for each in field.validators)
            ):
                field.errors = [f"请填写{field.label.text}"]

    def offer(self, choices: Mapping[str, list[tuple[str, str]]]) -> None:
        """Fill the selects whose choices depend on the matter."""
        for name, pairs in choices.items():
            if name in self and isinstance(self[name], SelectField):
                self[name].choices = options(pairs)


def _plain(field: Field) -> Any:
    data = field.data
    if isinstance(data, datetime):
        return data.replace(tzinfo=clock.CHINA).isoformat()
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(field, BooleanField):
        return bool(data)
    if isinstance(field, SelectMultipleField):
        return list(data or ())
    return data


@cache
def form_class(row: Transition, *, late: bool = False) -> type[StepForm]:
    """The form of one step of the table, made once.

    Args:
        row: the step.
        late: the step ends a limit that has run out: ask why.
    """
    fields = {
        need.value: LABELS.get((row.step, need), NEEDS.get(need))
        for need in row.needs
        if (row.step, need) in LABELS or need in NEEDS
    }
    fields |= EXTRAS.get(row.step, {})
    if row.step is Step.DRAFT:  # in the order in which an opinion is written
        fields = {name: fields[name] for name in _OPINION_ORDER}
    if late:
        fields |= LATE
    return type(f"{row.step.title()}Form", (StepForm,), {name: _anew(each) for name, each in fields.items()})


def _anew(field: Any) -> "UnboundField[Any]":
    """A fresh copy of a field: forms show fields in the order of their creation."""
    return UnboundField(field.field_class, *field.args, **field.kwargs)


_OPINION_ORDER = (
    "acceptance", "request", "facts", "outcome", "text", "legal_basis", "review_organ", "review_address",
    "remedy", "new_grounds",
)  # fmt: skip

EVERY = tuple(form_class(row) for row in TABLE.values())
"""The forms of all steps, there from the start for whoever asks what a form's fields are called (全部办理表单)."""
