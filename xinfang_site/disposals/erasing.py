"""Deleting what a matter holds about people (清除内容): in one transaction, together with its audit row.

What stays: number, days, state, offices, steps without their words, counts. What is not in a row - files, the
index's remains, pages of the log - goes afterwards, in ``residue``.
"""

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.audit import redaction
from xinfang_site.audit.writer import Act, record
from xinfang_site.database import writing
from xinfang_site.disposals.blanking import blank_words
from xinfang_site.disposals.files import files_of, unname
from xinfang_site.disposals.models import APPROVED, DONE, Disposal
from xinfang_site.disposals.papers import blank_documents
from xinfang_site.domain.errors import Refused
from xinfang_site.jobs.holding import Hold
from xinfang_site.petitions.erased import is_erased
from xinfang_site.petitions.models import (
    Petition,
)
from xinfang_site.plugin_registry import plugins

HOOK = "xinfang_matter_erased"


def erase(session: Session, hold: Hold, disposal_id: int, actor: Actor) -> list[str]:
    """Delete the content of the matter of an approved wish; returns the places of files that nothing names any more.

    Safe to run again: what is gone is gone.

    Raises:
        Refused: the wish was not approved, or a module could not delete its part: nothing was deleted.
        Lost: another worker has the job by now.
    """
    with writing(session):
        hold.keep(session)
        wish = session.get_one(Disposal, disposal_id)
        if wish.state not in (APPROVED, DONE):
            raise Refused("这项清除申请没有获得同意")
        petition = session.get_one(Petition, wish.petition_id, with_for_update=True)
        first = not is_erased(petition)
        files = files_of(session, petition.id)
        blank_words(session, petition)
        files |= blank_documents(session, petition)
        _modules(session, petition.id)
        redaction.redact(session, "petition", str(petition.id))
        locations = unname(session, files)
        if first:
            record(session, actor, Act("petition.erase", "petition", petition.id, reason=wish.why.title))
    return locations


def close(session: Session, hold: Hold, disposal_id: int) -> None:
    """Note that nothing is left (清除完成); after the remains are dealt with.

    Raises:
        Lost: another worker has the job by now.
    """
    with writing(session):
        hold.keep(session)
        wish = session.get_one(Disposal, disposal_id)
        wish.state, wish.done_at = DONE, clock.now()


def _modules(session: Session, petition_id: int) -> None:
    """Let every installed module, on or off, delete in the same transaction what it keeps of the matter's people."""
    registry = plugins()
    failed = registry.tell(HOOK, registry.installed, session=session, petition_id=petition_id)
    if failed:
        raise Refused(f"模块没有完成清除：{'、'.join(failed)}；没有清除任何内容，请联系系统管理员")
