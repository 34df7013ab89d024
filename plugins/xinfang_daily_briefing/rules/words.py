"""Words of the briefing (要情用语): its columns, urgency, sources, stages, audiences, results."""

from enum import StrEnum

from xinfang_site.domain.titles import Title


class Column(StrEnum):
    """A column of the issue (栏目), in the order of print; source: the office's own mechanism."""

    FOCUS = "focus"
    WARNING = "warning"
    NEWS = "news"

    @property
    def title(self) -> Title:
        """What the paper calls it."""
        return Title({"focus": "重点关注", "warning": "信息预警", "news": "工作快讯"}[self.value])


class Urgency(StrEnum):
    """How an item travels (报送方式)."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    DIRECT = "direct"

    @property
    def title(self) -> Title:
        """Its Chinese name."""
        return Title({"ordinary": "一般", "urgent": "急事急报", "direct": "要事直报"}[self.value])

    @property
    def at_once(self) -> bool:
        """Whether it goes to leaders at once (即时报送) instead of waiting for the issue."""
        return self is not Urgency.ORDINARY


class Source(StrEnum):
    """Where an item comes from (信息来源)."""

    WINDOW = "window"
    LETTER = "letter"
    ONLINE = "online"
    PHONE = "phone"
    UNIT = "unit"
    PATROL = "patrol"
    UPPER = "upper"
    OTHER = "other"

    @property
    def title(self) -> Title:
        """Its Chinese name."""
        return Title(_SOURCES[self])


_SOURCES = {
    Source.WINDOW: "来访窗口",
    Source.LETTER: "来信",
    Source.ONLINE: "网上信访",
    Source.PHONE: "电话",
    Source.UNIT: "单位报送",
    Source.PATROL: "排查发现",
    Source.UPPER: "上级通报",
    Source.OTHER: "其他",
}


class Stage(StrEnum):
    """The place of an item in its thread (报次)."""

    FIRST = "first"
    FOLLOW = "follow"
    FINAL = "final"

    @property
    def title(self) -> Title:
        """Its Chinese name."""
        return Title({"first": "首报", "follow": "续报", "final": "终报"}[self.value])


class Audience(StrEnum):
    """Who may read an item (阅读范围), from the widest to the narrowest."""

    EVERYONE = "everyone"
    LEADERS = "leaders"
    NAMED = "named"

    @property
    def title(self) -> Title:
        """Its Chinese name."""
        return Title(
            {"everyone": "领导和各单位负责人", "leaders": "仅领导", "named": "仅指定的领导"}[self.value]
        )


class Result(StrEnum):
    """What a verification came to (核查结果)."""

    TRUE = "true"
    PARTLY = "partly"
    FALSE = "false"
    NOT_YET = "not_yet"

    @property
    def title(self) -> Title:
        """Its Chinese name."""
        return Title(
            {"true": "属实", "partly": "部分属实", "false": "不属实", "not_yet": "暂不能核实"}[self.value]
        )

    @property
    def settles(self) -> bool:
        """Whether the item is verified by it (已核实); 暂不能核实 says why not and stops no clock."""
        return self is not Result.NOT_YET


class IssueState(StrEnum):
    """The state of an issue (要情状态)."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    VOID = "void"

    @property
    def title(self) -> Title:
        """Its Chinese name."""
        return Title(_STATES[self])


_STATES = {
    IssueState.DRAFT: "编辑中",
    IssueState.IN_REVIEW: "待审核",
    IssueState.REVIEWED: "待签发",
    IssueState.SIGNED: "已签发",
    IssueState.VOID: "已作废",
}


class TaskState(StrEnum):
    """The state of an instruction (批示办理状态)."""

    OPEN = "open"
    REPLIED = "replied"
    CLOSED = "closed"

    @property
    def title(self) -> Title:
        """Its Chinese name."""
        return Title({"open": "办理中", "replied": "已回复", "closed": "已办结"}[self.value])
