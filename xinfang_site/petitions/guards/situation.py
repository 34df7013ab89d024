"""A matter that is about to take a step (办理情形): who acts, on which day, and what the form holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from xinfang_site.actor import Actor
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.steps import Need
from xinfang_site.domain.receiving.paths import Kind, Path
from xinfang_site.offices.models import Office
from xinfang_site.petitions.guards.matter import Matter
from xinfang_site.petitions.kinds import kind_of
from xinfang_site.petitions.models import Petition


@dataclass
class Situation(Matter):
    """A matter, who acts, on which day, and what the form holds (办理情形).

    Attributes:
        session: the database.
        actor: who drafts or takes the step.
        petition: the matter.
        day: legal day.
        values: what the form held, by need and field.
        approver: who approves it now; None while it is drafted or needs no approval.
    """

    session: Session
    actor: Actor
    petition: Petition
    day: date
    values: Mapping[str, Any] = field(default_factory=dict)
    approver: Actor | None = None

    @property
    def two_people(self) -> tuple[str, str]:
        """Who drafts and who approves (拟办人、审批人), by account; while it is only drafted, the second is still unknown."""
        return str(self.actor.account_id), str(self.approver.account_id) if self.approver else "审批人"

    def text(self, name: str) -> str:
        """A text field of the form; empty if it was left out."""
        return str(self.values.get(name) or "").strip()

    def date_of(self, name: str) -> date:
        """A date field of the form; the legal day if it was left out.

        Raises:
            Refused: the day lies in the future.
        """
        found = self.text(name)
        given = date.fromisoformat(found) if found else self.day
        if given > self.day:
            raise Refused("日期不得晚于今日", field=name)
        return given

    @cached_property
    def kind(self) -> Kind | None:
        """The kind of the matter (事项类别): as stored, else as chosen; choosing a path of article 31 implies 申诉求决."""
        known = kind_of(self.session, self.petition)
        if known is not None:
            return known
        named = self.text("kind")
        if named in set(Kind):
            return Kind(named)
        return Kind.APPEAL if self.path is not None else None

    @property
    def path(self) -> Path | None:
        """The path chosen in the form, else the path on which the matter was accepted."""
        chosen = self.text(Need.PATH) or self.petition.path
        return Path(chosen) if chosen in set(Path) else None

    @cached_property
    def receiver(self) -> Office | None:
        """The office named in the form."""
        chosen = self.values.get(Need.RECEIVER)
        return self.session.get(Office, int(chosen)) if chosen is not None else None
