"""Answers that every page of the module gives in the same way (页面应答)."""

from flask import Response, render_template

from xinfang_site.plugin_api import pages

FOLDER = "xinfang_joint_reception"


def page(name: str, **values: object) -> str:
    """A page of the module."""
    return render_template(f"{FOLDER}/{name}.html", **values)


def form_page(name: str, form: pages.SiteForm, **values: object) -> Response:
    """A page of the module with a form."""
    return pages.form_page(f"{FOLDER}/{name}.html", form, **values)
