"""Kinds of laws (法规类别) and how one stands on a day (效力状态)."""

from dataclasses import dataclass

from xinfang_site.domain.titles import Titled


class LawKind(Titled):
    """The rank of a law (效力层级)."""

    PARTY = "party", "党内法规"
    LAW = "law", "法律"
    REGULATION = "regulation", "行政法规"
    LOCAL = "local", "地方性法规"
    RULE = "rule", "规章"
    DOCUMENT = "document", "规范性文件"


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
