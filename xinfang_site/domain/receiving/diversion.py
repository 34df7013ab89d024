"""Diversion (诉访分离): a short question tree, walked one question a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.domain.statutes import Article, article


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a walk ends (分流结论).

    Attributes:
        kind: kind of the matter.
        path: path of article 31, for 申诉求决.
        step: the step it suggests to a petition office; a person decides.
        advice: what to tell the petitioner.
        basis: the article printed on the guidance slip.
    """

    kind: Kind
    path: Path | None
    step: Step
    advice: str
    basis: Article


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer (选项): its code, its text, and the code of the next question or the end."""

    code: str
    text: str
    leads_to: str | Outlet


@dataclass(frozen=True, slots=True)
class Question:
    """A question (问题) with its answers; ``help`` tells the clerk how to judge."""

    code: str
    text: str
    answers: tuple[Answer, ...]
    help: str = ""


def _forwarded(path: Path, advice: str) -> Outlet:
    return Outlet(Kind.APPEAL, path, Step.FORWARD, advice, path.basis)


_COURT_VISIT = Outlet(
    Kind.APPEAL, Path.LITIGATION, Step.GUIDE,
    "请向有关人民法院、人民检察院、公安机关按照法律程序提出", article(22, 2),
)  # fmt: skip
_COURT_LETTER = Outlet(
    Kind.APPEAL, Path.LITIGATION, Step.SEND_TO_JUDICIAL,
    "来信已转送同级政法部门依法处理", article(22, 2),
)  # fmt: skip

_QUESTIONS = (
    Question(
        "kind", "信访人主要反映什么？",
        (
            Answer("suggestion", "提出建议、意见，没有个人诉求", Outlet(
                Kind.SUGGESTION, None, Step.FORWARD,
                "转送有权处理的机关、单位研究论证并回复", article(29, 1))),
            Answer("accusation", "检举、揭发、控告机关、单位或者工作人员违纪违法", Outlet(
                Kind.ACCUSATION, None, Step.SEND_TO_DISCIPLINE,
                "按照管理权限转送纪检监察机关，不得转给被检举控告的单位", article(30, 3))),
            Answer("appeal", "要求解决具体问题，或者对处理不服", "court"),
        ),
        "一件事项有多项诉求的，先拆分登记。",
    ),
    Question(
        "court", "是否涉及诉讼权利救济，且尚未依法终结？",
        (Answer("yes", "是", "channel"), Answer("no", "否", "arbitration")),
        "包括民事、行政、刑事案件的起诉、执行、申诉，以及检察、公安机关法律程序。",
    ),
    Question(
        "channel", "信访人以什么形式提出？",
        (Answer("visit", "走访", _COURT_VISIT), Answer("other", "来信、网上或者来电", _COURT_LETTER)),
    ),
    Question(
        "arbitration", "是否应当通过仲裁解决？",
        (
            Answer("yes", "是", _forwarded(Path.ARBITRATION, "请向有关仲裁机构申请仲裁")),
            Answer("no", "否", "party"),
        ),
        "劳动人事争议、农村土地承包经营纠纷，或者有仲裁协议的合同纠纷。",
    ),
    Question(
        "party", "是否属于党员申诉、申请复审等？",
        (
            Answer("yes", "是", _forwarded(Path.PARTY_APPEAL, "请向作出处分的组织申诉、申请复审")),
            Answer("no", "否", "administrative"),
        ),
    ),
    Question(
        "administrative", "是否可以通过行政复议、裁决、确认、许可、处罚等行政程序解决？",
        (
            Answer("yes", "是", _forwarded(Path.ADMINISTRATIVE, "请向有权的行政机关提出申请")),
            Answer("no", "否", "duty"),
        ),
        "对具体行政行为不服，申请行政复议一般应当自知道之日起60日内提出。",
    ),
    Question(
        "duty", "是否申请查处违法行为，或者申请履行保护人身权、财产权等职责？",
        (
            Answer("yes", "是", _forwarded(Path.DUTY_TO_ACT, "转送负有职责的机关、单位依法履行或者答复")),
            Answer("no", "否", _forwarded(Path.PETITION, "按照信访程序转送有权处理的机关、单位")),
        ),
    ),
)  # fmt: skip

QUESTIONS: Mapping[str, Question] = MappingProxyType({each.code: each for each in _QUESTIONS})
"""The tree by question code (甄别问题)."""

FIRST = _QUESTIONS[0].code


def walk(answers: Sequence[str]) -> Question | Outlet:
    """What comes after some answers (下一问题或者结论).

    Args:
        answers: codes of the answers given so far, in order.

    Raises:
        Refused: an answer does not belong to its question, or answers follow the end.
    """
    return _walked(answers)[1]


def record(answers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Questions and answers in words (甄别记录), for the guidance slip.

    Raises:
        Refused: as :func:`walk`.
    """
    return tuple((question.text, answer.text) for question, answer in _walked(answers)[0])


def _walked(answers: Sequence[str]) -> tuple[list[tuple[Question, Answer]], Question | Outlet]:
    passed = []
    current: Question | Outlet = QUESTIONS[FIRST]
    for code in answers:
        if isinstance(current, Outlet):
            raise Refused("甄别已经得出结论，不应再有回答", current.basis, "answer")
        answer = _answer(current, code)
        passed.append((current, answer))
        current = QUESTIONS[answer.leads_to] if isinstance(answer.leads_to, str) else answer.leads_to
    return passed, current


def _answer(question: Question, code: str) -> Answer:
    for answer in question.answers:
        if answer.code == code:
            return answer
    raise Refused(f"请选择“{question.text}”的答案", article(31), "answer")
