"""A matter as modules know it (信访事项引用): number, summary, state; never who petitioned."""

from xinfang_site.petitions.models import Petition
from xinfang_site.plugin_values import MatterRef


def ref_of(petition: Petition) -> MatterRef:
    """A matter as plugins know it."""
    return MatterRef(
        id=petition.id,
        number=petition.number,
        summary=petition.summary,
        state=petition.state,
        state_title=petition.standing.title,
        url=f"/petitions/{petition.id}",
        received_on=petition.received_on,
        unit=petition.unit.short_name if petition.unit else "",
        closed_on=petition.closed_on,
    )
