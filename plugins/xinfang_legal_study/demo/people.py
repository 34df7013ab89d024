"""Who studies in the demo (演示人员): everybody of the office, in its sections."""

from sqlalchemy.orm import Session

from xinfang_legal_study.people.queries import members
from xinfang_legal_study.people.services import fill_roll
from xinfang_site.plugin_api.data import writing
from xinfang_site.plugin_api.hooks import Actor

_UNITS = ("综合科", "接访科", "督查科")


def enrol(session: Session, coordinator: Actor) -> None:
    """Put the coordinator's office on the roll, each person into a section; every second one is a Party member."""
    fill_roll(session, coordinator)
    with writing(session):
        for place, member in enumerate(members(session, coordinator.office_id)):
            member.unit = "办领导" if member.leader else _UNITS[place % len(_UNITS)]
            member.party = place % 2 == 0
