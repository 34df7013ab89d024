"""The hall of today and the days ahead (演示大厅、预约、换班)."""

from datetime import time, timedelta

from xinfang_joint_reception.demo.planned import PLACE, fill
from xinfang_joint_reception.demo.stage import MATTERS, Stage
from xinfang_joint_reception.domain.queueing import TicketAct
from xinfang_joint_reception.hall import attending, booking, queue
from xinfang_joint_reception.rota import queries
from xinfang_joint_reception.rota.sessions import services as planning
from xinfang_joint_reception.rota.swaps import services as swapping
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_api.data import Refused
from xinfang_site.plugin_api.people import people_of


def today(stage: Stage) -> None:
    """A leader and a lawyer receive today; numbers in the hall: some done, one called, some waiting."""
    for form in ("leaders", "lawyers"):
        kind_id = stage.kind_ids[form]
        there = queries.sittings(stage.session, stage.office.id, (stage.day, stage.day), kind_id)
        if not there:
            draft = planning.SittingDraft(kind_id, stage.day, time(9), time(11, 30), PLACE)
            planning.add(stage.session, stage.actor, draft)
        fill(stage, kind_id, (stage.day, stage.day))
    first = queries.sittings(stage.session, stage.office.id, (stage.day, stage.day))[0]
    if first.duties:
        attending.sign_in(stage.session, stage.actor, first.duties[0].id)
    for number, form in enumerate(("leaders", "leaders", "units", "lawyers", "units", "lawyers")):
        ticket = queue.take(
            stage.session, stage.actor, queue.Walk(stage.kind_ids[form], None, number % 3 + 1)
        )
        ticket_id = ticket.id
        if number < 2:
            queue.act(stage.session, stage.actor, ticket_id, 1, TicketAct.CALL, f"{number + 1}号窗口")
        if number == 0:
            queue.act(stage.session, stage.actor, ticket_id, 2, TicketAct.DONE)


def ahead(stage: Stage) -> None:
    """Appointments for published sessions, a leave, and a request to swap."""
    span = stage.day, stage.day + timedelta(days=31)
    for sitting, _ in booking.free_places(stage.session, stage.office.id, span)[:3]:
        matter = stage.random.choice(MATTERS)
        draft = booking.AppointmentDraft(sitting.id, stage.name(), stage.phone(), matter)
        booking.book(stage.session, stage.actor, draft)
    _ask_swap(stage)


def _ask_swap(stage: Stage) -> None:
    lawyers = people_of(stage.session, [stage.office.id], (Role.LAWYER,))
    if len(lawyers) < 2:
        return
    asking, other = stage.as_person(lawyers[0]), lawyers[1].id
    rota = queries.members(stage.session, stage.office.id, stage.kind_ids["lawyers"])
    colleague = next((each.id for each in rota if each.account_id == other), None)
    span = stage.day + timedelta(days=2), stage.day + timedelta(days=60)
    for sitting in queries.own_sittings(stage.session, asking, span):
        duty = next((each for each in sitting.duties if each.sitter.account_id == asking.account_id), None)
        if duty is None or colleague is None:
            continue
        try:
            swapping.ask(stage.session, asking, swapping.Wanted(duty.id, colleague, None, "当日出庭"))
        except Refused:
            continue
        return
