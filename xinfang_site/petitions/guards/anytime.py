"""Guards of what may happen at any time (督办、建议、改派、变更类别、合并、关联、作废)."""

from xinfang_site.accounts.models import Account
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.people import conflicts
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.receiving import dispatching, intake
from xinfang_site.domain.receiving.paths import Kind
from xinfang_site.domain.statutes import article
from xinfang_site.petitions.clocks.rows import pressing
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.kinds import kind_of
from xinfang_site.petitions.models import Petition
from xinfang_site.petitions.visibility.sides import stands_aside


def overdue(now: Situation) -> bool:
    """Whether a duty of the matter is past due."""
    return any(pressing(each) and each.due < now.day for each in now.rows)


def supervising(now: Situation) -> None:
    """督办 needs a reason of article 40, or a limit past due; its feedback has a day (督办)."""
    dispatching.check_supervision(now.text("supervision_reason"), overdue=overdue(now))
    if now.text(Need.DUE_DAY) < now.day.isoformat():
        raise Refused("反馈期限不得早于今日", article(40, 1), "due_day")


def supervised(now: Situation) -> None:
    """There is a 督办 that waits for feedback."""
    if now.waiting(supervision=True) is None:
        raise Refused("没有等待反馈的督办", article(40, 1))


def advising(now: Situation) -> None:
    """Advice is of one of the three kinds, and never goes to a reported unit (三项建议)."""
    if now.text("advice_kind") not in dispatching.ADVICE_KINDS:
        raise Refused("应当选择建议的种类", article(40), "advice_kind")
    conflicts.check_receiver(int(now.values.get(Need.RECEIVER) or 0), now.barred)


def advised(now: Situation) -> None:
    """There is advice that waits for feedback."""
    if now.waiting(supervision=False) is None:
        raise Refused("没有等待反馈的建议", article(40, None))


def reassigning(now: Situation) -> None:
    """Nobody who must stand aside gets the matter (回避)."""
    handler = now.values.get("handler")
    account = now.session.get(Account, int(handler)) if handler else None
    if account is not None:
        reason = stands_aside(now.session, account.id, account.name, now.petition)
        conflicts.check_recusal(reason)


def reclassifying(now: Situation) -> None:
    """Two people take a matter out of 检举控告; into it, one is enough (变更事项类别)."""
    chosen = now.text("kind")
    if chosen not in set(Kind):
        raise Refused("请选择事项类别", field="kind")
    before = kind_of(now.session, now.petition)
    if before is Kind(chosen):
        raise Refused(f"事项现在就是{before.title}类", field="kind")
    intake.check_kind_change(before, Kind(chosen), now.two_people)


def merging(now: Situation) -> None:
    """A matter is merged into another open one of its own class (合并)."""
    other = now.session.get(Petition, int(now.values.get(Need.OTHER_MATTER) or 0))
    if other is None:
        raise Refused("请填写要并入的事项编号", field="other_matter")
    kinds = (kind_of(now.session, now.petition), kind_of(now.session, other))
    intake.check_merge(now.petition.number, other.number, *kinds)
    if other.standing not in TABLE[StepCode.MERGE].sources:
        raise Refused(f"对方事项现为“{State(other.state).title}”，不能并入", field="other_matter")


def linking(now: Situation) -> None:
    """A matter is not linked with itself (关联)."""
    if now.values.get(Need.OTHER_MATTER) == now.petition.id:
        raise Refused("不能与事项自身关联", field="other_matter")


def voiding(now: Situation) -> None:
    """A matter is voided with a reason; its number stays used (作废)."""
    intake.check_void(now.text(Need.REASON))
