"""Review and final review (复查、复核): when each may be asked for, and when no more."""

from dataclasses import dataclass
from datetime import date

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.clocks import Clock
from xinfang_site.domain.limits.rules import RuleSet
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.statutes import Article, article
from xinfang_site.domain.titles import Titled

NO_MORE = article(36, 3)


class ReviewOutcome(Titled):
    """What a review decides (复查、复核结论)."""

    UPHELD = "upheld", "维持"
    REVOKED = "revoked", "撤销"
    CHANGED = "changed", "变更"


@dataclass(frozen=True, slots=True)
class Reviewable:
    """What is to be reviewed (被申请复查的答复).

    Attributes:
        kind: kind of the matter.
        path: path by which it was handled, or None.
        has_opinion: a 信访处理意见书 was issued and served.
        right: the clock D7 (or D9 for a final review), or None if nothing was served.
    """

    kind: Kind
    path: Path | None
    has_opinion: bool
    right: Clock | None


def check_review_request(rules: RuleSet, matter: Reviewable, day: date, justified: str = "") -> None:
    """Refuse a request for review (复查申请).

    Args:
        rules: the set that governs the matter; by that of 2005 every opinion is open to review.
        matter: what is to be reviewed.
        day: day of the request.
        justified: the recorded decision that a late request has 正当理由, or empty.

    Raises:
        Refused: there is no 信访处理意见 of the sixth path, nothing was served, or it is late.
    """
    basis = article(35)
    if matter.kind is Kind.SUGGESTION:
        raise Refused("建议意见的答复不适用复查；有新的诉求请另行登记", basis)
    reviewable = matter.has_opinion and (rules.concludes_all or matter.path is Path.PETITION)
    if not reviewable:
        raise Refused("只有第三十一条第六项的信访处理意见可以请求复查", basis)
    _check_in_time(matter.right, day, justified, basis)


def check_final_request(right: Clock | None, day: date, justified: str = "", *, reviewed: bool) -> None:
    """Refuse a request for final review (复核申请).

    Args:
        right: the clock D9, which starts with service of the 复查意见.
        day: day of the request.
        justified: the recorded decision that a late request has 正当理由, or empty.
        reviewed: a 复查意见 was issued.

    Raises:
        Refused: there is no 复查意见, it was not served, or the request is late.
    """
    basis = article(36, 1)
    if not reviewed:
        raise Refused("没有复查意见，不能请求复核；应当先请求复查", basis)
    _check_in_time(right, day, justified, basis)


def check_lapse(right: Clock | None, day: date) -> None:
    """Refuse to let a right lapse before its last day has passed (期满).

    Raises:
        Refused: nothing was served, or the petitioner may still ask.
    """
    if right is None:
        raise Refused("没有送达记录，申请期限尚未起算", article(35), "served_on")
    if day <= right.due:
        raise Refused(f"信访人可以申请至{right.due}，期限尚未届满", right.rule.basis, "day")


def check_no_longer_accepted(prior: str, *, same_facts: bool) -> None:
    """Refuse 不再受理 without its conditions (不再受理); ``prior`` is the number of the 复核意见, empty without one.

    Raises:
        Refused: no 复核意见 is linked, or facts or reasons are new.
    """
    if not prior.strip():
        raise Refused("不再受理应当关联原复核意见", NO_MORE, "prior_final_opinion")
    if not same_facts:
        raise Refused("有新的事实或者理由，应当作为新的信访事项登记", NO_MORE, "same_facts")


def _check_in_time(right: Clock | None, day: date, justified: str, basis: Article) -> None:
    if right is None:
        raise Refused("没有送达记录，不能计算申请期限", basis, "served_on")
    if day < right.started_on:
        raise Refused("申请日期不得早于收到答复之日", basis, "day")
    if day > right.due and not justified.strip():
        raise Refused(f"申请期限已于{right.due}届满；确有正当理由的，应当先记录认定", basis, "day")
