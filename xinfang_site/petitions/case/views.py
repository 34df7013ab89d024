"""The case page (事项页面): what to do next, then the matter, its people, files and history."""

from flask import g, render_template

from xinfang_site.access import requires
from xinfang_site.clock import today
from xinfang_site.documents.made.shelf import shelf
from xinfang_site.extensions import db
from xinfang_site.modules import asking
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.case import opening
from xinfang_site.petitions.case.wording import (
    actions_of,
    approvals_first,
    called_for,
    set_aside,
    timeline_of,
    turn_of,
    waiting_words,
)
from xinfang_site.petitions.refs import ref_of
from xinfang_site.petitions.wording import registrar_of


@blueprint.get("/<int:petition_id>")
@requires("petition.view")
def show(petition_id: int) -> str:
    """The case page: action first, then the matter, its people, files and history."""
    opened = opening.open_case(db.session(), g.actor, petition_id, today())
    petition = opened.petition
    main, further = actions_of(petition_id, opened.actions, called_for(petition), registrar_of(petition))
    main, further = set_aside(opened.proposals, main, further)
    main = approvals_first(opened.proposals, main)
    return render_template(
        "petitions/show.html",
        case=opened,
        main=main,
        further=further,
        waiting=waiting_words(opened.proposals, main, petition),
        holder=turn_of(opened.proposals, petition),
        timeline=timeline_of(opened.steps, opened.withheld),
        shelf=shelf(g.actor, opened),
        panels=asking.petition_panels(g.actor, ref_of(petition)),
    )
