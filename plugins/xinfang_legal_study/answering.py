"""What the module's views share (页面公用): a refusal beside its field, years in addresses, papers as files."""

from collections.abc import Callable, Sequence
from io import BytesIO

from flask import abort, make_response, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_legal_study.rules.years import FIRST_YEAR, LAST_YEAR
from xinfang_site.plugin_api.data import Refused
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.files import FileRefused
from xinfang_site.plugin_api.pages import SiteForm
from xinfang_site.plugin_api.papers import DOCX, Paper, to_docx

Crumbs = Sequence[tuple[str, str]]


def tried(form: SiteForm, act: Callable[[], object], file_field: str = "") -> bool:
    """Whether the form was sent, is in order and its act was done; a refusal is put on the form."""
    if not form.submitted():
        return False
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal)
    except FileRefused as refusal:
        form.refuse(Refused(str(refusal), field=file_field))
    else:
        return True
    return False


def page(template: str, form: SiteForm | None = None, **values: object) -> ResponseReturnValue:
    """A page of the module; one with a faulty form answers 400."""
    text = render_template(f"xinfang_legal_study/{template}", form=form, **values)
    return make_response(text, 400 if form is not None and form.errors else 200)


def form_page(
    form: SiteForm, title: str, submit: str, back: str, *, crumbs: Crumbs, **values: object
) -> ResponseReturnValue:
    """A page that is one form: ``note`` stands above it, ``consequences`` make it ask before an act."""
    usual: dict[str, object] = {"note": "", "consequences": (), "danger": False}
    return page(
        "form.html",
        form,
        **{
            **usual,
            **values,
            "title": title,
            "submit": submit,
            "back": back,
            "crumbs": [*crumbs, (title, "")],
        },
    )


def home_crumb() -> tuple[str, str]:
    """The module's own first page, with which every trail of crumbs begins (学法首页)."""
    return ("学法", url_for("legal_study.index"))


def known_year(year: int) -> int:
    """A year of an address; others do not exist."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    return year


def year_asked(text: str | None) -> int:
    """The year of a query string; this year where there is none or it cannot be read."""
    if text and text.isascii() and text.isdigit() and len(text) == 4:
        return known_year(int(text))
    return today().year


def docx(paper: Paper, name: str) -> Response:
    """A paper as a file to keep."""
    return sent(to_docx(paper), DOCX, f"{name}.docx")


def sent(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep; a Chinese name goes as RFC 5987 asks, which a real server insists on."""
    return send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
