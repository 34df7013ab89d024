"""Who is visiting (当前用户): the signed-in person of a request as a value, or a stranger."""

from dataclasses import dataclass

from flask import request
from flask_login import AnonymousUserMixin, UserMixin

from xinfang_site.actor import Actor
from xinfang_site.domain.roles import Role
from xinfang_site.plugin_values import OfficeRef


@dataclass(frozen=True, slots=True, eq=False)
class Visitor(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """The signed-in person of this request (当前用户)."""

    token: str
    session_id: int
    account_id: int
    username: str
    name: str
    office: OfficeRef
    roles: frozenset[Role]
    permissions: frozenset[str]
    modules: frozenset[str]
    must_change: bool
    must_enrol: bool
    barred: frozenset[int]
    rehearsing: str = ""

    def get_id(self) -> str:
        """What the cookie holds: the session's random token, never an account's number."""
        return self.token

    @property
    def office_id(self) -> int:
        """The office's id."""
        return self.office.id

    @property
    def office_name(self) -> str:
        """The office's short name."""
        return self.office.short_name

    @property
    def role_titles(self) -> list[str]:
        """The roles in words."""
        return sorted(role.title for role in self.roles)

    def may(self, permission: str) -> bool:
        """Whether a role of theirs grants ``permission``."""
        return permission in self.permissions

    @property
    def actor(self) -> Actor:
        """The same person as services and the audit know them."""
        return Actor(
            self.account_id,
            self.username,
            self.name,
            self.office.id,
            self.office.path,
            request.remote_addr or "",
            self.roles,
            barred=self.barred,
            rehearsing=bool(self.rehearsing),
        )


class Stranger(AnonymousUserMixin):  # type: ignore[misc]  # flask_login has no types
    """Whoever is not signed in (未登录者): asked what a visitor is asked, and allowed nothing."""

    permissions: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()
    rehearsing = ""

    def may(self, _permission: str) -> bool:
        """Nothing."""
        return False
