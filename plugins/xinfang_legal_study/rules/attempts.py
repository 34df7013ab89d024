"""Sitting a quiz (作答): opening times, time limit, retries, first and best score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from xinfang_site.domain.errors import Refused

GRACE = timedelta(seconds=30)
"""Time a slow line may take to bring in a paper handed in on the last second."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a quiz (考试安排): open from ``opens`` until ``closes``, ``minutes`` for a paper."""

    opens: datetime
    closes: datetime
    minutes: int
    most_attempts: int
    pass_mark: int

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise Refused("截止时间应当晚于开始时间", field="closes_at")

    def due(self, started: datetime) -> datetime:
        """When a paper started then has to be in: after its minutes, and never after the quiz closes."""
        return min(started + timedelta(minutes=self.minutes), self.closes)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sitting (一次作答): ``score`` is that of the answers saved so far; final once it is over."""

    number: int
    started: datetime
    due: datetime
    submitted: datetime | None
    score: int

    def over(self, instant: datetime) -> bool:
        """Whether it is handed in or its time is up."""
        return self.submitted is not None or instant > self.due + GRACE


def check_start(terms: Terms, attempts: Sequence[Attempt], instant: datetime) -> None:
    """Refuse a new paper (能否开始作答).

    Raises:
        Refused: not open, closed, one is running, none left, already passed with full marks.
    """
    if instant < terms.opens:
        raise Refused("考试还没有开始")
    if instant >= terms.closes:
        raise Refused("考试已经截止")
    if any(not each.over(instant) for each in attempts):
        raise Refused("有一份试卷正在作答，请先交卷")
    if len(attempts) >= terms.most_attempts:
        raise Refused(f"作答次数已用完（共 {terms.most_attempts} 次）")


def check_answering(attempt: Attempt, instant: datetime) -> None:
    """Refuse answers to a paper that is in or whose time is up (能否提交答案).

    Raises:
        Refused: handed in before, or too late; answers saved in time stay and count.
    """
    if attempt.submitted is not None:
        raise Refused("这份试卷已经交卷，不能再修改")
    if attempt.over(instant):
        raise Refused("作答时间已到，超时后提交的答案没有采用；此前保存的答案已经计分")


@dataclass(frozen=True, slots=True)
class Result:
    """What one person reached in a quiz (成绩): scores are None before a paper is over."""

    taken: int
    first: int | None
    best: int | None
    passed: bool


def result(terms: Terms, attempts: Sequence[Attempt], instant: datetime) -> Result:
    """First and best score (首次成绩、最好成绩) of the papers that are over."""
    over = sorted((each for each in attempts if each.over(instant)), key=lambda each: each.number)
    if not over:
        return Result(0, None, None, passed=False)
    best = max(each.score for each in over)
    return Result(len(over), over[0].score, best, best >= terms.pass_mark)


def may_see_key(terms: Terms, attempts: Sequence[Attempt], instant: datetime) -> bool:
    """Whether the key may be shown to somebody (能否查看答案).

    Only once no further paper can be started: the quiz is closed, or the last attempt is over.
    """
    if any(not each.over(instant) for each in attempts):
        return False
    return instant >= terms.closes or len(attempts) >= terms.most_attempts
