"""The door of sensitive matters (敏感事项查阅事由): every page, file and paper of one matter passes through here.

It checks which matter the address names, not which page, so that pages added later are covered too.
"""

from typing import Any

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from xinfang_site.access import requires
from xinfang_site.accounts.signing_in.redirects import local_target
from xinfang_site.disposals.models import Disposal
from xinfang_site.documents.models import Document
from xinfang_site.extensions import db
from xinfang_site.forms import Max, SiteForm, form_page, given
from xinfang_site.kept import keep_for_retry
from xinfang_site.petitions.blueprint import blueprint
from xinfang_site.petitions.people import persons
from xinfang_site.petitions.proposal_models import Proposal
from xinfang_site.petitions.visibility import scope, sensitive

_DOOR = "petitions.say_why"
_OWN_DOOR = frozenset({_DOOR, "petitions.show"})
"""The door itself, and the case page, which does its own check with what it reads anyway."""
_OF_MATTERS: dict[str, Any] = {"proposal_id": Proposal, "document_id": Document, "disposal_id": Disposal}
"""Records in an address that lead to a matter."""


class WhyForm(SiteForm):
    """Asks why a person who does not handle a sensitive matter opens it (查阅理由)."""

    reason = StringField("查阅事由", [InputRequired("请写明查阅事由"), Max(200)])
    next = HiddenField()


@blueprint.before_app_request
def _door() -> ResponseReturnValue | None:
    """Ask for a reason before a person who does not handle a sensitive matter sees anything of it."""
    if not request.view_args or "actor" not in g or request.endpoint in _OWN_DOOR:
        return None
    petition_id = _matter_of(request.view_args)
    return None if petition_id is None else reason_first(petition_id)


def reason_first(petition_id: int) -> ResponseReturnValue | None:
    """The answer to send instead of a page about a matter (先写明事由); None if no reason is needed, which is usual.

    Modules use it for their own pages. A person without the right to open matters is not asked for a reason.
    """
    reading = request.method in {"GET", "HEAD"}
    if not current_user.may("petition.view") or not sensitive.asks_for_a_reason(
        db.session(), g.actor, petition_id, reading=reading
    ):
        return None
    if reading:
        return _to_the_door(petition_id)
    return keep_for_retry(
        "请先写明查阅事由",
        "本事项是检举控告事项，已不在您或者您的机构手中。本次提交没有保存；请另开窗口打开本事项、写明事由，再点“重新提交”。",
        409,
    )


@blueprint.app_errorhandler(sensitive.ReasonWanted)
def _reason_wanted(error: sensitive.ReasonWanted) -> ResponseReturnValue:
    """A page has found by itself that a reason is needed."""
    db.session.rollback()
    return _to_the_door(error.petition_id)


def _to_the_door(petition_id: int) -> ResponseReturnValue:
    return redirect(url_for(_DOOR, petition_id=petition_id, next=request.full_path.rstrip("?")))


def _matter_of(named: dict[str, Any]) -> int | None:
    """Id of the matter that the address names, directly or by one of its records."""
    if "petition_id" in named:
        return int(named["petition_id"])
    for name, model in _OF_MATTERS.items():
        if name in named:
            # of a missing record it is asked as well, so that the answer takes as long as for a foreign one
            found = db.session.scalar(select(model.petition_id).where(model.id == named[name]))
            return found or scope.NO_MATTER
    return None


@blueprint.route("/<int:petition_id>/reason", methods=["GET", "POST"])
@requires("petition.view")
def say_why(petition_id: int) -> ResponseReturnValue:
    """One question before a sensitive matter; the answer is noted and holds for the day."""
    form = WhyForm(data={"next": request.args.get("next", "")})
    petition = scope.get(db.session(), g.actor, petition_id)
    target = local_target(form.next.data or url_for("petitions.show", petition_id=petition_id))
    if not sensitive.asks_for_a_reason(db.session(), g.actor, petition_id, reading=True):
        return redirect(target)
    if form.submitted():
        told = persons.masked_reason(db.session(), petition_id, given(form.reason.data))
        sensitive.say(db.session(), g.actor, petition_id, told)
        return redirect(target)
    return form_page("petitions/reason.html", form, number=petition.number)
