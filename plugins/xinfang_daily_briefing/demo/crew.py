"""Who acts in the demo (演示人员): the desk, leaders, and someone of each unit."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from xinfang_daily_briefing.permissions import DESK
from xinfang_site.plugin_api.hooks import Actor, OfficeRef, PersonRef
from xinfang_site.plugin_api.people import Role, acting, offices_around, people_of, petition_office_above


@dataclass(frozen=True, slots=True)
class Crew:
    """Who acts in the demo (演示人员): the desk, leaders, and someone of each unit."""

    duty: Actor
    editor: Actor
    reviewer: Actor
    signer: Actor
    leaders: tuple[Actor, ...]
    units: dict[str, Actor]


def crew_of(session: Session, desk: OfficeRef, day: date) -> Crew | None:
    """The people of a district; None where the desk lacks one of its parts, or there is no leader."""
    around = {
        each.id: each
        for each in offices_around(session, desk.id, day)
        if petition_office_above(session, each.id, day) == desk  # leaders of the city read another issue
    }
    people = people_of(session, around, {*DESK, Role.LEADER, Role.UNIT_HANDLER})
    by_role: dict[Role, list[PersonRef]] = {}
    for each in people:
        for role in each.roles:
            if role in {Role.LEADER, Role.UNIT_HANDLER} or each.office_id == desk.id:
                by_role.setdefault(role, []).append(each)
    if not by_role.keys() >= DESK or Role.LEADER not in by_role:
        return None

    def actor(person: PersonRef) -> Actor:
        return acting(session, person.id)

    units = {around[each.office_id].short_name: actor(each) for each in by_role.get(Role.UNIT_HANDLER, [])}
    duty = actor(by_role[Role.DUTY_OFFICER][0])
    return Crew(
        duty=duty,
        editor=actor(by_role[Role.BRIEFING_EDITOR][0]),
        reviewer=actor(by_role[Role.BRIEFING_REVIEWER][0]),
        signer=actor(by_role[Role.BRIEFING_SIGNER][0]),
        leaders=tuple(actor(each) for each in by_role[Role.LEADER]),
        units=units,
    )
