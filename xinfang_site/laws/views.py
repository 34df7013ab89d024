"""Pages of the law library (法规库): the list, a law, an article; everybody who is signed in may read."""

from itertools import groupby

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from xinfang_site import clock
from xinfang_site.access import signed_in
from xinfang_site.documents.templates.law_uses import template_uses
from xinfang_site.domain.statutes import chinese_number
from xinfang_site.extensions import db
from xinfang_site.laws import admin_views, queries, uses
from xinfang_site.laws.blueprint import blueprint
from xinfang_site.laws.citing import cited, own_basis
from xinfang_site.laws.forms import LawSearch
from xinfang_site.laws.models import NOW, Law, LawVersion
from xinfang_site.laws.passages import place_of

__all__ = ["admin_views", "blueprint"]
blueprint.add_app_template_filter(cited, "cited")
blueprint.add_app_template_filter(own_basis, "own_basis")
blueprint.add_app_template_filter(chinese_number, "numeral")


@blueprint.get("/")
@signed_in
def index() -> str:
    """Every law with its state, or what a search finds."""
    form = LawSearch.from_query()
    words = (form.q.data or "") if form.validate() else ""
    day, session = clock.today(), db.session()
    found = queries.search(session, words, day, old=bool(form.old.data)) if words else None
    rows = sorted(queries.laws(session), key=lambda law: law.version_on(day) is None)
    return render_template("laws/index.html", form=form, words=words, found=found, rows=rows, day=day)


@blueprint.get("/<code>/")
@signed_in
def current(code: str) -> ResponseReturnValue:
    """The short address of a law."""
    return redirect(url_for("laws.show", code=code, slug=NOW))


@blueprint.get("/<code>/<slug>")
@signed_in
def show(code: str, slug: str) -> ResponseReturnValue:
    """A law in one version: contents, text, versions."""
    day, session = clock.today(), db.session()
    law = queries.law_called(session, code)
    edition = queries.edition_of(law, slug, day)
    if slug not in {NOW, edition.slug}:
        return redirect(url_for("laws.show", code=code, slug=edition.slug))
    before = _before(law, edition)
    after = [(each.place, each.text) for each in edition.articles]
    return render_template(
        "laws/show.html",
        law=law,
        edition=edition,
        slug=slug,
        standing=edition.standing(day),
        day=day,
        chapters=[(key, list(rows)) for key, rows in groupby(edition.articles, lambda each: each.headings)],
        uses=uses.uses_of_whole(code),
        before=before,
        changes=queries.changes_between(before, after) if before else (),
    )


def _before(law: Law, edition: LawVersion) -> LawVersion | None:
    earlier = [each for each in law.versions if each.valid_from < edition.valid_from]
    return earlier[-1] if earlier else None


@blueprint.get("/<code>/<slug>/<number>")
@signed_in
def article(code: str, slug: str, number: str) -> ResponseReturnValue:
    """One article in one version, with where the site cites it."""
    day, session = clock.today(), db.session()
    law = queries.law_called(session, code)
    edition = queries.edition_of(law, slug, day)
    if slug not in {NOW, edition.slug}:
        return redirect(url_for("laws.article", code=code, slug=edition.slug, number=number))
    found = queries.article_at(session, edition, place_of(number))
    before, after = queries.neighbours(session, found)
    matters = None
    templates = template_uses(session, g.actor.office_id, law, found.place)
    if current_user.may("petition.view"):
        matters = uses.open_matters(session, g.actor, law.title, found.place)
    return render_template(
        "laws/article.html",
        law=law,
        edition=edition,
        article=found,
        slug=slug,
        permanent=request.host_url.rstrip("/")
        + url_for("laws.article", code=code, slug=edition.slug, number=number),
        standing=queries.article_standing(session, found, day),
        before=before,
        after=after,
        editions=queries.editions_of_article(session, law, found.place),
        uses=(*uses.uses_of(code, found.place), *templates),
        matters=matters,
    )
