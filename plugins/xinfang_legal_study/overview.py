"""The year at a glance (学法概览): what the module's first page shows."""

from sqlalchemy.orm import Session

from xinfang_legal_study.figures import figures, quarters, waiting_rows
from xinfang_legal_study.people.queries import own_member
from xinfang_legal_study.permissions import APPROVE, MANAGE, OVERVIEW
from xinfang_legal_study.records import queries as records
from xinfang_legal_study.records.yearly import progress_of
from xinfang_legal_study.rules.kinds import SessionState
from xinfang_legal_study.rules.progress import is_behind
from xinfang_legal_study.sessions import queries as sessions
from xinfang_legal_study.todo import todo
from xinfang_legal_study.years import queries as years
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.hooks import Actor
from xinfang_site.plugin_api.pages import may


def page_values(session: Session, actor: Actor, year: int) -> dict[str, object]:
    """Everything the first page shows."""
    office_id, day = actor.office_id or 0, today()
    rows = years.plan_rows(session, office_id, year)
    found = sessions.year_sessions(session, office_id, year)
    member = own_member(session, actor)
    people = progress_of(session, office_id, year, day)
    own = next((each for each in people if member is not None and each.member_id == member.id), None)
    return {
        "view": years.year_view(session, office_id, year),
        "years": years.known_years(session, office_id, day.year),
        "figures": figures(found, waiting_rows(rows, found)),
        "quarters": quarters(rows, found, year, day),
        "upcoming": [each for each in found if each.standing is SessionState.PLANNED and each.day >= day][:8],
        "overdue": [each for each in found if each.standing is SessionState.PLANNED and each.day < day],
        "mine": own,
        "todo": todo(session, actor),
        "behind": [each for each in people if is_behind(each.light)] if may(OVERVIEW) else [],
        "people": len(people),
        "approvals": records.waiting_count(session, office_id) if may(APPROVE) else 0,
        "day": day,
        "may_manage": may(MANAGE),
        "may_overview": may(OVERVIEW),
    }
