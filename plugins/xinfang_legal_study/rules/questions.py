"""Questions and papers (试题和试卷): what a question may be, how a paper is drawn, how it is scored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.titles import Titled

LETTERS = "ABCDEFGH"
JUDGE_OPTIONS = ("正确", "错误")
MOST_QUESTIONS = 200

Shuffle = Callable[[list[Any]], None]


class QuestionKind(Titled):
    """Kinds of questions (题型)."""

    SINGLE = "single", "单选题"
    MULTIPLE = "multiple", "多选题"
    JUDGE = "judge", "判断题"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank (试题).

    Attributes:
        id: its number in the bank.
        kind: single, multiple, judge.
        stem: the question.
        options: what can be chosen; of a judge question always 正确 and 错误.
        key: places of the right options; never leaves the server before a paper is handed in.
        citation: the article it rests on, 《…》第…条.
    """

    id: int
    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    key: frozenset[int]
    citation: str = ""


def check_question(question: Question) -> None:
    """Refuse a question that cannot be answered (核对试题).

    Raises:
        Refused: too few or equal options, a key that does not fit the kind.
    """
    if question.kind is QuestionKind.JUDGE and question.options != JUDGE_OPTIONS:
        raise Refused("判断题的选项固定为“正确”“错误”", field="options")
    if not 2 <= len(question.options) <= len(LETTERS):
        raise Refused(f"选项应当有 2 至 {len(LETTERS)} 个，每行一个", field="options")
    if len(set(question.options)) < len(question.options):
        raise Refused("有两个选项完全相同", field="options")
    if not question.key or not question.key <= set(range(len(question.options))):
        raise Refused("答案应当在所列选项之内", field="key")
    if question.kind is QuestionKind.MULTIPLE and len(question.key) < 2:
        raise Refused("多选题至少有两个正确答案", field="key")
    if question.kind is not QuestionKind.MULTIPLE and len(question.key) != 1:
        raise Refused("单选题、判断题只能有一个答案", field="key")


def read_key(text: str, kind: QuestionKind) -> frozenset[int]:
    """The places that letters name (读答案): ``AC``, ``A、C``; 正确 and 错误 for a judge question.

    Raises:
        Refused: anything else.
    """
    plain = "".join(each for each in text.upper() if not each.isspace() and each not in "、,，;；.")
    if kind is QuestionKind.JUDGE:
        words = {"正确": 0, "对": 0, "√": 0, "A": 0, "错误": 1, "错": 1, "×": 1, "B": 1}
        if plain in words:
            return frozenset({words[plain]})
        raise Refused("判断题的答案填“正确”或者“错误”", field="key")
    if not plain or any(each not in LETTERS for each in plain):
        raise Refused("答案填选项的字母，如 A 或者 ACD", field="key")
    return frozenset(LETTERS.index(each) for each in plain)


def key_text(question: Question) -> str:
    """The key as the bank shows it: ``AC``, 正确."""
    if question.kind is QuestionKind.JUDGE:
        return "、".join(question.options[place] for place in sorted(question.key))
    return "".join(LETTERS[place] for place in sorted(question.key))


@dataclass(frozen=True, slots=True)
class PaperRule:
    """How a paper is made (组卷规则): how many questions of each kind, at how many points each."""

    counts: Mapping[QuestionKind, int]
    points: Mapping[QuestionKind, int]
    pass_mark: int

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return sum(self.counts.get(kind, 0) for kind in QuestionKind)

    @property
    def total(self) -> int:
        """The full score (满分)."""
        return sum(self.counts.get(kind, 0) * self.points.get(kind, 0) for kind in QuestionKind)


def check_rule(rule: PaperRule, bank: Mapping[QuestionKind, int]) -> None:
    """Refuse a rule that makes no paper (核对组卷规则).

    Args:
        rule: the rule.
        bank: how many questions of each kind there are to draw from.

    Raises:
        Refused: no questions, more than the bank holds, a pass mark outside 1 to the full score.
    """
    if not 1 <= rule.questions <= MOST_QUESTIONS:
        raise Refused(f"试卷应当有 1 至 {MOST_QUESTIONS} 题", field="single")
    for kind in QuestionKind:
        wanted, there = rule.counts.get(kind, 0), bank.get(kind, 0)
        if wanted > there:
            raise Refused(f"题库中符合条件的{kind.title}只有 {there} 题，不够 {wanted} 题", field=kind.value)
        if wanted and rule.points.get(kind, 0) < 1:
            raise Refused(f"{kind.title}每题至少 1 分", field=f"{kind.value}_points")
    if not 1 <= rule.pass_mark <= rule.total:
        raise Refused(f"及格分应当在 1 至满分 {rule.total} 之间", field="pass_mark")


@dataclass(frozen=True, slots=True)
class Printed:
    """One question on a drawn paper (卷面题): options already in this paper's order; ``key`` in that order.

    It is a copy: later changes of the bank do not touch papers already drawn.
    """

    question_id: int
    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    key: frozenset[int]
    points: int
    citation: str = ""


def draw(bank: Sequence[Question], rule: PaperRule, shuffle: Shuffle) -> tuple[Printed, ...]:
    """A paper by the rule (抽题组卷): questions and options in an order of its own.

    Raises:
        Refused: the bank does not hold enough.
    """
    there = {kind: sum(each.kind is kind for each in bank) for kind in QuestionKind}
    check_rule(rule, there)
    drawn: list[Printed] = []
    for kind in QuestionKind:
        pool = [each for each in bank if each.kind is kind]
        shuffle(pool)
        points = rule.points.get(kind, 0)
        drawn += [_print(each, points, shuffle) for each in pool[: rule.counts.get(kind, 0)]]
    return tuple(drawn)


def _print(question: Question, points: int, shuffle: Shuffle) -> Printed:
    order = list(range(len(question.options)))
    if question.kind is not QuestionKind.JUDGE:
        shuffle(order)
    return Printed(
        question.id,
        question.kind,
        question.stem,
        tuple(question.options[place] for place in order),
        frozenset(at for at, place in enumerate(order) if place in question.key),
        points,
        question.citation,
    )


Answers = Mapping[int, frozenset[int]]
"""Chosen places by the question's place on the paper, from 0."""


def clean_answers(paper: Sequence[Printed], answers: Answers) -> dict[int, frozenset[int]]:
    """Only answers that the paper offers (整理答案): a single choice sent twice counts as none."""
    kept: dict[int, frozenset[int]] = {}
    for place, printed in enumerate(paper):
        chosen = answers.get(place, frozenset()) & frozenset(range(len(printed.options)))
        if chosen and (printed.kind is QuestionKind.MULTIPLE or len(chosen) == 1):
            kept[place] = chosen
    return kept


def score(paper: Sequence[Printed], answers: Answers) -> int:
    """Points of a paper (评分): a question counts in full or not at all; too few or wrong choices are none."""
    return sum(printed.points for place, printed in enumerate(paper) if answers.get(place) == printed.key)


def missed(paper: Sequence[Printed], answers: Answers) -> tuple[int, ...]:
    """Numbers of the bank's questions answered wrongly or not at all (错题)."""
    return tuple(
        printed.question_id for place, printed in enumerate(paper) if answers.get(place) != printed.key
    )


def to_json(paper: Sequence[Printed]) -> list[dict[str, Any]]:
    """A drawn paper for keeping in the database."""
    return [
        {
            "id": each.question_id,
            "kind": each.kind.value,
            "stem": each.stem,
            "options": list(each.options),
            "key": sorted(each.key),
            "points": each.points,
            "citation": each.citation,
        }
        for each in paper
    ]


def from_json(rows: Sequence[Mapping[str, Any]]) -> tuple[Printed, ...]:
    """The same back."""
    return tuple(
        Printed(
            row["id"],
            QuestionKind(row["kind"]),
            row["stem"],
            tuple(row["options"]),
            frozenset(row["key"]),
            row["points"],
            row["citation"],
        )
        for row in rows
    )
