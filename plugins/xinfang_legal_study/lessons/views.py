"""Pages from work to study (由工作定学习、以案释法)."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_legal_study.answering import docx, form_page, home_crumb, tried
from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.lessons import queries, services
from xinfang_legal_study.lessons.forms import BeginForm, SheetForm, sheet_values
from xinfang_legal_study.lessons.models import SheetState, TeachingSheet
from xinfang_legal_study.lessons.papers import sheet_paper
from xinfang_legal_study.permissions import APPROVE, MANAGE, TAKE
from xinfang_legal_study.records.forms import DecideForm
from xinfang_legal_study.rules.comparing import compare
from xinfang_site.plugin_api.data import Missing, Refused, StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.pages import Stored, actor, conflict_page, may, requires
from xinfang_site.plugin_api.people import office
from xinfang_site.plugin_api.teaching import leaks_in


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [home_crumb(), ("以案释法", url_for("legal_study.lessons")), *more]


@blueprint.get("/suggestions/")
@requires(MANAGE)
def suggestions() -> ResponseReturnValue:
    """What went wrong in a month as topics for the next study; ``?month=2026-11``."""
    first, last = queries.month_of(*_month(request.args.get("month", "")))
    return render_template(
        "xinfang_legal_study/suggestions.html",
        first=first,
        last=last,
        found=queries.suggestions(session(), actor().office_id or 0, first, last),
        months=_months(),
        year=today().year,
    )


def _month(text: str) -> tuple[int, int]:
    day = today()
    parts = text.split("-")
    if len(parts) == 2 and all(each.isascii() and each.isdigit() for each in parts):
        year, month = int(parts[0][:6]), int(parts[1][:4])
        if 2000 <= year <= 2100 and 1 <= month <= 12:
            return year, month
    return day.year, day.month


def _months() -> list[str]:
    """The last twelve months, newest first."""
    day = today()
    counted = [day.year * 12 + day.month - 1 - back for back in range(12)]
    return [f"{each // 12}-{each % 12 + 1:02}" for each in counted]


@blueprint.get("/lessons/")
@requires(TAKE)
def lessons() -> ResponseReturnValue:
    """Teaching sheets."""
    every = may(MANAGE) or may(APPROVE)
    rows = queries.sheets(session(), actor().office_id, all_states=every)
    return render_template("xinfang_legal_study/lessons.html", rows=rows, every=every, may_manage=may(MANAGE))


@blueprint.route("/lessons/new", methods=["GET", "POST"])
@requires(MANAGE)
def lesson_new() -> ResponseReturnValue:
    """Begin a sheet from a closed case."""
    if not may("petition.view"):
        raise Missing
    form = BeginForm(data={"number": request.args.get("number", "")})
    made: list[int] = []
    if tried(form, lambda: made.append(services.begin(session(), actor(), form.number.data or ""))):
        return redirect(url_for("legal_study.lesson_edit", sheet_id=made[0]))
    note = "系统先去除可识别个人的信息形成初稿，由您改写，再由另一人对照原件审核后发布。"
    return form_page(form, "编写案例", "下一步", url_for("legal_study.lessons"), crumbs=_crumbs(), note=note)


@blueprint.route("/lessons/<int:sheet_id>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def lesson_edit(sheet_id: int) -> ResponseReturnValue:
    """Write a sheet."""
    sheet = owned_one(session(), TeachingSheet, actor().office_id, sheet_id)
    form = SheetForm(data={**sheet_values(sheet), "version": sheet.version})
    back = url_for("legal_study.lesson", sheet_id=sheet_id)

    def act() -> None:
        services.write_sheet(session(), actor(), sheet_id, form.draft(), int(form.version.data or 0))

    try:
        if tried(form, act):
            flash("案例已保存。", "success")
            return redirect(back)
    except StaleEditError:
        session().refresh(sheet)
        return conflict_page(form, Stored(sheet.version, sheet_values(sheet)), back)
    note = "已发布的案例修改后回到起草状态，需要重新审核。" if sheet.standing is SheetState.APPROVED else ""
    return form_page(form, "编写案例", "保存", back, crumbs=_crumbs(), note=note)


@blueprint.get("/lessons/<int:sheet_id>")
@requires(TAKE)
def lesson(sheet_id: int) -> ResponseReturnValue:
    """A sheet; its authors and approvers also see what it still reveals about people."""
    every = may(MANAGE) or may(APPROVE)
    sheet = queries.sheet_of(session(), actor(), sheet_id, all_states=every)
    words = "\n".join(str(each) for each in sheet_values(sheet).values())
    return render_template(
        "xinfang_legal_study/lesson.html",
        sheet=sheet,
        every=every,
        leaks=leaks_in(session(), sheet.petition_id, words) if every else (),
        may_manage=may(MANAGE),
        may_approve=may(APPROVE) and sheet.author_id != actor().account_id,
        may_compare=every and may("petition.view"),
        crumbs=_crumbs((sheet.title, "")),
    )


@blueprint.get("/lessons/<int:sheet_id>/compare")
@requires(MANAGE, APPROVE)
def lesson_compare(sheet_id: int) -> ResponseReturnValue:
    """The case and the sheet side by side; opening it counts as opening the case."""
    if not may("petition.view"):
        raise Missing
    sheet = owned_one(session(), TeachingSheet, actor().office_id, sheet_id)
    case = services.original(session(), actor(), sheet)
    words = "\n\n".join(part for part in (sheet.facts, sheet.handling) if part)
    return render_template(
        "xinfang_legal_study/lesson_compare.html",
        sheet=sheet,
        both=compare(case.told, words),
        number=case.number,
        may_approve=may(APPROVE)
        and sheet.standing is SheetState.WAITING
        and sheet.author_id != actor().account_id,
        crumbs=_crumbs((sheet.title, url_for("legal_study.lesson", sheet_id=sheet_id)), ("对照原件", "")),
    )


@blueprint.post("/lessons/<int:sheet_id>/submit")
@requires(MANAGE)
def lesson_submit(sheet_id: int) -> ResponseReturnValue:
    """Hand a sheet to a second person; what is wrong with it is said on its page."""
    try:
        services.submit(session(), actor(), sheet_id)
        flash("已提交审核，请由另一人对照原件审核。", "success")
    except Refused as refusal:
        flash(str(refusal), "danger")
    return redirect(url_for("legal_study.lesson", sheet_id=sheet_id))


@blueprint.route("/lessons/<int:sheet_id>/decide", methods=["GET", "POST"])
@requires(APPROVE)
def lesson_decide(sheet_id: int) -> ResponseReturnValue:
    """Publish a sheet or send it back."""
    sheet = owned_one(session(), TeachingSheet, actor().office_id, sheet_id)
    form, title = DecideForm(), sheet.title
    back = url_for("legal_study.lesson", sheet_id=sheet_id)

    def act() -> None:
        note = form.note.data or ""
        services.decide(session(), actor(), sheet_id, approve=form.approve, note=note)

    if tried(form, act):
        flash("审核意见已登记。", "success")
        return redirect(back)
    return form_page(form, "审核案例", "提交", back, crumbs=_crumbs(), note=title)


@blueprint.get("/lessons/<int:sheet_id>/print")
@requires(TAKE)
def lesson_print(sheet_id: int) -> ResponseReturnValue:
    """A published sheet as it is printed."""
    sheet = queries.sheet_of(session(), actor(), sheet_id, all_states=False)
    back = url_for("legal_study.lesson", sheet_id=sheet_id)
    return render_template(
        "xinfang_legal_study/paper.html",
        paper=sheet_paper(sheet, office(session(), sheet.office_id).name),
        title=sheet.title,
        crumbs=_crumbs((sheet.title, back), ("打印", "")),
        docx_url=url_for("legal_study.lesson_docx", sheet_id=sheet_id),
        back=back,
    )


@blueprint.get("/lessons/<int:sheet_id>.docx")
@requires(TAKE)
def lesson_docx(sheet_id: int) -> ResponseReturnValue:
    """A published sheet as a Word file."""
    sheet = queries.sheet_of(session(), actor(), sheet_id, all_states=False)
    return docx(sheet_paper(sheet, office(session(), sheet.office_id).name), sheet.title)
