"""Words of the briefing (要情用语): its columns, urgency, sources, stages, audiences, results."""

from xinfang_site.domain.titles import Titled


class Column(Titled):
    """A column of the issue (栏目), in the order of print; source: the office's own mechanism."""

    FOCUS = "focus", "重点关注"
    WARNING = "warning", "信息预警"
    NEWS = "news", "工作快讯"


class Urgency(Titled):
    """How an item travels (报送方式)."""

    ORDINARY = "ordinary", "一般"
    URGENT = "urgent", "急事急报"
    DIRECT = "direct", "要事直报"

    @property
    def at_once(self) -> bool:
        """Whether it goes to leaders at once (即时报送) instead of waiting for the issue."""
        return self is not Urgency.ORDINARY


class Source(Titled):
    """Where an item comes from (信息来源)."""

    WINDOW = "window", "来访窗口"
    LETTER = "letter", "来信"
    ONLINE = "online", "网上信访"
    PHONE = "phone", "电话"
    UNIT = "unit", "单位报送"
    PATROL = "patrol", "排查发现"
    UPPER = "upper", "上级通报"
    OTHER = "other", "其他"


class Stage(Titled):
    """The place of an item in its thread (报次)."""

    FIRST = "first", "首报"
    FOLLOW = "follow", "续报"
    FINAL = "final", "终报"


class Audience(Titled):
    """Who may read an item (阅读范围), from the widest to the narrowest."""

    EVERYONE = "everyone", "领导和各单位负责人"
    LEADERS = "leaders", "仅领导"
    NAMED = "named", "仅指定的领导"


class Result(Titled):
    """What a verification came to (核查结果)."""

    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    FALSE = "false", "不属实"
    NOT_YET = "not_yet", "暂不能核实"

    @property
    def settles(self) -> bool:
        """Whether the item is verified by it (已核实); 暂不能核实 says why not and stops no clock."""
        return self is not Result.NOT_YET


class IssueState(Titled):
    """The state of an issue (要情状态)."""

    DRAFT = "draft", "编辑中"
    IN_REVIEW = "in_review", "待审核"
    REVIEWED = "reviewed", "待签发"
    SIGNED = "signed", "已签发"
    VOID = "void", "已作废"


class TaskState(Titled):
    """The state of an instruction (批示办理状态)."""

    OPEN = "open", "办理中"
    REPLIED = "replied", "已回复"
    CLOSED = "closed", "已办结"
