"""Acceptance (受理): the judgement of path and basis, and which limits start with it."""

from dataclasses import dataclass

from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.limits.rules import RuleSet
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.statutes import Article, article


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judgement of kind and path leads to (甄别结论).

    Attributes:
        step: the step to take: 受理, 按简易程序受理 or 导入法定途径.
        starts: limits that start.
        document: the notice owed to the petitioner.
        basis: the article printed on it.
    """

    step: Step
    starts: tuple[Duty, ...]
    document: DocumentKind
    basis: Article


def judge(
    rules: RuleSet, kind: Kind | None, path: Path | None, basis: str, *, simple: bool = False
) -> Judgement:
    """Judge how a unit takes a matter in (六条途径判断).

    Args:
        rules: the set that governs the matter.
        kind: kind of the matter.
        path: path of article 31, for 申诉求决 matters under the rules of 2022.
        basis: the provision or duty list relied on, in words.
        simple: the simple procedure is asked for.

    Raises:
        Refused: kind, path or basis is missing, or the simple procedure does not fit.
    """
    if kind is None:
        raise Refused("受理前应当确定事项类别", article(31), "kind")
    if rules.concludes_all:
        return _accepted(Duty.CONCLUSION, rules.rule(Duty.CONCLUSION).basis)
    if kind is not Kind.APPEAL:
        if simple:
            raise Refused("简易程序只适用于申诉求决类事项", kind.basis, "simple")
        limited = kind is Kind.SUGGESTION and rules.rule(Duty.SUGGESTION).length is not None
        return _accepted(Duty.SUGGESTION if limited else None, kind.basis)
    if path is None:
        raise Refused("受理前应当判断属于第三十一条哪一项途径", article(31), "path")
    if not basis.strip():
        raise Refused("应当写明途径判断的依据", path.basis, "basis")
    if path is not Path.PETITION:
        document = DocumentKind.STATUTORY_ROUTE_NOTICE
        return Judgement(Step.ROUTE, (Duty.STATUTORY_ROUTE,), document, path.basis)
    if simple:
        return _accepted(Duty.SIMPLE_ANSWER, path.basis, Step.ACCEPT_SIMPLE)
    return _accepted(Duty.CONCLUSION, path.basis)


def check_acceptance(step: Step, judgement: Judgement) -> None:
    """Refuse a step that contradicts the judgement (受理与途径一致).

    Raises:
        Refused: for instance 受理 of a matter of the first five paths, which starts no 60 days and
            needs 导入告知.
    """
    if step is judgement.step:
        return
    if judgement.step is Step.ROUTE:
        raise Refused("该事项应当导入法定途径并告知信访人，不按信访程序受理", judgement.basis, "path")
    if step is Step.ROUTE:
        raise Refused("该事项按信访程序办理，不能导入法定途径", judgement.basis, "path")
    raise Refused("受理程序与甄别结论不一致", judgement.basis, "simple")


def simple_excluded(*, repeated: bool, kind: Kind, urgent: bool, collective: bool) -> str:
    """Why a matter is outside the simple procedure (不适用简易程序的原因), or nothing.

    The scope - first petitions, clear facts - is from secondary sources and is a policy of this site.
    """
    reasons = (
        (repeated, "重复信访事项"),
        (kind is not Kind.APPEAL, f"{kind.title}类事项"),
        (urgent, "重大、紧急事项"),
        (collective, "集体访事项"),
    )
    return next((reason for applies, reason in reasons if applies), "")


def limits_at_registration(rules: RuleSet, kind: Kind | None, *, urgent: bool) -> tuple[Duty, ...]:
    """The limits that start when a petition office registers a matter (登记时起算的期限)."""
    duties = [Duty.DISPATCH]
    if urgent:
        duties.append(Duty.URGENT_REPORT)
    if kind is Kind.ACCUSATION:
        duties.append(Duty.DISCIPLINE_TRANSFER)
    return tuple(duty for duty in duties if duty in rules.rules)


def limits_at_dispatch(rules: RuleSet, *, assigned: bool, joint: bool = False) -> tuple[Duty, ...]:
    """The limits that start when a matter is in a unit's inbox (送达责任单位时起算的期限).

    Not opening it stops none of them. After a decision of the joint meeting no objection is left.
    Only the simple procedure knows a limit to decide.
    """
    duties = [Duty.NOTICE]
    if not joint:
        duties.append(Duty.OBJECTION)
    if assigned:
        duties.append(Duty.FEEDBACK)
    duties.append(Duty.SIMPLE_DECISION)
    return tuple(duty for duty in duties if duty in rules.rules)


def waived_for(*, name_known: bool, address_known: bool) -> tuple[Duty, ...]:
    """The notices not owed to somebody unknown (姓名、住址不清): D2 and D3, never D1 or D6.

    The text says so of matters petitioned directly (第二十三条第二款); for forwarded ones it is policy.
    """
    return () if name_known and address_known else (Duty.DIRECT_NOTICE, Duty.NOTICE)


def _accepted(duty: Duty | None, basis: Article, step: Step = Step.ACCEPT) -> Judgement:
    starts = () if duty is None else (duty,)
    return Judgement(step, starts, DocumentKind.ACCEPTANCE_NOTICE, basis)
