"""Pages of the hall (接待现场): the day's sessions and numbers, signing in, appointments, the screen."""

import secrets
from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from xinfang_joint_reception.answering import form_page, page
from xinfang_joint_reception.blueprint import blueprint
from xinfang_joint_reception.domain.queueing import TicketAct, TicketState, acts_from, minutes_words, waited
from xinfang_joint_reception.hall import attending, booking, queue
from xinfang_joint_reception.hall.forms import (
    AbsenceForm,
    ActForm,
    AppointmentForm,
    CloseForm,
    WalkForm,
)
from xinfang_joint_reception.hall.models import Ticket
from xinfang_joint_reception.permissions import DESK
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.session_models import Duty, Sitting
from xinfang_site.plugin_api.data import Refused, StaleEditError, owned_one, session
from xinfang_site.plugin_api.dates import china, now, today
from xinfang_site.plugin_api.pages import actor, given, requires
from xinfang_site.plugin_api.people import office

SCREEN_SECONDS = 15


@blueprint.get("/hall/")
@requires(DESK)
def hall() -> str:
    """The day at a glance: who sits, who waits, who is next."""
    return _hall_page(_walk_form())


def _walk_form() -> WalkForm:
    form = WalkForm()
    kinds = queries.kinds(session(), actor().office_id)
    form.offer(kinds, queries.sittings(session(), actor().office_id, (today(), today())))
    form.submission.data = form.submission.data or _once()
    return form


def _once() -> str:
    """A new name for a form, which acts once under it (一次有效)."""
    return secrets.token_urlsafe(16)


def _hall_page(form: WalkForm) -> str:
    office_id = actor().office_id
    rows = queue.tickets(session(), office_id, today())
    mean = queue.mean_wait(rows)
    return page(
        "hall",
        form=form,
        day=today(),
        kinds=[(each, _once()) for each in queries.kinds(session(), office_id)],
        sittings=queries.sittings(session(), office_id, (today(), today())),
        appointments=booking.appointments(session(), actor(), (today(), today())),
        tickets=[
            (each, acts_from(each.standing), minutes_words(waited(each.since, each.called_at, now())))
            for each in rows
        ],
        window=request.args.get("window", "")[:20],
        mean=minutes_words(mean) if mean is not None else "",
    )


@blueprint.post("/hall/take")
@requires(DESK)
def ticket_take() -> ResponseReturnValue:
    """Give out a number."""
    form = _walk_form()
    if not form.submitted():
        return _hall_page(form), 400
    if queue.sent_before(session(), actor(), form.once):
        flash("这张取号单已经提交过，没有另取新号。需要再取的，请返回接待现场重新取号。", "warning")
    ticket = queue.take(session(), actor(), form.draft())
    return redirect(url_for("joint_reception.ticket_slip", ticket_id=ticket.id))


@blueprint.get("/hall/tickets/<int:ticket_id>")
@requires(DESK)
def ticket_slip(ticket_id: int) -> str:
    """The slip with the number, to be printed."""
    ticket = owned_one(session(), Ticket, actor().office_id, ticket_id)
    ahead = sum(
        each.state == "waiting" and each.kind_id == ticket.kind_id and each.id != ticket.id
        for each in queue.tickets(session(), actor().office_id, ticket.day)
    )
    return page(
        "slip",
        ticket=ticket,
        ahead=ahead,
        office=office(session(), ticket.office_id),
        at=china(ticket.taken_at),
    )


@blueprint.post("/hall/next")
@requires(DESK)
def ticket_next() -> ResponseReturnValue:
    """Call the next number of a kind."""
    form = ActForm(data={"version": 0})
    window = (form.window.data or "")[:20]
    kind_id = request.form.get("kind", 0, type=int)
    if queue.sent_before(session(), actor(), form.once):
        flash("刚才已经叫号，重复提交没有另叫新号。", "warning")
    ticket = queue.call_next(session(), actor(), kind_id, window, form.once)
    flash(f"请 {ticket.label} 号到{window or '窗口'}。" if ticket else "没有等候的号码。", "success")
    return redirect(url_for("joint_reception.hall", window=window or None))


@blueprint.post("/hall/tickets/<int:ticket_id>/<any(call, recall, hold, skip, back, done, leave):what>")
@requires(DESK)
def ticket_act(ticket_id: int, what: str) -> ResponseReturnValue:
    """Do something with a number."""
    form = ActForm()
    window = (form.window.data or "")[:20]
    back = url_for("joint_reception.hall", window=window or None)
    if not form.submitted():
        flash("页面内容不完整，请在本页重新操作。", "warning")
        return redirect(back)
    try:
        ticket = queue.act(session(), actor(), ticket_id, given(form.version.data), TicketAct(what), window)
    except StaleEditError:
        flash("该号码刚刚由其他窗口处理，请核对后再操作。", "warning")
        return redirect(back)
    if ticket.standing is TicketState.DONE:
        return redirect(url_for("joint_reception.record_new", ticket=ticket.id))
    flash(f"{ticket.label}：{ticket.standing.title}。", "success")
    return redirect(back)


@blueprint.get("/hall/screen")
@requires(DESK)
def hall_screen() -> str:
    """The screen of the waiting hall: numbers and windows, never a name; renews itself without a script."""
    shown = queue.screen(session(), actor().office_id)
    return page(
        "screen",
        screen=shown,
        longest=minutes_words(shown.longest),
        seconds=SCREEN_SECONDS,
        office=office(session(), actor().office_id or 0),
        sittings=queries.sittings(session(), actor().office_id, (today(), today())),
        now=china(now()),
    )


@blueprint.post("/hall/duties/<int:duty_id>/<any(in, out):way>")
@requires(DESK)
def sign(duty_id: int, way: str) -> ResponseReturnValue:
    """Sign somebody in or out."""
    if way == "in":
        attending.sign_in(session(), actor(), duty_id)
    else:
        attending.sign_out(session(), actor(), duty_id)
    flash("已签到。" if way == "in" else "已签退。", "success")
    return redirect(url_for("joint_reception.hall"))


@blueprint.route("/hall/duties/<int:duty_id>/absent", methods=["GET", "POST"])
@requires(DESK)
def absence(duty_id: int) -> ResponseReturnValue:
    """Note that someone did not come."""
    duty = owned_one(session(), Duty, actor().office_id, duty_id)
    form = AbsenceForm()
    if form.submitted():
        try:
            attending.absent(session(), actor(), duty_id, given(form.reason.data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("缺席已登记。", "success")
            return redirect(url_for("joint_reception.sitting_show", sitting_id=duty.session_id))
    return form_page("absence", form, duty=duty)


@blueprint.route("/sessions/<int:sitting_id>/close", methods=["GET", "POST"])
@requires(DESK)
def sitting_close(sitting_id: int) -> ResponseReturnValue:
    """Say whether a session was held; one without visitors was held too."""
    sitting = owned_one(session(), Sitting, actor().office_id, sitting_id)
    form = CloseForm(data={"held": "no" if sitting.held is False else "yes"})
    if form.submitted():
        try:
            attending.close(
                session(), actor(), sitting_id, held=form.held.data == "yes", reason=form.reason.data or ""
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("开展情况已登记。", "success")
            return redirect(url_for("joint_reception.sitting_show", sitting_id=sitting_id))
    return form_page("session_close", form, sitting=sitting)


@blueprint.get("/appointments/")
@requires(DESK)
def appointments() -> str:
    """Appointments of the days to come and of the last month."""
    span = today() - timedelta(days=31), today() + timedelta(days=92)
    return page(
        "appointments",
        rows=booking.appointments(session(), actor(), span),
        day=today(),
    )


@blueprint.route("/appointments/new", methods=["GET", "POST"])
@requires(DESK)
def appointment_new() -> ResponseReturnValue:
    """Make an appointment."""
    form = AppointmentForm(data={"session_id": request.args.get("session", 0, type=int)})
    span = today(), today() + timedelta(days=92)
    form.offer(booking.free_places(session(), actor().office_id, span))
    if form.submitted():
        try:
            booking.book(session(), actor(), form.draft())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash("已预约，请提醒来访人携带身份证件按时到场。", "success")
            return redirect(url_for("joint_reception.appointments"))
    return form_page("appointment", form)


@blueprint.post("/appointments/<int:appointment_id>/<any(cancel, arrive, missed):what>")
@requires(DESK)
def appointment_act(appointment_id: int, what: str) -> ResponseReturnValue:
    """Cancel, arrive, or did not come."""
    if what == "arrive":
        ticket = queue.arrive(session(), actor(), appointment_id)
        return redirect(url_for("joint_reception.ticket_slip", ticket_id=ticket.id))
    if what == "cancel":
        booking.cancel(session(), actor(), appointment_id)
        flash("预约已取消。", "success")
    else:
        booking.not_come(session(), actor(), appointment_id)
        flash("已登记未到。", "success")
    return redirect(url_for("joint_reception.appointments"))
