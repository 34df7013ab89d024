"""Column headings (列名): their comparable form, and which field a heading means."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Final

from xinfang_site.ledgers.kinds import FieldSpec, LedgerKind, ValueKind
from xinfang_site.ledgers.text import Cell, cell_text, squeeze
from xinfang_site.ledgers.traditional import simplified

_BRACKETS: Final = re.compile(r"[(\[【〔{<《][^)\]】〕}>》]*[)\]】〕}>》]?")
_NUMBERING: Final = re.compile(
    r"^(?:[(\[]?[\d一二三四五六七八九十①-⑳]{1,3}[)\]]?[、.．:：)]\s*|\d{1,2}(?=[\u4e00-\u9fff])|第[一二三四五六七八九十\d]+[列栏项][:：]?)"
)
_ORNAMENT: Final = re.compile(r"[*＊★☆●◆▲△※#:：。、,，;；!！?？\"'“”‘’_\-—/\\|·.]+")
_TRANSLATION: Final = re.compile(r"(?<=[\u4e00-\u9fff])[a-z]{3,}$")  # 日期/Date
_OTHERS: Final = re.compile(
    r"^(?:网格|上报|专员|坐席|话务|受话|接线|登记[人员]|录入[人员]|记录[人员]|受理[人员]|审核|填[报表]|社区|村干|民警|律师|陪同|值班|承办|责任|包案|领导|接访|接待|经办|办理人|单位|科室|被|对方|代理|推送|回访)"
)
_ANSWERS: Final = re.compile(r"^(?:回复|答复|办理|处[理置]|送达|回访|反馈|化解|[转交]办|转[送交]|调[处解])")
_DUTIES: Final = re.compile(
    r"^(?:学习|活动|工作|会议|培训|检查|宣传|讲座|课程|授课|值班|出差|用车|任务)(?!单位|人员|群众)"
)
_DEMANDED: Final = re.compile(r"^(?:要求|应|限|规定|承诺|预计|计划|拟|法定)")
"""When something is to be done by is not when it was done: 要求答复时间."""
_LIMIT: Final = re.compile(r"限|截止|^(?:要求|应|规定|承诺)")
_OF_PEOPLE: Final = re.compile(r"^(?:人员|身份|群体|证件|户籍|户口|企业|房屋|用地)")
_DONE: Final = re.compile(r"^(?:需|回复|答复|办理|办结|处[理置]|反馈|化解|调[处解])")
_EARLIER: Final = re.compile(r"首次|初次|初访|首访|第一次|最早|上次|上一次|前次")
_TAIL: Final = re.compile(
    r"^(?:[及和与或等、].*|名称?|(?:基本|个人|身份|主要)?(?:信息|情况)|描述|说明|明细|摘要|概要|概况|简况|简述|简介|正文|全文|文本)$"
)
_PERSONAL: Final = frozenset({ValueKind.NAMES, ValueKind.PHONES, ValueKind.ID_NUMBER})
_DATED: Final = frozenset({ValueKind.DATE, ValueKind.DATETIME})


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """Which field a heading means (列名匹配), how sure that is (0 to 1), and why in a few words."""

    field: str
    confidence: float
    reason: str


def normal_title(text: str) -> str:
    """The comparable form of a heading (列名归一): no spaces, brackets, units, asterisks, numbering."""
    plain = _NUMBERING.sub("", simplified(squeeze(text)).lower())
    bare = _TRANSLATION.sub("", _ORNAMENT.sub("", _BRACKETS.sub("", plain)))
    return bare or _ORNAMENT.sub("", plain.strip("()[]【】"))


def shown_title(cell: Cell) -> str:
    """A heading as one line (列名), without line breaks and spaces."""
    return re.sub(r"\s+", "", cell_text(cell))


class TitleIndex:
    """The headings of one kind of ledger (列名索引)."""

    def __init__(self, kind: LedgerKind) -> None:
        self._names: dict[str, FieldSpec] = {}
        self._sure: dict[str, float] = {}
        self._told = kind.telling | ({kind.remarks_field} if kind.telling else set())
        self._matters = bool(kind.telling)  # of matters: a text of studies, of duties or of work tells none
        for spec in kind.fields:
            titles = (spec.title, *spec.synonyms)
            for rank, title in enumerate(titles):
                key = normal_title(title)
                if key not in self._names:  # of two columns for one field the earlier word wins
                    self._names[key] = spec
                    self._sure[key] = round(1.0 - 0.05 * rank / len(titles), 3)

    @property
    def words(self) -> Set[str]:
        """Every known heading in its comparable form."""
        return self._names.keys()

    def match(self, parts: Sequence[str]) -> TitleMatch | None:
        """The field for a heading given as its parts: the group, if any, and the heading itself."""
        own = normal_title(parts[-1])
        if not own:
            return None
        group = normal_title(parts[0]) if len(parts) > 1 else ""
        for above in reversed(parts[:-1]):
            key = normal_title(above) + own
            if joined := self._names.get(key):
                return TitleMatch(joined.name, self._sure[key], f"“{joined.title}”的常用列名")
        spec = self._names.get(own)
        if spec and not (group and spec.kind in _PERSONAL | _DATED and _OTHERS.match(group)):
            return TitleMatch(
                spec.name, self._sure[own] - (0.04 if group else 0.0), f"“{spec.title}”的常用列名"
            )
        return self._partial(group + own)

    def _partial(self, title: str) -> TitleMatch | None:
        """A longer heading that ends or begins with a known one (群众反映的主要内容)."""
        best: tuple[int, int, FieldSpec] | None = None
        for name, spec in self._names.items():
            least = 4 if spec.kind in _DATED else 2
            if len(name) < least or len(title) > len(name) + 12 or spec.kind is ValueKind.CODE:
                continue
            if self._of_another(spec, name, title):
                continue
            ends = title.endswith(name)
            begins = len(name) >= 3 and title.startswith(name) and bool(_TAIL.match(title[len(name) :]))
            if (ends or begins) and (best is None or (ends, len(name)) > best[:2]):
                best = (int(ends), len(name), spec)
        names = next((spec for spec in self._names.values() if spec.kind is ValueKind.NAMES), None)
        if names and "姓名" in title and len(title) > len("姓名") and not _OTHERS.match(title):
            return TitleMatch(names.name, 0.7, f"列名与“{names.title}”相近")  # 姓名、住址及电话
        if best is None:
            return None
        return TitleMatch(best[2].name, 0.7, f"列名与“{best[2].title}”相近")

    def _of_another(self, spec: FieldSpec, name: str, title: str) -> bool:
        """Whether a heading that is like a known one speaks of other people, another step or another business."""
        if spec.kind in _PERSONAL and _OTHERS.match(title):
            return True
        if (
            spec.kind in _DATED
        ):  # 首次反映问题的日期 is not the day of this receipt, 要求答复时间 not that of the answer
            earlier = _EARLIER.search(title) and not _EARLIER.search(name)
            return bool(earlier or (_DEMANDED.match(title) and not _LIMIT.search(name)))
        if spec.vocabulary == "channel":
            return bool(_ANSWERS.match(title))  # 答复方式 is not how the matter came
        if spec.vocabulary == "category":
            return bool(_OF_PEOPLE.match(title))  # 人员类别
        told = spec.name in self._told and _DONE.match(title)  # 办理情况描述 tells nothing of the matter
        return bool(told or (self._matters and _DUTIES.match(title)))


@cache
def title_index(kind: LedgerKind) -> TitleIndex:
    """The headings of a kind (列名索引), made once: every sheet asks for them several times."""
    return TitleIndex(kind)


def is_serial(title: str, kind: LedgerKind) -> bool:
    """Whether a heading by itself says that its column only counts the rows (序号)."""
    match = title_index(kind).match((title,))
    spec = kind.field(match.field) if match else None
    return spec is not None and spec.name in kind.numbering and not spec.identifies
