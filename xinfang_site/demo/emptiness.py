"""Whether an instance may take the demo district (空实例): nobody uses it, and no earlier filling was broken off."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.first import ADMINISTRATORS, FIRST_OFFICE
from xinfang_site.accounts.models import Account
from xinfang_site.domain.errors import Refused
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition

UNFINISHED = "demo-unfinished"
"""A file of the instance while the district is being written: what was broken off is never shown as the whole."""


def in_use(session: Session) -> bool:
    """Whether the instance holds matters, or people and offices beyond those that ``xinfang init`` makes."""
    ours = [username for username, _, _ in ADMINISTRATORS]
    signs = (
        select(Account.id).where(Account.username.not_in(ours)),
        select(Petition.id),
        select(Office.id).where(Office.code != FIRST_OFFICE[0]),
    )
    return any(session.scalar(each.limit(1)) is not None for each in signs)


def check_finished(folder: Path) -> None:
    """Whether the district was written to its end, or not at all (演示数据完整).

    Raises:
        Refused: it was broken off half-way.
    """
    if (folder / UNFINISHED).exists():
        raise Refused(f"上一次写入演示数据没有完成，数据不全。请删除实例目录 {folder} 后重新运行")
