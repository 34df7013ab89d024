"""Forms of the modules page (模块表单)."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from wtforms import DateField, DecimalField, Field, HiddenField, SelectField, TextAreaField, TimeField
from wtforms.validators import InputRequired

from xinfang_site.conflicts_page import VersionField
from xinfang_site.forms import Max, SiteForm
from xinfang_site.offices.models import OfficeKind

NOT_SETTINGS = {"csrf_token", "version"}


class OfficeChoice(SiteForm):
    """Whose modules are shown (选择机构)."""

    office = SelectField("机构", coerce=int, validate_choice=False)


class SwitchForm(SiteForm):
    """Why a module is switched (模块开关表单); the modules that were shown to be switched along."""

    others = HiddenField()
    reason = TextAreaField("事由", [InputRequired("请填写事由"), Max(500)])

    def shown(self) -> tuple[str, ...]:
        """The modules that were shown."""
        return tuple(each for each in (self.others.data or "").split(",") if each)


class PurgeForm(SiteForm):
    """Why a module's records may be taken out (清除模块数据表单)."""

    reason = TextAreaField("事由", [InputRequired("请填写事由"), Max(500)])


class PresetForm(SiteForm):
    """Which kind of office gets its preset (预设模块表单), and why."""

    kind = HiddenField()
    shown = HiddenField()
    reason = TextAreaField("事由", [InputRequired("请填写事由"), Max(500)])


def kind_title(kind: str) -> str:
    """The Chinese name of a kind of office."""
    return OfficeKind(kind).title if kind in set(OfficeKind) else kind


def settings_form(form: type[SiteForm]) -> type[SiteForm]:
    """A plugin's form with the version that it is filled from."""
    return type(form.__name__, (form,), {"version": VersionField(default=0), "__doc__": form.__doc__})


def stored(form: SiteForm) -> dict[str, Any]:
    """The form's values as they are stored: JSON, days and decimals as text."""
    return {name: _plain(field.data) for name, field in form._fields.items() if name not in NOT_SETTINGS}


def filled(form: type[SiteForm], values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as the form takes them; what it does not know any more is left out."""
    fields = form(meta={"csrf": False})._fields
    return {name: _read(fields[name], value) for name, value in values.items() if name in fields}


def labels(form: SiteForm) -> dict[str, str]:
    """The fields' names for people."""
    return {name: str(field.label.text) for name, field in form._fields.items() if name not in NOT_SETTINGS}


def _plain(value: Any) -> Any:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value


def _read(field: Field, value: Any) -> Any:
    """A stored value for a field; what cannot be read any more is asked for again."""
    readers: dict[type[Field], Any] = {
        DateField: date.fromisoformat,
        TimeField: time.fromisoformat,
        DecimalField: Decimal,
    }
    read = next((each for kind, each in readers.items() if isinstance(field, kind)), None)
    if read is None or value is None:
        return value
    try:
        return read(str(value))
    except (ValueError, ArithmeticError):
        return None
