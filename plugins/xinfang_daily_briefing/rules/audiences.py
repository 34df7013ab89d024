"""Audiences (阅读范围): one predicate for screen, print, document, search and export alike."""

from collections.abc import Collection
from dataclasses import dataclass

from xinfang_daily_briefing.rules.words import Audience


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader as audiences see him (读者).

    Attributes:
        account_id: who reads.
        staff: belongs to the desk that makes the issue (编辑、审核、签发).
        leader: is a leader (领导).
    """

    account_id: int
    staff: bool = False
    leader: bool = False


def may_read(reader: Reader, audience: Audience, named: Collection[int] = ()) -> bool:
    """Whether an item is for this reader (可否阅读); the desk sees what it makes."""
    if reader.staff or audience is Audience.EVERYONE:
        return True
    if audience is Audience.LEADERS:
        return reader.leader
    return reader.account_id in named
