"""Kinds of laws (法规类别) and how one stands on a day (效力状态)."""

from dataclasses import dataclass
from enum import StrEnum


class LawKind(StrEnum):
    """The rank of a law (效力层级)."""

    PARTY = "party"
    LAW = "law"
    REGULATION = "regulation"
    LOCAL = "local"
    RULE = "rule"
    DOCUMENT = "document"

    @property
    def title(self) -> str:  # type: ignore[override]  # the kind's name, not str.title
        """What pages call it."""
        return _TITLES[self]


_TITLES = {
    LawKind.PARTY: "党内法规",
    LawKind.LAW: "法律",
    LawKind.REGULATION: "行政法规",
    LawKind.LOCAL: "地方性法规",
    LawKind.RULE: "规章",
    LawKind.DOCUMENT: "规范性文件",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a law, a version or an article stands (效力): a word, its tone, and whether it needs a mark."""

    title: str
    tone: str
    marked: bool = False


IN_FORCE = Standing("现行", "success")
REPEALED = Standing("已废止", "warning", marked=True)
NOT_YET = Standing("尚未生效", "info", marked=True)
AMENDED = Standing("已修改", "warning", marked=True)
UNCHANGED = Standing("旧版本，本条未改", "neutral")
DROPPED = Standing("已删除", "warning", marked=True)
