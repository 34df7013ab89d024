"""Matters that nobody works on again: content deleted by law (已清除事项), of which number, days and state stay; archived."""

from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State
from xinfang_site.petitions.models import Petition

ERASED = "（内容已依法清除）"
"""Stands where the summary, a name or a paper's text stood."""


def is_erased(petition: Petition) -> bool:
    """Whether the matter's content is gone; nothing else is ever summed up in these words."""
    return petition.summary == ERASED


def check_not_erased(petition: Petition) -> None:
    """Refuse to work on a matter without content.

    Raises:
        Refused: its content was deleted.
    """
    if is_erased(petition):
        raise Refused("事项的内容已依法清除，不能再办理或者修改；有新的诉求请另行登记")


def is_closed(petition: Petition) -> bool:
    """Whether the file takes nothing more (案卷已封存): archived, or its content deleted."""
    return is_erased(petition) or petition.standing is State.ARCHIVED


def check_not_archived(petition: Petition) -> None:
    """Refuse to touch a frozen file (已归档案卷不得修改).

    Raises:
        Refused: the matter is archived, or its content was deleted.
    """
    check_not_erased(petition)
    if petition.standing is State.ARCHIVED:
        raise Refused("事项已经归档，案卷不能再修改；有新的材料请另行登记并关联")
