"""Casting (演示分工): each demo matter gets a topic, a unit in charge and the people who deal with it."""

from dataclasses import dataclass

from xinfang_site.actor import Actor
from xinfang_site.demo.district import tables
from xinfang_site.demo.district.people import DEPARTMENTS, GOVERNMENT, PETITION_OFFICE, STREETS, Staff
from xinfang_site.demo.plot.routes import Route
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.roles import OFFICE_ROLES, UNIT_ROLES, Role
from xinfang_site.offices.models import Office

_FITTING = {
    "litigation": ("130903", "150202", "070502", "130807"),
    "urgent": ("011006", "150306", "010705", "010501"),
    "accusation": ("050302", "050603", "100204", "100205", "120603"),
}
ANSWERED, _DECIDED = ("01", "05"), ("02", "03")
"""Purposes of matters that are answered, and of those that are decided by an opinion (第二十九、三十一条)."""
CITY = "市政府"
_SENT_TWICE = ("agree_to_objection", "decide_jointly")


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit and those who act for it (责任单位)."""

    office: Office
    office_id: int
    members: dict[Role, Actor]
    checker: Actor


@dataclass(frozen=True, slots=True)
class Cast:
    """Topic, units and people of one matter (一件事项的分工).

    Attributes:
        topic: what it is about.
        units: the units it is sent to, in order; two if the first one sends it back.
        members: who acts for the petition office and the review organ.
        registrar: who registers it.
        receivers: ids of the other offices that a step may send it to.
        above: who acts for the organ of 复核.
    """

    topic: tables.Topic
    units: tuple[Unit, ...]
    members: dict[Role, Actor]
    registrar: Actor
    receivers: dict[Step, int]
    above: dict[Role, Actor]


class Casting:
    """Hands out topics, units and people in turn (轮流分工)."""

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
        """Topic, units and people of the matter at ``position``."""
        topic = self._topic(route, position)
        unit = self._units[STREETS[position % len(STREETS)] if topic.unit == tables.STREETS else topic.unit]
        units: tuple[Unit, ...] = (unit,)
        if any(word in route.steps for word in _SENT_TWICE):
            other = DEPARTMENTS[(position + 3) % len(DEPARTMENTS)]
            units = (self._units[other], unit)
        members = self._members(position)
        registrar = unit.members[Role.UNIT_HANDLER] if route.direct else members[Role.CLERK]
        above = {role: self._one(self._ids[CITY], role, 0) for role in (Role.REVIEWER, Role.LEADER)}
        return Cast(topic, units, members, registrar, self._receivers, above)

    def _topic(self, route: Route, position: int) -> tables.Topic:
        fitting = _FITTING.get(route.kind)
        purposes = ANSWERED if _is_answered(route) else _DECIDED
        topics = [
            each
            for each in self._topics
            if (each.category in fitting if fitting else each.purpose in purposes)
        ]
        if route.direct and position % 2 and not _is_answered(route):
            topics = [each for each in topics if each.unit == tables.STREETS]
        return topics[position * 7 % len(topics)]

    def _members(self, position: int) -> dict[Role, Actor]:
        ours, above = self._ids[PETITION_OFFICE], self._ids[GOVERNMENT]
        found = {role: self._one(ours, role, position) for role in OFFICE_ROLES}
        return {**found, Role.REVIEWER: self._one(above, Role.REVIEWER, position)}

    def _unit(self, office: Office) -> Unit:
        members = {role: self._one(office.id, role, 0) for role in UNIT_ROLES}
        return Unit(office, office.id, members, self._one(office.id, Role.UNIT_HANDLER, 1))

    def _one(self, office_id: int, role: Role, position: int) -> Actor:
        found = self._staff.of(office_id, role)
        return found[position % len(found)]


def _is_answered(route: Route) -> bool:
    return any(word.rstrip("?+!") in {"reply", "answer"} for word in route.steps.split())
