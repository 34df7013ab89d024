"""The blueprint of the petitions' pages (信访事项页面); each views module adds its own.

A matter that exists but is not in the office's register answers like one that does not exist, and as slowly, on
every page that leads to it. Both tries are noted: a reported unit or person may never touch the report (第三十条第三款),
and how long an answer took must not tell what the answer hides.
"""

from flask import Blueprint, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from xinfang_site.audit.writer import Act, record
from xinfang_site.database import DatabaseBusy, writing
from xinfang_site.errors import error_page
from xinfang_site.extensions import db
from xinfang_site.missing import Missing
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.tried import tried
from xinfang_site.petitions.visibility.entries import barred_offices

blueprint = Blueprint("petitions", __name__, url_prefix="/petitions")


@blueprint.app_errorhandler(Missing)
def _missing(error: Missing) -> ResponseReturnValue:
    """The same page for what is not there and what is not theirs, wherever it was asked for."""
    db.session.rollback()
    if error.petition_id is not None and "actor" in g:
        try:
            _note(error.petition_id)
        except (DatabaseBusy, OperationalError) as busy:  # an error in a handler has no handler of its own
            return current_app.handle_user_exception(busy)
    return error_page(404)


def _note(wanted: int) -> None:
    session = db.session()
    with writing(session):
        exists = session.get(Petition, wanted) is not None
        reported = g.actor.office_id in barred_offices(session, wanted)
        why = "被反映单位不得接触本事项" if reported else "不在本机构名册" if exists else "没有这一事项"
        if wanted in g.actor.barred:
            why = "被反映人不得接触本事项"
        reason = f"{why}：{tried(str(request.endpoint))}"
        act = Act("petition.view", "petition", wanted or "", reason=reason, result="refused")
        record(session, g.actor, act)
