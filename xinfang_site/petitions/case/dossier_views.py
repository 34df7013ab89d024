"""The page of the old-case sheet (积案表页面)."""

from dataclasses import replace

from flask import g, render_template

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.extensions import db
from xinfang_site.modules import asking
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.case import dossier
from xinfang_site.petitions.case.wording import actions_of, timeline_of
from xinfang_site.petitions.refs import ref_of
from xinfang_site.petitions.wording import holder_of


@blueprint.get("/<int:petition_id>/dossier")
@requires("petition.view")
def print_dossier(petition_id: int) -> str:
    """Everything about a matter that drags on, on one A4 sheet."""
    sheet = dossier.read(db.session(), g.actor, petition_id, today())
    case = sheet.case
    steps = case.steps[::-1]
    happened = zip(steps, timeline_of(steps, case.withheld), strict=True)
    main, _ = actions_of(petition_id, case.actions)
    return render_template(
        "petitions/dossier.html",
        sheet=sheet,
        case=case,
        holder=holder_of(case.petition),
        petition=case.petition,
        following="、".join(each.label for each in main),
        timeline=[replace(each, reason="") if step.id in sheet.told else each for step, each in happened],
        panels=asking.petition_panels(g.actor, ref_of(case.petition)),
        day=today(),
    )
