"""Pages of certificates (学法证明): to be printed, checked, declared void."""

import hmac

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import docx, form_page, home_crumb, tried
from xinfang_legal_study.answering import page as answer
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import MANAGE, OVERVIEW, TAKE
from xinfang_legal_study.quizzes import queries, services, sitting
from xinfang_legal_study.quizzes.forms import CheckForm
from xinfang_legal_study.quizzes.models import Certificate
from xinfang_legal_study.quizzes.papers import certificate_paper
from xinfang_legal_study.rules.certificates import read_serial
from xinfang_legal_study.years.forms import ReasonForm
from xinfang_site.plugin_api.data import Missing, owned_one, session
from xinfang_site.plugin_api.pages import actor, may, requires
from xinfang_site.plugin_api.people import office


def _visible(certificate_id: int) -> Certificate:
    found = owned_one(session(), Certificate, actor().office_id, certificate_id)
    attempts = queries.attempts_of(session(), found.office_id, found.quiz_id, found.member_id)
    own = any(each.member.account_id == actor().account_id for each in attempts)
    if not own and not may(OVERVIEW):
        raise Missing
    return found


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [home_crumb(), ("我的学习", url_for("legal_study.mine")), *more]


@blueprint.post("/quizzes/<int:quiz_id>/certificate")
@requires(TAKE)
def certificate_claim(quiz_id: int) -> ResponseReturnValue:
    """Issue one's own certificate for a quiz passed."""
    found = sitting.claim_certificate(session(), actor(), quiz_id)
    return redirect(url_for("legal_study.certificate", certificate_id=found.id))


@blueprint.get("/certificates/<int:certificate_id>")
@requires(TAKE)
def certificate(certificate_id: int) -> ResponseReturnValue:
    """A certificate to be printed."""
    found = _visible(certificate_id)
    organ = office(session(), found.office_id).name
    return render_template(
        "xinfang_legal_study/certificate.html",
        found=found,
        paper=certificate_paper(found, organ),
        docx_url=url_for("legal_study.certificate_docx", certificate_id=certificate_id),
        crumbs=_crumbs((found.serial, "")),
        may_void=may(MANAGE) and found.voided_at is None,
    )


@blueprint.get("/certificates/<int:certificate_id>.docx")
@requires(TAKE)
def certificate_docx(certificate_id: int) -> ResponseReturnValue:
    """A certificate as a Word file."""
    found = _visible(certificate_id)
    return docx(certificate_paper(found, office(session(), found.office_id).name), found.serial)


@blueprint.route("/certificates/<int:certificate_id>/void", methods=["GET", "POST"])
@requires(MANAGE)
def certificate_void(certificate_id: int) -> ResponseReturnValue:
    """Declare a certificate void."""
    found = owned_one(session(), Certificate, actor().office_id, certificate_id)
    form, serial = ReasonForm(), found.serial
    back = url_for("legal_study.certificate", certificate_id=certificate_id)
    reason = form.reason
    if tried(form, lambda: services.void_certificate(session(), actor(), certificate_id, reason.data or "")):
        flash("证明已作废，编号不再使用。", "success")
        return redirect(back)
    lines = (f"{serial} 作废，查验时显示“已作废”，编号不再使用。",)
    return form_page(form, "作废证明", "作废", back, crumbs=_crumbs(), consequences=lines, danger=True)


@blueprint.get("/certificates/check")
@requires(TAKE)
def certificate_check() -> ResponseReturnValue:
    """Whether a certificate on paper is genuine: one answer for a wrong serial and a wrong code."""
    form = CheckForm.from_query()
    asked = bool(request.args) and form.validate()
    found = _checked(form) if asked else None
    organ = office(session(), found.office_id).name if found else ""
    return answer(
        "certificate_check.html",
        form if request.args else CheckForm(formdata=None, meta={"csrf": False}),
        asked=asked,
        found=found,
        organ=organ,
    )


def _checked(form: CheckForm) -> Certificate | None:
    serial = read_serial(form.serial.data or "")
    if serial is None:
        return None
    rows = queries.certificate_by_serial(session(), serial.year, serial.number, serial.text)
    return next(
        (each for each in rows if hmac.compare_digest(each.check_code.encode(), form.code.encode())), None
    )
