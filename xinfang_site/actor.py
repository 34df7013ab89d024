"""The actor (操作人): who does something, for which office, from where."""

from dataclasses import dataclass, field

from xinfang_site.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or program that acts (操作人): a signed-in account, or the site itself (``account_id`` is None).

    Attributes:
        account_id: the account, or None for a command or the public page.
        username: sign-in name, or the name of the command.
        name: the person's name as pages show it.
        office_id: the office acted for, or None.
        office_path: path of that office in the tree, such as ``/1/4/``.
        address: network address, or ``local``.
        roles: roles held in the office.
        barred: ids of matters that report this person (被反映); the person cannot open them.
        rehearsing: a security administrator is viewing the site as this post; reports (检举控告) stay closed.
    """

    account_id: int | None
    username: str
    name: str
    office_id: int | None
    office_path: str = "/"
    address: str = "local"
    roles: frozenset[Role] = field(default_factory=frozenset)
    barred: frozenset[int] = field(default_factory=frozenset)
    rehearsing: bool = False


def system(command: str) -> Actor:
    """The site itself as the actor, for a command."""
    return Actor(None, command, "系统", None)
