"""Casting of the demo matters (演示分工): what each is about, which unit is in charge, who deals with it."""

from dataclasses import dataclass

from xinfang_site.actor import Actor
from xinfang_site.demo import tables
from xinfang_site.demo.people import DEPARTMENTS, GOVERNMENT, PETITION_OFFICE, STREETS, Staff
from xinfang_site.demo.routes import Route
from xinfang_site.domain.roles import OFFICE_ROLES, UNIT_ROLES, Role
from xinfang_site.domain.steps import Step
from xinfang_site.offices.models import Office

_FITTING = {
    "litigation": ("130903", "150202", "070502", "130807"),
    "urgent": ("011006", "150306", "010705", "010501"),
    "accusation": ("050302", "050603", "100204", "100205", "120603"),
}
_SENT_TWICE = ("agree_to_objection", "decide_jointly")


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit and those who act for it (责任单位)."""

    office: Office
    office_id: int
    members: dict[Role, Actor]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what one matter has (一件事项的分工).

    Attributes:
        topic: what it is about.
        units: where it is sent, first and second time.
        members: who acts for the petition office and the review organ.
        registrar: who registers it.
        receivers: offices that steps other than sending to units go to.
    """

    topic: tables.Topic
    units: tuple[Unit, ...]
    members: dict[Role, Actor]
    registrar: Actor
    receivers: dict[Step, int]


class Casting:
    """Hands out topics, units and people in turn."""

    def __init__(self, offices: dict[str, Office], staff: Staff) -> None:
        self._staff = staff
        self._ids = {name: each.id for name, each in offices.items()}
        self._topics = tables.topics()
        self._units = {name: self._unit(offices[name]) for name in (*DEPARTMENTS, *STREETS)}
        self._receivers = {
            Step.SEND_TO_JUDICIAL: self._ids["区法院"],
            Step.SEND_TO_DISCIPLINE: self._ids["区纪委监委"],
        }

    def cast(self, route: Route, position: int) -> Cast:
        """Who and what the matter at ``position`` has."""
        topic = self._topic(route, position)
        unit = self._units[STREETS[position % len(STREETS)] if topic.unit == tables.STREETS else topic.unit]
        units: tuple[Unit, ...] = (unit,)
        if any(word in route.steps for word in _SENT_TWICE):
            other = DEPARTMENTS[(position + 3) % len(DEPARTMENTS)]
            units = (self._units[other], unit)
        members = self._members(position)
        registrar = unit.members[Role.UNIT_HANDLER] if route.direct else members[Role.CLERK]
        return Cast(topic, units, members, registrar, self._receivers)

    def _topic(self, route: Route, position: int) -> tables.Topic:
        fitting = _FITTING.get(route.kind)
        topics = [each for each in self._topics if each.category in fitting] if fitting else self._topics
        if route.direct and position % 2:
            topics = [each for each in topics if each.unit == tables.STREETS]
        return topics[position * 7 % len(topics)]

    def _members(self, position: int) -> dict[Role, Actor]:
        ours, above = self._ids[PETITION_OFFICE], self._ids[GOVERNMENT]
        found = {role: self._one(ours, role, position) for role in OFFICE_ROLES}
        return {**found, Role.REVIEWER: self._one(above, Role.REVIEWER, position)}

    def _unit(self, office: Office) -> Unit:
        return Unit(office, office.id, {role: self._one(office.id, role, 0) for role in UNIT_ROLES})

    def _one(self, office_id: int, role: Role, position: int) -> Actor:
        found = self._staff.of(office_id, role)
        return found[position % len(found)]
