"""The page on which a document is made (制作页): what the record knows, what is asked, a preview.

In a letter to the petitioner the record's names stand in full: showing the page is noted like reading the letter.
"""

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from xinfang_site.audit.writer import Act
from xinfang_site.documents.made.answers import NOT_KEPT
from xinfang_site.documents.made.seeing import PREPARED, show_names
from xinfang_site.documents.making.forms import MakeForm
from xinfang_site.documents.making.prepared import Prepared
from xinfang_site.errors import error_page
from xinfang_site.extensions import db
from xinfang_site.kept import keep_for_retry
from xinfang_site.papers.paper import Paper
from xinfang_site.petitions.people.unmasking import REACHED, TooMany


def make_page(form: MakeForm, prepared: Prepared, paper: Paper | None, status: int) -> ResponseReturnValue:
    """The page with its form; 429 where the names of too many matters were shown within the hour."""
    if prepared.names:
        changes = {"document": prepared.spec.kind.title}
        try:
            show_names(
                db.session(), g.actor, Act(PREPARED, "petition", prepared.petition.id, changes=changes)
            )
        except TooMany:
            if request.method == "POST":  # what was typed stays
                return keep_for_retry("操作过于频繁", REACHED, 429)
            return error_page(429, REACHED)
    known = [(each.field.name, each.value) for each in prepared.lines if not each.editable]
    page = render_template("documents/make.html", form=form, prepared=prepared, known=known, paper=paper)
    return make_response(page, status, NOT_KEPT)
