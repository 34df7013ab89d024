"""Guards of taking in and handling (受理、办理、延期、听证、调解)."""

from datetime import date

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits import clock_changes
from xinfang_site.domain.limits.clocks import Clock, Extension
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.procedure.steps import Step as StepCode
from xinfang_site.domain.receiving import acceptance
from xinfang_site.domain.receiving.acceptance import Judgement
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.roles import Role
from xinfang_site.domain.statutes import article
from xinfang_site.petitions.attachments.kinds import has_paper
from xinfang_site.petitions.guards.situation import Situation
from xinfang_site.petitions.models import Step


def judgement(now: Situation, *, simple: bool) -> Judgement:
    """The result of sorting by the form's kind, path and basis (甄别结论).

    Raises:
        Refused: one of them is missing, or they do not fit.
    """
    return acceptance.judge(now.rules, now.kind, now.path, now.text("basis"), simple=simple)


def accepting(now: Situation) -> None:
    """受理 rests on kind, path and basis; the first five paths are led to their procedure (六条途径)."""
    acceptance.check_acceptance(StepCode.ACCEPT, judgement(now, simple=False))


def accepting_simply(now: Situation) -> None:
    """The simple procedure is for simple matters (简易程序)."""
    acceptance.check_acceptance(StepCode.ACCEPT_SIMPLE, judgement(now, simple=True))


def simple_fits(now: Situation) -> None:
    """A repeat, an urgent matter or a collective visit is not simple (简易程序的范围)."""
    petition = now.petition
    if now.rules.concludes_all:
        raise Refused("《信访条例》时期的事项不适用简易程序", article(31, None, 6))
    reason = acceptance.simple_excluded(
        repeated=petition.repeat,
        kind=now.kind or Kind.APPEAL,
        urgent=petition.urgent,
        collective=petition.collective,
    )
    if reason:
        raise Refused(f"{reason}不适用简易程序", article(31, None, 6), "simple")


def simple_asked(now: Situation) -> None:
    """The sender may propose the simple procedure, for simple matters only (建议简易办理)."""
    if now.values.get("simple"):
        simple_fits(now)


def routing(now: Situation) -> None:
    """导入法定途径 is for the first five paths (导入法定途径)."""
    acceptance.check_acceptance(StepCode.ROUTE, judgement(now, simple=False))


def converting(now: Situation) -> None:
    """Only a matter of the simple procedure is converted (转为普通程序)."""
    clock = now.clock(Duty.SIMPLE_ANSWER)
    if clock is None or not clock.running:
        raise Refused("事项未按简易程序受理，不需要转为普通程序", article(34))


def simple_only(now: Situation) -> None:
    """简易答复 ends a matter of the simple procedure only (简易答复)."""
    clock = now.clock(Duty.SIMPLE_ANSWER)
    if clock is None or not clock.running:
        raise Refused("事项按普通程序受理，应当出具信访处理意见书", article(31, None, 6))


def extendable(now: Situation) -> None:
    """An extension is asked for while the limit runs (延期的期限)."""
    _prolong(now, Duty.CONCLUSION, Role.UNIT_HEAD, days=1, reason="情况复杂")


def extending(now: Situation) -> None:
    """An extension keeps article 34: days, count, reason, approver (延期)."""
    _prolong(
        now, Duty.CONCLUSION, Role.UNIT_HEAD, days=int(now.values[Need.DAYS]), reason=now.text(Need.REASON)
    )


def review_duty(now: Situation) -> Duty:
    """The limit of the review under way."""
    clock = now.clock(Duty.FINAL_REVIEW)
    return Duty.FINAL_REVIEW if clock is not None and clock.running else Duty.REVIEW


def review_extendable(now: Situation) -> None:
    """The national text knows no extension of 复查、复核; local rules may (复查复核延期)."""
    _prolong(now, review_duty(now), Role.LEADER, days=1, reason="情况复杂")


def extending_review(now: Situation) -> None:
    """An extension of 复查、复核 keeps the local rule."""
    days = int(now.values[Need.DAYS])
    _prolong(now, review_duty(now), Role.LEADER, days=days, reason=now.text(Need.REASON))


def _prolong(now: Situation, duty: Duty, role: Role, *, days: int, reason: str) -> None:
    clock = now.clock(duty)
    if clock is None or not clock.running:
        raise Refused(f"事项没有正在计算的“{duty.title}”期限，不能延长", now.rules.rule(duty).basis, "days")
    who = (now.approver or now.actor).name
    clock_changes.extend(clock, Extension(days, reason, who, role, now.day), now.calendar)


def room(now: Situation, step: StepCode) -> str:
    """How far a limit can be extended (可延期限): its present end, the most days to add, the latest end."""
    clock = _extensible(now, step)
    if clock is None:
        return ""
    left = clock.rule.extension_max - clock.extended_by
    last = _end(now, clock, left, "情况复杂", clock.due)
    return f"现于{clock.due}到期，最多可延长{left}日，至{last}" if last else ""


def moved(now: Situation, step: StepCode) -> str:
    """The day that ends the limit now, and the one after the extension asked for (延期前后的期限)."""
    clock = _extensible(now, step)
    if clock is None:
        return ""
    days, reason = int(now.values[Need.DAYS]), now.text(Need.REASON)
    later = _end(now, clock, days, reason, min(now.day, clock.due))
    return f"由{clock.due}延长至{later}" if later else ""


def _extensible(now: Situation, step: StepCode) -> Clock | None:
    """The limit that the step extends; None if it extends none, or the rule allows no extension."""
    if step not in (StepCode.EXTEND, StepCode.EXTEND_REVIEW):
        return None
    clock = now.clock(Duty.CONCLUSION if step is StepCode.EXTEND else review_duty(now))
    return clock if clock is not None and clock.rule.approver is not None else None


def _end(now: Situation, clock: Clock, days: int, reason: str, day: date) -> date | None:
    """The limit's last day after an extension; None if it is refused, which the step itself says."""
    if clock.rule.approver is None:
        return None
    asked = Extension(days, reason, "", clock.rule.approver, day)
    try:
        return clock_changes.extend(clock, asked, now.calendar).due
    except Refused:
        return None


def hearing_open(now: Situation) -> bool:
    """Whether a hearing was opened and not closed (听证中)."""
    newest = now.taken(StepCode.OPEN_HEARING, StepCode.CLOSE_HEARING)
    return newest is not None and newest.code == StepCode.OPEN_HEARING.value


def no_hearing(now: Situation) -> None:
    """Nothing is decided while a hearing is open, and none begins twice (听证未结束)."""
    if hearing_open(now):
        raise Refused("听证尚未结束，请先登记结束听证", article(36, 2))


def in_hearing(now: Situation) -> None:
    """Only an open hearing is closed (结束听证)."""
    if not hearing_open(now):
        raise Refused("没有正在进行的听证", article(31, None, 6))


def day_of_event(step: Step) -> date:
    """The day of the event that a step records; the legal day if none was given."""
    return date.fromisoformat(step.details.get("event_day") or step.day.isoformat())


def hearing_day(now: Situation) -> None:
    """A hearing ends no earlier than it began, and begins no earlier than the matter was taken up (听证日期)."""
    day = now.date_of("event_day")
    opened = now.taken(StepCode.OPEN_HEARING)
    if hearing_open(now) and opened is not None and day < day_of_event(opened):
        raise Refused("听证结束日期不得早于开始日期", article(36, 2), "event_day")
    clock = now.clock(Duty.FINAL_REVIEW)
    if clock is not None and clock.running and day < clock.started_on:
        raise Refused(f"听证日期不得早于收到复核请求之日{clock.started_on}", article(36, 2), "event_day")


def mediating(now: Situation) -> None:
    """和解、调解 needs the consent of both sides and its agreement in the file (调解协议)."""
    if not now.values.get(Need.CONSENT):
        raise Refused("调解、和解须经双方当事人同意", article(33), "consent")


def agreement_filed(now: Situation) -> None:
    """The agreement is in the file before it ends the matter."""
    if not has_paper(now.session, now.petition.id, "agreement"):
        raise Refused("请先在附件中上传种类为“调解（和解）协议”的文件", article(33), "attachment")


def replying(now: Situation) -> None:
    """An appeal is decided by an opinion, not by a reply (出具信访处理意见书)."""
    if now.kind is Kind.APPEAL and (now.path is Path.PETITION or now.rules.concludes_all):
        raise Refused("申诉求决类事项应当出具信访处理意见书", article(31, None, 6))


def deciding(now: Situation) -> None:
    """A suggestion is answered, not decided by an opinion (建议意见的答复)."""
    if now.kind is Kind.SUGGESTION and not now.rules.concludes_all:
        raise Refused("建议意见类事项应当研究论证并答复，不出具信访处理意见书", article(29, 1))
