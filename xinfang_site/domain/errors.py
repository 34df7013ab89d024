"""Refusals (拒绝): what a rule says when it does not allow something."""

from xinfang_site.domain.statutes import Article, sentence


class RefusedError(Exception):
    """A rule refuses an act (不予办理); nothing has changed.

    Attributes:
        message: the reason, in plain official Chinese, for the clerk.
        article: the article the refusal rests on, or None for a house rule.
        field: name of the form field concerned, or None for the whole act.
    """

    def __init__(self, message: str, article: Article | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.article = article
        self.field = field

    def __str__(self) -> str:
        """The reason with its article, in one line."""
        return f"{self.message}（{self.article.cite()}）" if self.article else self.message

    @property
    def quotation(self) -> str | None:
        """The statute's own sentence (法条原文), where the site prints one."""
        return sentence(self.article) if self.article else None


Refused = RefusedError
"""The name that rules raise and services catch: a refusal is an answer, not a fault."""


class ForbiddenError(RefusedError):
    """The act is another post's (岗位权限): whatever the matter is like, this person may not."""


Forbidden = ForbiddenError
"""The name that rules raise, as :data:`Refused`."""
