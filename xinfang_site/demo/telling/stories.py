"""Stories of the demo matters (演示办理过程): who does what on which day, through the real services."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from random import Random

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.actor import Actor
from xinfang_site.demo.plot.casting import Cast, Unit
from xinfang_site.demo.plot.plans import Act, Plan
from xinfang_site.demo.telling import acts, documents, replies
from xinfang_site.domain.procedure.steps import Step
from xinfang_site.domain.procedure.transitions import TABLE
from xinfang_site.domain.roles import Role
from xinfang_site.petitions.attachments import services as attachments
from xinfang_site.petitions.drafts import PetitionDraft
from xinfang_site.petitions.effects.limits import SENDING
from xinfang_site.petitions.registering import services as registering

_ORDER = (
    Role.UNIT_HANDLER, Role.CLERK, Role.UNIT_HEAD, Role.HANDLER, Role.REVIEWER, Role.SECTION_HEAD, Role.LEADER,
)  # fmt: skip
_HEADS_FIRST = (Role.UNIT_HEAD,)
_BY_HEAD = frozenset({Step.RETURN_DRAFT})
_ABOVE = frozenset({Step.ISSUE_FINAL, Step.SERVE_FINAL, Step.TERMINATE})
_LATE = {"late_reason": "经办人员调整，交接期间未及时办理", "late_unit": ""}


@dataclass(slots=True)
class Story:
    """One matter from its registration to where it stands today (一件事项的经过).

    Attributes:
        session: the database.
        random: decides hours and words.
        plan: what happens when.
        cast: who deals with it.
        draft: its registration.
        files: what is attached to it.
        latest: the true time; no act is later. The clock shows the story's own time while it is told.
        first: the matter that it repeats or is merged into, if any.
        petition_id: its id, once it is registered.
        sent: how often it was sent to a unit.
    """

    session: Session
    random: Random
    plan: Plan
    cast: Cast
    draft: PetitionDraft
    files: list[attachments.Upload]
    latest: datetime
    first: "Story | None" = None
    petition_id: int = 0
    sent: int = 0

    def run(self) -> Iterator[datetime]:
        """Before each act, yield its instant; the caller sets the clock to it and goes on."""
        for position, act in enumerate(self.plan.acts):
            yield self._instant(position, act.day)
            self._do(act)

    def _instant(self, position: int, day: date) -> datetime:
        """An instant within office hours, after those of earlier acts and never later than now."""
        opening, closing = (datetime.combine(day, time(each), clock.CHINA) for each in (9, 17))
        if closing > self.latest:
            closing = self.latest
            opening = min(opening, datetime.combine(day, time(0), clock.CHINA))
        share = (position + self.random.random()) / len(self.plan.acts)
        return opening + (closing - opening) * share

    def _do(self, act: Act) -> None:
        if act.step is Step.REGISTER:
            self._register(act.day)
        elif act.approver is None:
            self._take(act)
        else:
            self._decide(act)
        people = [*self._members().values(), *self.cast.above.values()]
        documents.after(self.session, people, self.petition_id, act.step)

    def _register(self, day: date) -> None:
        actor, draft = self.cast.registrar, self.draft
        if self.first is not None:
            draft = replace(draft, repeat_of_id=self.first.petition_id)
        self.petition_id = registering.register(self.session, actor, draft, day)
        if self.files:
            attachments.add(self.session, actor, self.petition_id, self.files)

    def _take(self, act: Act) -> None:
        doer, receiver = self._doer(act.step), self._receiver(act.step)
        if act.step is Step.MEDIATE:
            paper = attachments.Upload("调解协议.txt", "双方自愿达成调解协议。".encode(), kind="agreement")
            attachments.add(self.session, doer, self.petition_id, [paper])
        redo = any(each.step is Step.ORDER_REDO for each in self.plan.acts)
        facts = replies.Facts(
            self.draft.summary,
            receiver,
            self.first.petition_id if self.first else 0,
            self._unit().office.name,
            redo,
        )
        values = replies.values(self.random, TABLE[act.step], facts, act.day)
        acts.take(self.session, doer, self.petition_id, act, values, self._late())

    def _late(self) -> dict[str, str]:
        return {**_LATE, "late_unit": self._unit().office.short_name}

    def _unit(self) -> Unit:
        units = self.cast.units
        return units[min(max(self.sent, 1), len(units)) - 1]

    def _doer(self, step: Step) -> Actor:
        if step is Step.CHECK:
            return self._unit().checker
        if step in _ABOVE:
            return self.cast.above[Role.REVIEWER]
        allowed, members = TABLE[step].actors, self._members()
        order = _HEADS_FIRST if step in _BY_HEAD else _ORDER
        return next(members[role] for role in order if role in allowed and role in members)

    def _members(self) -> dict[Role, Actor]:
        """Who may act now by role; the unit's people only once the matter was sent or registered there."""
        unit = self._unit()
        at_unit = self.sent or self.cast.registrar in unit.members.values()
        return {**self.cast.members, **(unit.members if at_unit else {})}

    def _receiver(self, step: Step) -> int:
        if step not in SENDING:
            return self.cast.receivers.get(step, 0)
        self.sent += 1
        units = self.cast.units
        return units[min(self.sent, len(units)) - 1].office_id

    def _decide(self, act: Act) -> None:
        people = self.cast.above if act.step in _ABOVE else self._members()
        approver = people[act.approver or Role.LEADER]
        acts.decide(self.session, approver, self.petition_id, act, self._late())


def tell(stories: Sequence[Story]) -> None:
    """Run all stories side by side, act by act in the order of time, so that numbers and audit are in order too."""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    for number, story in enumerate(stories):
        told = story.run()
        heapq.heappush(waiting, (next(told), number, told))
    while waiting:
        instant, number, told = heapq.heappop(waiting)
        with clock.at(instant):
            following = next(told, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, told))
