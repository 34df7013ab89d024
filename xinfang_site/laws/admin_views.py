"""Keeping the law library (法规管理): import with preview, end a version."""

from dataclasses import dataclass

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_site import clock
from xinfang_site.access import requires
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page, options
from xinfang_site.laws import queries, services, uses
from xinfang_site.laws.blueprint import blueprint
from xinfang_site.laws.forms import EndForm, LawForm, VersionForm
from xinfang_site.laws.models import Law
from xinfang_site.laws.parsing import Parsed, parse
from xinfang_site.versions import StaleEditError

SHOWN_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An article that a new version changes (条文变动), with how many places of the site cite it."""

    title: str
    change: str
    cited_by: int


@blueprint.route("/import", methods=["GET", "POST"])
@requires("law.manage")
def import_law() -> ResponseReturnValue:
    """Import a law that is not in the library: preview, then take over all or nothing."""
    form = LawForm()
    form.replaces.choices = options(
        [("", "不代替其他法规")]
        + [
            (each.id, f"《{each.title}》")
            for each in queries.laws(db.session())
            if each.versions[-1].in_force(clock.today()) and each.versions[-1].valid_to is None
        ]
    )
    parsed = None
    if form.submitted():
        try:
            parsed, go_on = _look(form)
            if go_on:
                code = services.import_law(db.session(), g.actor, form.law_draft(), form.version_draft())
                flash("法规已导入。", "success")
                return redirect(url_for("laws.show", code=code, slug=form.version_draft().valid_from))
        except Refused as refusal:
            form.refuse(refusal)
    return _page(form, None, parsed)


@blueprint.route("/<code>/import", methods=["GET", "POST"])
@requires("law.manage")
def import_version(code: str) -> ResponseReturnValue:
    """Import a new version of a law."""
    law = queries.law_called(db.session(), code)
    form = VersionForm()
    parsed = None
    if form.submitted():
        try:
            parsed, go_on = _look(form)
            if go_on:
                slug = services.add_version(db.session(), g.actor, law.id, form.version_draft())
                flash("新版本已导入，原版本在施行的前一天终止。", "success")
                return redirect(url_for("laws.show", code=code, slug=slug))
        except Refused as refusal:
            form.refuse(refusal)
    return _page(form, law, parsed)


def _look(form: VersionForm) -> tuple[Parsed, bool]:
    """Read the text that was sent; whether it is to be taken over now. A file is always shown first."""
    from_file = form.take_file()
    if not form.text.data:
        raise Refused("请粘贴正文，或者选择文件", field="text")
    parsed = parse(form.text.data)
    return parsed, request.form.get("act") == "import" and not from_file


def _page(form: VersionForm, law: Law | None, parsed: Parsed | None) -> ResponseReturnValue:
    return form_page(
        "laws/import.html",
        form,
        law=law,
        parsed=parsed,
        problems=parsed.problems[:SHOWN_PROBLEMS] if parsed else (),
        changes=_changes(law, parsed) if law and parsed else (),
    )


def _changes(law: Law, parsed: Parsed) -> list[ChangeRow]:
    after = [(each.place, each.text) for each in parsed.articles]
    found = queries.changes_between(law.versions[-1], after)
    return [ChangeRow(place.title, change, len(uses.uses_of(law.code, place))) for place, change in found]


@blueprint.route("/<code>/<slug>/end", methods=["GET", "POST"])
@requires("law.manage")
def end(code: str, slug: str) -> ResponseReturnValue:
    """Ask, then end a version."""
    law = queries.law_called(db.session(), code)
    edition = queries.edition_of(law, slug, clock.today())
    form = EndForm(version=edition.version, last_day=edition.valid_to)
    back = url_for("laws.show", code=code, slug=edition.slug)
    if form.submitted():
        try:
            services.end_version(db.session(), g.actor, edition.id, form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        except StaleEditError:
            return conflict_page(form, Stored(edition.version, {"last_day": edition.valid_to}), back)
        else:
            flash("有效期已保存。", "success")
            return redirect(back)
    return form_page("laws/end.html", form, law=law, edition=edition, back=back)
