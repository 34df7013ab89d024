"""Pages of templates (文书模板): edit with a preview, history, back to the national default."""

from flask import abort, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from xinfang_site.access import requires
from xinfang_site.conflicts_page import Stored, conflict_page
from xinfang_site.documents.blueprint import blueprint
from xinfang_site.documents.kinds import SPECS
from xinfang_site.documents.templates import queries, reading, services
from xinfang_site.documents.templates.defaults import words_of
from xinfang_site.documents.templates.fields import FIELDS, SLIP_ONLY
from xinfang_site.documents.templates.forms import ResetForm, TemplateForm
from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.extensions import db
from xinfang_site.forms import form_page
from xinfang_site.missing import Missing
from xinfang_site.papers.paper import Paper
from xinfang_site.versions import StaleEditError


@blueprint.get("/documents/templates/")
@requires("document.template")
def templates() -> str:
    """The templates that an office uses, with the citations that are no longer in force."""
    rows = reading.rows(db.session(), g.actor)
    return render_template("documents/templates.html", rows=rows)


@blueprint.route("/documents/templates/<kind>", methods=["GET", "POST"])
@requires("document.template")
def template(kind: str) -> ResponseReturnValue:
    """Edit a template: preview, then save as the next version."""
    which = _kind(kind)
    present = queries.template_for(db.session(), g.actor.office_id, which)
    version = queries.newest_version(db.session(), g.actor.office_id, which)
    words = words_of(present)
    form = TemplateForm(version=version, **{name: getattr(words, name) for name in _NAMES})
    back = url_for("documents.templates")
    if not form.submitted():
        return _template_page(form, which, None, 400 if request.method == "POST" else 200)
    try:
        if request.form.get("action") != "save":
            services.check(which, form.words())
            return _template_page(form, which, reading.sample(which, form.words(), g.actor.name), 200)
        saved = services.save(db.session(), g.actor, form.draft(which))
    except services.Faulty as faulty:
        form.show_faults(faulty)
    except Refused as refused:
        form.refuse(refused)
    except StaleEditError:
        now = queries.template_for(db.session(), g.actor.office_id, which)
        newest = queries.newest_version(db.session(), g.actor.office_id, which)
        held = words_of(now)
        return conflict_page(form, Stored(newest, {name: getattr(held, name) for name in _NAMES}), back)
    else:
        flash(f"模板已保存为本单位第 {saved} 版，以后制作的文书使用新版。", "success")
        return redirect(back)
    return _template_page(form, which, None, 400)


_NAMES = (*services.TEXTS, "word")


def _template_page(form: TemplateForm, kind: DocumentKind, paper: Paper | None, status: int) -> Response:
    offered = [
        each for each in FIELDS.values() if each.name not in SLIP_ONLY or kind is DocumentKind.QUERY_SLIP
    ]
    page = render_template(
        "documents/template.html",
        form=form,
        kind=kind,
        paper=paper,
        fields=offered,
        cited=reading.citations(form.words()),
        history=queries.versions(db.session(), g.actor.office_id, kind),
        present=queries.template_for(db.session(), g.actor.office_id, kind),
    )
    return make_response(page, status)


@blueprint.get("/documents/templates/<kind>/versions/<int:template_id>")
@requires("document.template")
def template_version(kind: str, template_id: int) -> str:
    """An old version of a template, as it was."""
    which = _kind(kind)
    found = next(
        (each for each in queries.versions(db.session(), g.actor.office_id, which) if each.id == template_id),
        None,
    )
    if found is None:
        raise Missing
    words = words_of(found)
    paper = reading.sample(which, words, found.made_by)
    return render_template(
        "documents/template_version.html", kind=which, version=found, words=words, paper=paper
    )


@blueprint.route("/documents/templates/<kind>/reset", methods=["GET", "POST"])
@requires("document.template")
def template_reset(kind: str) -> ResponseReturnValue:
    """Go back to the national default."""
    which = _kind(kind)
    form = ResetForm(version=queries.newest_version(db.session(), g.actor.office_id, which))
    back = url_for("documents.template", kind=which.value)
    if form.submitted():
        try:
            services.reset(db.session(), g.actor, which, form.reason.data or "", form.version.data or 0)
        except Refused as refused:
            form.refuse(refused)
        except StaleEditError:
            newest = queries.newest_version(db.session(), g.actor.office_id, which)
            return conflict_page(form, Stored(newest, {}), back)
        else:
            flash("已恢复为全国默认模板，原来的版本仍在历史中。", "success")
            return redirect(back)
    return form_page("documents/template_reset.html", form, kind=which, back=back)


def _kind(name: str) -> DocumentKind:
    if name not in {each.value for each in SPECS}:
        abort(404)
    return DocumentKind(name)
