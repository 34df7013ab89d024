"""What the page of a step holds (办理页内容): its form with choices and proposals, and what is shown beside it."""

from collections.abc import Mapping
from typing import Any

from xinfang_site.domain.procedure.steps import Step, Transition
from xinfang_site.petitions import timeline
from xinfang_site.petitions.effects import limits
from xinfang_site.petitions.guards import handling
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.people import cautions
from xinfang_site.petitions.registering import choices
from xinfang_site.petitions.stepping import offers, opinion_words
from xinfang_site.petitions.stepping.forms import MATTER_FIELDS, StepForm, form_class
from xinfang_site.petitions.stepping.proposing import chained
from xinfang_site.petitions.visibility import scope
from xinfang_site.petitions.wording import outcome_of, registrar_of

_ON_OPINIONS = frozenset(
    {
        Step.CHECK, Step.RETURN_DRAFT, Step.ISSUE, Step.SERVE, Step.CORRECT, Step.REQUEST_REVIEW,
        Step.ISSUE_REVIEW, Step.ISSUE_FINAL,
    }
)  # fmt: skip
"""Steps whose page shows the opinion that they are about."""


def form_of(now: Situation, row: Transition, *, opening: bool) -> StepForm:
    """The step's form, with what it offers and, when it is opened, what it proposes."""
    made = form_class(row, late=bool(limits.late_rows(now, row)))
    form = made(data=offers.proposed(now, row)) if opening else made()
    form.offices = choices.office_names(now.session, now.day)
    form.offer(offers.choices(now, row))
    return form


def find_others(now: Situation, form: StepForm) -> bool:
    """Replace numbers of other matters by their ids; a number of another office counts as unknown."""
    for name in MATTER_FIELDS:
        if name in form and form[name].data:
            found = scope.id_of_number(now.session, now.actor, form[name].data)
            if found is None:
                form[name].errors = [*form[name].errors, "名册中没有这个编号，请核对"]
                return False
            form.matters[name] = found
    return True


def beside(now: Situation, row: Transition, *, overtaken: bool = False) -> Mapping[str, Any]:
    """What the template shows beside the form: what the step leads to, the opinion, what others did meanwhile."""
    return {
        "petition": now.petition,
        "row": row,
        "latest": timeline.latest(now.session, now.petition.id) if overtaken else None,
        "outcome": outcome_of(chained(now, row), registrar_of(now.petition)),
        "room": handling.room(now, row.step),
        "matches": offers.compared(now, row),
        "opinion": opinion_words.shown(now) if row.step in _ON_OPINIONS else (),
        "caution": cautions.before_a_step(now.session, now.actor.name, now.petition),
    }
