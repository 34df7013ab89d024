"""Matters (信访事项): what a plugin may say of a petition that a person's office sees; never who petitioned."""

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.petitions import scope
from xinfang_site.petitions.refs import ref_of
from xinfang_site.plugin_values import MatterRef


def matter(session: Session, actor: Actor, petition_id: int) -> MatterRef:
    """A matter in the register of the actor's office.

    Raises:
        Missing: there is none, or not in that register; the two look the same.
    """
    return ref_of(scope.get(session, actor, petition_id))


def matter_numbered(session: Session, actor: Actor, number: str) -> MatterRef | None:
    """A matter of the actor's register by its number; None when there is none."""
    found = scope.id_of_number(session, actor, number.strip())
    return None if found is None else matter(session, actor, found)


__all__ = ["MatterRef", "matter", "matter_numbered"]
