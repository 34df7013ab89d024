"""Answers that every page of the module gives in the same way (页面应答)."""

from flask import make_response, render_template
from werkzeug import Response

from xinfang_site.plugin_api.pages import SiteForm

FOLDER = "xinfang_joint_reception"


def page(name: str, **values: object) -> str:
    """A page of the module."""
    return render_template(f"{FOLDER}/{name}.html", **values)


def form_page(name: str, form: SiteForm, **values: object) -> Response:
    """A page with a form: 400 with all that was typed when something in it is wrong."""
    return make_response(page(name, form=form, **values), 400 if form.errors else 200)
