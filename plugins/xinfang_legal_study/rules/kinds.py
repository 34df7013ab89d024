"""Kinds and states of study sessions (学法形式和状态)."""

from dataclasses import dataclass
from enum import StrEnum

from xinfang_site.domain.titles import Title, Titled


class StudyKind(Titled):
    """How people study (学习形式); source: the founding text and offices' plans. ``OTHER`` is for old ledgers."""

    CENTRE_GROUP = "centre_group", "党组理论中心组学习"
    THEMATIC = "thematic", "专题学习"
    LEADERS = "leaders", "领导班子学法"
    BEFORE_MEETING = "before_meeting", "会前学法"
    PARTY_LIFE = "party_life", "三会一课"
    TRAINING = "training", "培训"
    LECTURE = "lecture", "宣讲"
    OTHER = "other", "其他学习"


KIND_WORDS: dict[StudyKind, tuple[str, ...]] = {
    StudyKind.CENTRE_GROUP: (
        "党组理论中心组学习",
        "党组理论学习中心组",
        "党组理论中心组",
        "理论学习中心组",
        "理论中心组学习",
        "理论中心组",
        "党组中心组",
        "中心组学习",
        "中心组",
        "理论中心组（扩大）学习",
        "中心组（扩大）学习",
        "中心组集体学习",
        "党委理论学习中心组",
    ),
    StudyKind.THEMATIC: ("专题学习", "专题学法", "专题", "专题讲座", "专题研讨", "习近平法治思想专题学习"),
    StudyKind.LEADERS: (
        "领导班子学法",
        "领导班子集体学法",
        "班子学法",
        "领导干部学法",
        "领导干部集中学法",
        "领导班子定期学法",
        "集体学法",
        "党组会学法",
        "办公会学法",
        "领导学法",
    ),
    StudyKind.BEFORE_MEETING: ("会前学法", "会前学习", "例会前学法", "会前集中学法"),
    StudyKind.PARTY_LIFE: (
        "三会一课",
        "党课",
        "支部党员大会",
        "支部委员会",
        "党小组会",
        "支部学习",
        "主题党日",
        "支部党员学习",
        "支部大会",
    ),
    StudyKind.TRAINING: ("培训", "业务培训", "干部培训", "视频培训", "集中培训", "业务学习", "全员培训"),
    StudyKind.LECTURE: ("宣讲", "宣讲会", "宣讲解读", "普法宣讲", "法治宣讲", "巡回宣讲", "宣讲活动"),
    StudyKind.OTHER: ("其他学习", "其他", "集中学习", "集体学习", "干部学习", "职工学习", "自学", "学习交流"),
}
"""How ledgers and plans write each kind; the first is its own name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A state as pages show it (状态): the word and its tone."""

    title: str
    tone: str


class SessionState(StrEnum):
    """What became of a session (场次状态): planned is not held."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    MOVED = "moved"

    @property
    def title(self) -> Title:
        """What pages call it."""
        return Title(_STATES[self].title)

    @property
    def shown(self) -> Shown:
        """The word and its tone."""
        return _STATES[self]


_STATES = {
    SessionState.PLANNED: Shown("计划", "info"),
    SessionState.HELD: Shown("已举办", "success"),
    SessionState.CANCELLED: Shown("已取消", "neutral"),
    SessionState.MOVED: Shown("已改期", "warning"),
}


class Audience(Titled):
    """Who must attend (参加范围)."""

    ALL = "all", "全体干部职工"
    CENTRE_GROUP = "centre_group", "中心组成员"
    LEADERS = "leaders", "领导班子成员"
    PARTY = "party", "党员"
    OTHER = "other", "其他（见说明）"


class Decision(StrEnum):
    """How a request stands that a second person decides (审核状态)."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def title(self) -> Title:
        """What pages call it."""
        return Title(self.shown.title)

    @property
    def shown(self) -> Shown:
        """The word and its tone."""
        return {
            "waiting": Shown("待审核", "warning"),
            "approved": Shown("已通过", "success"),
            "refused": Shown("未通过", "danger"),
        }[self.value]


def counts_as_thematic(kind: StudyKind, marked: bool) -> bool:
    """Whether a session is a thematic one (专题学习): by its kind or by a person's mark.

    Never by words: 习近平法治思想 stands in the titles of many other sessions.
    """
    return marked or kind is StudyKind.THEMATIC
