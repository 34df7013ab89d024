"""Taking a batch of issues out again (撤回导入), as long as nobody has worked with one of them."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from xinfang_daily_briefing.issues.models import Edition, Issue, Printed
from xinfang_daily_briefing.items.models import Item, Verification
from xinfang_daily_briefing.readers.models import Reading
from xinfang_daily_briefing.tasks.models import Task
from xinfang_site.plugin_api.data import Refused
from xinfang_site.plugin_api.hooks import Actor


def take_back(session: Session, actor: Actor, batch: str) -> int:
    """Take a batch out again; how many issues went.

    Raises:
        Refused: an issue of it was read, corrected or instructed on since.
    """
    own = select(Issue.id).where(Issue.office_id == actor.office_id, Issue.batch == batch)
    editions = select(Edition.id).where(Edition.issue_id.in_(own))
    touched = (
        select(Reading.id).where(Reading.edition_id.in_(editions)),
        select(Task.id).where(Task.issue_id.in_(own)),
        select(Issue.id).where(Issue.id.in_(own), Issue.edition > 1),
        select(Item.id).where(
            Item.batch != batch, Item.thread_id.in_(select(Item.id).where(Item.batch == batch))
        ),
    )
    if any(session.scalar(each.limit(1)) is not None for each in touched):
        raise Refused("这一批次中有的要情已经阅览、批示、更正或者续报，不能撤回")
    items = select(Item.id).where(Item.batch == batch, Item.desk_id == actor.office_id)
    session.execute(delete(Printed).where(Printed.issue_id.in_(own)))
    session.execute(delete(Edition).where(Edition.issue_id.in_(own)))
    session.execute(delete(Verification).where(Verification.item_id.in_(items)))
    count = session.scalar(select(func.count()).select_from(own.subquery())) or 0
    session.execute(delete(Issue).where(Issue.batch == batch, Issue.office_id == actor.office_id))
    session.execute(
        delete(Item).where(Item.batch == batch, Item.desk_id == actor.office_id, Item.id != Item.thread_id)
    )
    session.execute(delete(Item).where(Item.batch == batch, Item.desk_id == actor.office_id))
    return count
