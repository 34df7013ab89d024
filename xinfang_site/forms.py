"""Forms (表单): one base for all, with Chinese messages and cleaned text."""

import gettext
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Self, TypeVar

from flask import Response, make_response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import (
    Field,
    FileField,
    Form,
    SelectFieldBase,
    SelectMultipleField,
    StringField,
    TextAreaField,
    i18n,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # stubs lag behind
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people import masking
from xinfang_site.domain.receiving.intake import EARLIEST_YEAR

T = TypeVar("T")
LATEST_YEAR = 2200
_KEPT_CONTROLS = {"\n", "\t"}
_CHOICE = "所选项不在可选范围内，请重新选择"
_WORDS = {
    "This field is required.": "请填写",
    "Invalid input.": "格式不正确",
    "Not a valid integer value.": "应为整数，不带小数、单位和其他文字",
    "Not a valid decimal value.": "应为数字，可以有小数，不带单位和其他文字",
    "Not a valid float value.": "应为数字，可以有小数，不带单位和其他文字",
    "Not a valid date value.": "应为实有的日期，写作 2026-03-05",
    "Not a valid datetime value.": "应为实有的日期和时间，写作 2026-03-05T09:30",
    "Not a valid time value.": "应为时间，写作 09:30",
    "Not a valid week value.": "应为年和周，写作 2026-W10",
    "Not a valid choice.": _CHOICE,
    "Invalid Choice: could not coerce.": _CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOICE,
    "'%(value)s' is not a valid choice for this field.": _CHOICE,
    "'%(value)s' are not valid choices for this field.": _CHOICE,
    "Number must be at least %(min)s.": "不得小于 %(min)s",
    "Number must be at most %(max)s.": "不得大于 %(max)s",
    "Number must be between %(min)s and %(max)s.": "应在 %(min)s 至 %(max)s 之间",
    "Date must be at least %(min)s.": "日期不得早于 %(min)s",
    "Date must be at most %(max)s.": "日期不得晚于 %(max)s",
    "Date must be between %(min)s and %(max)s.": "日期应在 %(min)s 至 %(max)s 之间",
    "This field is disabled and cannot have a value.": "本项已停用，不能填写",
    "This field cannot be edited.": "本项不能修改",
}
"""What WTForms says on this site's pages (表单提示): plainer than its own Chinese, which also takes 不小于 for 大于."""


class _Words(gettext.NullTranslations):
    """The site's words, and the library's own Chinese for whatever it says besides (表单用语)."""

    def gettext(self, message: str) -> str:
        """The message in Chinese."""
        return _WORDS.get(message) or super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for one and many."""
        return _WORDS.get(msgid1) or super().ngettext(msgid1, msgid2, n)


def _chinese() -> gettext.NullTranslations:
    found = _Words()
    found.add_fallback(i18n.get_translations(["zh"]))
    return found


CHINESE = _chinese()
"""WTForms' messages in Chinese, all of them."""


class RowForm(Form):
    """Base of a form inside a form (表单中的一行): the same words, no token of its own."""

    class Meta(Form.Meta):  # type: ignore[misc]  # the library leaves it untyped
        """WTForms' own messages in Chinese."""

        def get_translations(self, form: Any) -> gettext.NullTranslations:
            """The library's Chinese and what it lacks."""
            return CHINESE

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """Whether all fields are in order; each says what is wrong first."""
        valid = bool(super().validate(*arguments, **options))
        keep_first_fault(self)
        return check_years(self) and valid


class SiteForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Base of the site's forms (表单基类)."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        """WTForms' own messages in Chinese; every text cleaned before it is checked."""

        def get_translations(self, form: Any) -> gettext.NullTranslations:
            """The library's Chinese and what it lacks."""
            return CHINESE

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Text fields get the cleaning filter."""
            if issubclass(unbound_field.field_class, StringField | TextAreaField):
                own = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": (clean, *own)}
            bound: Field = unbound_field.bind(form=form, **options)
            return bound

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Files only for fields that take files: a file sent as a text must not become one."""
            wrapped = super().wrap_formdata(form, formdata)
            if not isinstance(wrapped, CombinedMultiDict):
                return wrapped
            files = [
                (name, each)
                for name, each in request.files.items(multi=True)
                if isinstance(form._fields.get(name), FileField)
            ]
            return CombinedMultiDict([MultiDict(files), request.form])

    def process(self, *arguments: Any, **options: Any) -> None:
        """Fill the fields; text of blanks alone is no text, so that a required field asks for it."""
        super().process(*arguments, **options)
        for each in self:
            if isinstance(each, StringField) and each.raw_data and not each.data:
                each.raw_data = [""]

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """Whether all fields are in order; each says what is wrong first."""
        valid = bool(super().validate(*arguments, **options))
        keep_first_fault(self)
        return check_years(self) and valid

    def submitted(self) -> bool:
        """Whether this request sends the form and all of it is in order."""
        return bool(self.validate_on_submit())

    def refuse(self, refusal: Refused) -> None:
        """Show a rule's refusal beside the field it names, else at the top of the form."""
        field = self._fields.get(refusal.field or "")
        told = str(refusal) + (f"。条文：“{refusal.quotation}”" if refusal.quotation else "")
        if field is None:
            self.form_errors.append(told)
        else:
            field.errors = [*field.errors, told]

    @classmethod
    def from_query(cls) -> Self:
        """The form filled from the query string, for GET filters; needs no token."""
        return cls(formdata=request.args, meta={"csrf": False})


def labels(names: Iterable[str]) -> dict[str, str]:
    """What the form that has most of these fields calls them (字段标签); no form is made for it.

    Returns:
        Label by field; empty for choices, whose values are numbers and codes. Fields that forms which fit equally well
        call differently are left out.
    """
    wanted = set(names)
    found = [_labels_of(each) for each in _subclasses(SiteForm)]
    fits = [(len(wanted & each.keys()), -len(each)) for each in found]
    closest = max(fits, default=None)
    best = [each for each, fit in zip(found, fits, strict=True) if fit == closest]
    return {
        name: label
        for name, label in (best[0].items() if best else ())
        if all(each.get(name) == label for each in best)
    }


def _subclasses(form: type[SiteForm]) -> Iterator[type[SiteForm]]:
    for each in form.__subclasses__():
        yield each
        yield from _subclasses(each)


def _labels_of(form: type[SiteForm]) -> dict[str, str]:
    found = {}
    for name in dir(form):
        field = getattr(form, name, None)
        if isinstance(field, UnboundField):
            label = field.args[0] if field.args else field.kwargs.get("label")
            chosen = issubclass(field.field_class, SelectFieldBase)
            found[name] = str(label) if isinstance(label, str) and not chosen else ""
    return found


def keep_first_fault(form: Iterable[Field]) -> None:
    """Show one message a field: text that is no number needs no message about its range too."""
    for each in form:
        unread = list(each.process_errors)
        # a field left empty has lost them: it may be empty, or is told to be filled in
        if unread and list(each.errors[: len(unread)]) == unread:
            each.errors = unread


def check_years(form: Iterable[Field]) -> bool:
    """Refuse a day or moment whose year is mistyped, as 0202 for 2020 (年份有误); returns whether all are likely."""
    likely = True
    for each in form:
        day = each.data
        if isinstance(day, date) and not each.errors and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            each.errors = [f"年份是{day.year:04d}年，应当在{EARLIEST_YEAR}年至{LATEST_YEAR}年之间"]
            likely = False
    return likely


def form_page(template: str, form: SiteForm, **shown: Any) -> Response:
    """A page with a form (表单页): status 400, with all that was typed, when something in it is wrong."""
    page = render_template(template, form=form, **shown)
    return make_response(page, 400 if form.errors else 200)


def options(pairs: Iterable[tuple[str | int, str]]) -> list[SelectChoice]:
    """Choices of a select from pairs of value and label (选项)."""
    return [SelectChoice(str(value), label) for value, label in pairs]


def given(value: T | None) -> T:
    """The value of a field that validation has already required."""
    if value is None:
        raise ValueError("the field was not validated")
    return value


def clean(value: Any) -> Any:
    """Text without invisible and control characters, line ends as one LF, no blanks around."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in text if each in _KEPT_CONTROLS or not _invisible(each)).strip()


def mask_personal(value: Any) -> Any:
    """A field's filter: it is kept with identity and mobile numbers masked, since lists show it to everybody (号码脱敏)."""
    return masking.mask_personal(value) if isinstance(value, str) else value


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


class Max:
    """At most so many characters (字数上限), with the count in the message and for the browser."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, form: Any, field: Field) -> None:
        """Refuses longer text."""
        length = len(field.data or "")
        if length > self.most:
            raise StopValidation(f"最多 {self.most} 字，现有 {length} 字")


class TicksField(SelectMultipleField):
    """Several choices as tick boxes (多选)."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReasonForm(SiteForm):
    """A form with one field, the reason (理由); each page words the question and the message for an empty answer."""

    reason = TextAreaField("理由", [Max(500)], render_kw={"rows": 3})

    def __init__(self, asked: str, **values: Any) -> None:
        super().__init__(**values)
        self.reason.label.text = asked
        self.reason.flags.required = True
        self.reason.validators = [InputRequired(f"请写明{asked}"), *self.reason.validators]
