"""Whose fault a late limit is proposed to be (造成超期的单位): the person who takes the step may correct it."""

from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Transition
from xinfang_site.offices.models import Office
from xinfang_site.petitions.effects.limits import late_rows
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.procedure_models import FINAL, REVIEW

_REGISTRARS = frozenset({Duty.DISPATCH, Duty.OBJECTION_RULING, Duty.URGENT_REPORT, Duty.DISCIPLINE_TRANSFER})
"""Duties of the office that registered the matter; the others are the handling unit's or a review organ's."""


def at_fault(now: Situation, row: Transition) -> str | None:
    """The unit to propose as the one at fault for the limits that the step ends late (造成超期的单位); None if none is."""
    late = {Duty(each.code) for each in late_rows(now, row)}
    if not late:
        return None
    for duty, round_ in ((Duty.REVIEW, REVIEW), (Duty.FINAL_REVIEW, FINAL)):
        review = now.review(round_) if duty in late else None
        organ = now.session.get(Office, review.organ_id) if review and review.organ_id else None
        if organ is not None:
            return organ.short_name
    unit = None if late <= _REGISTRARS else now.petition.unit
    return (unit or now.petition.office).short_name
