"""Forms of the bank and the quizzes (题库、考试表单)."""

from collections.abc import Sequence
from datetime import datetime

from flask import request
from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from xinfang_legal_study.quizzes.models import BankQuestion, Quiz
from xinfang_legal_study.quizzes.services import QuestionDraft, QuizDraft
from xinfang_legal_study.rules.certificates import tidy_check_code
from xinfang_legal_study.rules.questions import (
    JUDGE_OPTIONS,
    PaperRule,
    QuestionKind,
    key_text,
    read_key,
)
from xinfang_site.plugin_api.dates import china, instant
from xinfang_site.plugin_api.pages import Max, SiteForm, VersionField, given, options

_KINDS = options((kind.value, kind.title) for kind in QuestionKind)
_MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
_COUNT = [NumberRange(0, 100, "请填 0 至 100"), Optional()]
_POINTS = [NumberRange(0, 100, "请填 0 至 100"), Optional()]


class BankFilter(SiteForm):
    """What the bank's list is filtered by (题库筛选)."""

    q = StringField("题干或者法条", [Max(60)])
    kind = SelectField(
        "题型", choices=options([("", "全部"), *((kind.value, kind.title) for kind in QuestionKind)])
    )
    retired = BooleanField("已停用的")


class QuestionForm(SiteForm):
    """A question of the bank (试题表单)."""

    version = VersionField(default=0)
    kind = SelectField("题型", choices=_KINDS)
    stem = TextAreaField("题干", [InputRequired("请填写题干"), Max(1000)], render_kw={"rows": 4})
    option_lines = TextAreaField(
        "选项", [Max(2000)], description="每行一个，不写字母；判断题不填", render_kw={"rows": 6}
    )
    key = StringField(
        "答案",
        [InputRequired("请填写答案"), Max(20)],
        description="单选如 B，多选如 ACD，判断填“正确”或者“错误”",
        render_kw={"autocomplete": "off"},
    )
    citation = StringField(
        "依据法条", [Max(300)], description="如《信访工作条例》第二十二条；修改后在这里提醒核对，错题按它汇总"
    )
    explanation = TextAreaField("解析", [Max(500)], render_kw={"rows": 3})

    def draft(self) -> QuestionDraft:
        """The validated fields.

        Raises:
            Refused: a key that cannot be read.
        """
        kind = QuestionKind(given(self.kind.data))
        lines = tuple(each.strip() for each in (self.option_lines.data or "").split("\n") if each.strip())
        return QuestionDraft(
            kind,
            given(self.stem.data),
            JUDGE_OPTIONS if kind is QuestionKind.JUDGE else lines,
            read_key(given(self.key.data), kind),
            self.citation.data or "",
            self.explanation.data or "",
        )


def question_values(row: BankQuestion) -> dict[str, object]:
    """A question as its form holds it."""
    lines = "" if row.kind == QuestionKind.JUDGE else "\n".join(row.options)
    return {
        "kind": row.kind,
        "stem": row.stem,
        "option_lines": lines,
        "key": key_text(row.question),
        "citation": row.citation,
        "explanation": row.explanation,
    }


class QuizForm(SiteForm):
    """How a quiz is made and when it is open (考试表单)."""

    together = (
        ("title",),
        ("law",),
        ("single", "single_points"),
        ("multiple", "multiple_points"),
        ("judge", "judge_points"),
        ("pass_mark", "minutes", "most_attempts"),
        ("opens_at", "closes_at"),
    )
    version = VersionField(default=0)
    title = StringField("考试名称", [InputRequired("请填写考试名称"), Max(120)])
    law = StringField(
        "只从这部法规抽题", [Max(120)], description="填法规名称的一部分，如 信访工作条例；留空从全部题库抽题"
    )
    single = IntegerField("单选题数", _COUNT, default=10)
    single_points = IntegerField("单选每题分值", _POINTS, default=4)
    multiple = IntegerField("多选题数", _COUNT, default=5)
    multiple_points = IntegerField("多选每题分值", _POINTS, default=6, description="少选、多选、错选均不得分")
    judge = IntegerField("判断题数", _COUNT, default=10)
    judge_points = IntegerField("判断每题分值", _POINTS, default=3)
    pass_mark = IntegerField(
        "及格分", [InputRequired("请填写及格分"), NumberRange(1, 10000, "请填及格分")], default=60
    )
    minutes = IntegerField(
        "答题时间（分钟）",
        [InputRequired("请填写答题时间"), NumberRange(1, 600, "请填 1 至 600 分钟")],
        default=30,
    )
    most_attempts = IntegerField(
        "可作答次数", [InputRequired("请填写次数"), NumberRange(1, 20, "请填 1 至 20 次")], default=3
    )
    opens_at = DateTimeLocalField("开始时间", [InputRequired("请填写开始时间")], format=_MOMENT)
    closes_at = DateTimeLocalField("截止时间", [InputRequired("请填写截止时间")], format=_MOMENT)

    def draft(self) -> QuizDraft:
        """The validated fields."""
        counts = {kind: self._number(kind.value) for kind in QuestionKind}
        points = {kind: self._number(f"{kind.value}_points") for kind in QuestionKind}
        return QuizDraft(
            given(self.title.data),
            self.law.data or "",
            PaperRule(counts, points, given(self.pass_mark.data)),
            given(self.minutes.data),
            given(self.most_attempts.data),
            _instant(given(self.opens_at.data)),
            _instant(given(self.closes_at.data)),
        )

    def _number(self, name: str) -> int:
        return int(self[name].data or 0)


def _instant(shown: datetime) -> datetime:
    return instant(shown.date(), shown.time())


def quiz_values(quiz: Quiz) -> dict[str, object]:
    """A quiz as its form holds it."""
    numbers: dict[str, object] = dict(quiz.counts)
    numbers |= {f"{kind}_points": points for kind, points in quiz.points.items()}
    plain = ("title", "law", "pass_mark", "minutes", "most_attempts")
    times = {"opens_at": china(quiz.opens_at), "closes_at": china(quiz.closes_at)}
    return {**{name: getattr(quiz, name) for name in plain}, **numbers, **times}


class PaperForm(SiteForm):
    """A paper being answered (答卷): the fields of its questions are named by their place on it."""

    def answers(self, questions: int) -> dict[int, frozenset[int]]:
        """What was chosen; anything that is no place is nothing."""
        return {place: _places(request.form.getlist(f"answer-{place}")) for place in range(questions)}


def _places(sent: Sequence[str]) -> frozenset[int]:
    return frozenset(int(each) for each in sent if each.isascii() and each.isdigit() and len(each) == 1)


class CheckForm(SiteForm):
    """A certificate to be checked (核验合格证明)."""

    serial = StringField(
        "证明编号", [InputRequired("请填写编号"), Max(60)], description="如 区信访办学法证〔2026〕7号"
    )
    check_code = StringField(
        "查验码", [InputRequired("请填写查验码"), Max(20)], render_kw={"autocomplete": "off"}
    )

    @property
    def code(self) -> str:
        """The code as it is compared."""
        return tidy_check_code(self.check_code.data or "")
