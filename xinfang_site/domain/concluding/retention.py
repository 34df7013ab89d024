"""Retention (保管期限) and deletion of personal data (个人信息删除): until when a file is kept, what may go before."""

from datetime import date

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.statutes import Article, Statute
from xinfang_site.domain.titles import Titled

PERSONAL_DATA_LAW = Statute("grxxbhf2021", "中华人民共和国个人信息保护法", date(2021, 11, 1))
KEPT_BY_LAW = Article(PERSONAL_DATA_LAW, 47, 2)
"""While a period of keeping set by law runs, data are only stored and protected, not deleted."""
TO_DELETE = Article(PERSONAL_DATA_LAW, 47, 1)
_TAKEN_OUT = frozenset({State.VOID, State.MERGED})


class Ground(Titled):
    """Why the content of a matter is to be deleted (清除事由)."""

    EXPIRED = "expired", "保管期限届满，经鉴定清除"
    MISTAKE = "mistake", "登记错误或者重复登记（已作废、已并入）"
    REQUEST = "request", "信访人申请删除个人信息"


def kept_until(closed_on: date | None, years: int | None) -> date | None:
    """The last day on which a matter's file is kept (保管期限届满日); None when there is no end to it.

    Args:
        closed_on: the day on which the matter was over, or None while it is under way.
        years: the archive's class; None is 永久. Years are counted from the first day of the year after.
    """
    if closed_on is None or years is None:
        return None
    return date(closed_on.year + years, 12, 31)


def check_deletion(ground: Ground, state: State, until: date | None, day: date) -> None:
    """Refuse a deletion that the law does not allow (清除审查).

    Args:
        ground: why.
        state: the matter's state.
        until: its last day of keeping, see :func:`kept_until`.
        day: today.

    Raises:
        Refused: the file has to be kept, with the article.
    """
    over = until is not None and until < day
    if ground is Ground.EXPIRED and not over:
        raise Refused(f"{_running(until)}，不能清除", KEPT_BY_LAW, "ground")
    if ground is Ground.MISTAKE and state not in _TAKEN_OUT:
        raise Refused(
            "只有已作废或者已并入其他事项的才能按登记错误清除，请先办理作废或者并入", field="ground"
        )
    if ground is Ground.REQUEST and not over and state not in _TAKEN_OUT:
        raise Refused(f"{_running(until)}，应当依法保存，不能删除", KEPT_BY_LAW, "ground")


def _running(until: date | None) -> str:
    return f"保管期限到 {until.isoformat()} 届满" if until else "事项没有办结或者保管期限为永久"
