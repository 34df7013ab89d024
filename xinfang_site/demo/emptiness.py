"""Whether the demo district may be written to an instance (空实例): it is unused, and no earlier filling broke off."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from xinfang_site.accounts.first import ADMINISTRATORS, FIRST_OFFICE
from xinfang_site.accounts.models import Account
from xinfang_site.domain.errors import Refused
from xinfang_site.offices.models import Office
from xinfang_site.petitions.models import Petition

UNFINISHED = "demo-unfinished"
"""A file that lies in the instance while the district is written; if it is left over, the filling broke off."""


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
    """Refuse an instance whose demo district is incomplete (演示数据完整).

    Raises:
        Refused: an earlier filling broke off.
    """
    if (folder / UNFINISHED).exists():
        raise Refused(f"上一次写入演示数据没有完成，数据不全。请删除实例目录 {folder} 后重新运行")
