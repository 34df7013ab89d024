"""Lists whose state is the address (列表): chips that take a filter away, and pages by number."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from wtforms import BooleanField, SelectField

from xinfang_site.conflicts_page import shown
from xinfang_site.forms import SiteForm

LAST_PAGE = 10**6
"""No list has as many; more than a database counts is none of its numbers."""


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter (筛选条件) and the address without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Pager:
    """What the pager of a list shows (分页)."""

    count_text: str
    number: int
    has_previous: bool
    has_next: bool
    first_url: str
    previous_url: str
    next_url: str


def here(**changes: str | int | None) -> str:
    """This page's address with some of its query changed; None takes a part out."""
    return there(str(request.endpoint), **changes)


def there(target: str, /, **changes: str | int | None) -> str:
    """Another page's address with this page's query, changed as in :func:`here`."""
    query: dict[str, Any] = {
        name: values
        for name, values in request.args.to_dict(flat=False).items()
        if name not in changes and any(values) and name != "endpoint" and not name.startswith("_")
    }
    query |= {name: value for name, value in changes.items() if value is not None}
    return url_for(target, **{**query, **(request.view_args or {})})


def chips(form: SiteForm) -> list[Chip]:
    """The filters of ``form`` that are in use, in its order."""
    return [
        Chip(_chip_label(form, name), here(**{name: None, "page": None, "before": None}))
        for name, field in form._fields.items()
        if field.data and not field.errors and field.raw_data
    ]


def _chip_label(form: SiteForm, name: str) -> str:
    field = form[name]
    if isinstance(field, BooleanField):
        return str(field.label.text)
    text = shown(field, field.data).strip()
    return text if isinstance(field, SelectField) else f"{field.label.text}：{text}"


def page_number() -> int:
    """The page that the address asks for (页码), from 1; the first one where it names none."""
    return max(1, min(request.args.get("page", 1, type=int), LAST_PAGE))


def pager(number: int, size: int, total: int, unit: str) -> Pager:
    """Pages by number of a list whose length is known; ``number`` counts from 1."""
    last = max(1, -(-total // size))
    return Pager(
        count_text=f"共 {total} {unit}，第 {number} / {last} 页",
        number=number,
        has_previous=number > 1,
        has_next=number < last,
        first_url=here(page=None),
        previous_url=here(page=number - 1),
        next_url=here(page=number + 1),
    )
