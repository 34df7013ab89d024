"""The author (演示事项编写): gives each demo matter its plan, its cast and its registration."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from xinfang_site import clock
from xinfang_site.calendars.queries import work_calendar
from xinfang_site.demo.plot import papers
from xinfang_site.demo.plot.casting import ANSWERED, Casting
from xinfang_site.demo.plot.drafts import Codes, Drafter, Order
from xinfang_site.demo.plot.plans import Plan, plan
from xinfang_site.demo.plot.routes import Route
from xinfang_site.demo.telling.stories import Story
from xinfang_site.demo.words import Words
from xinfang_site.domain.procedure.steps import Step

_EVERY_NTH_REPEATS = 12
_EVERY_NTH_HAS_FILES = 5
_UNDER_WAY = frozenset({Step.REGISTER, Step.SCREEN, Step.FORWARD, Step.SIGN_FOR, Step.ACCEPT})
"""Steps after which a matter can still take in another one."""


class Author:
    """Writes the stories of all matters (编写); ``words`` makes the random choices."""

    def __init__(self, session: Session, words: Words, casting: Casting) -> None:
        self._session = session
        self._words = words
        self._casting = casting
        self._drafter = Drafter(words, Codes.load(session))
        self._calendar = work_calendar(session)
        self._now = clock.china(clock.now())

    def stories(self, today: date, routes: Sequence[Route]) -> list[Story]:
        """All stories: of each route as many as its count."""
        found: list[Story] = []
        for route in routes:
            found += [self._story(route, turn, len(found) + turn, today) for turn in range(route.count)]
        for position, story in enumerate(found):
            if _names_another(story) or position % _EVERY_NTH_REPEATS == 0:
                self._make_repeat(story, position, found)
        return found

    def _story(self, route: Route, turn: int, position: int, today: date) -> Story:
        times = plan(route, turn, self._words.random, self._calendar, today)
        cast = self._casting.cast(route, position)
        order = Order(position, cast.topic, cast.units[-1].office, route.kind, times.received_on)
        draft = self._drafter.draft(order)
        if _is_simple(times):
            draft = replace(draft, petitioners=draft.petitioners[:1], people=1, visitors=draft.visitors and 1)
        has_files = position % _EVERY_NTH_HAS_FILES == 0
        files = papers.attachments(self._words.random, draft.content) if has_files else []
        return Story(self._session, self._words.random, times, cast, draft, files, self._now)

    def _make_repeat(self, story: Story, position: int, among: list[Story]) -> None:
        """Make the story a repeat of an earlier matter of the petition office, if one fits."""
        if (
            story.draft.accusation
            or _is_simple(story.plan)
            or story.draft.urgent
            or story.cast.registrar.username not in {"clerk", "clerk2"}
        ):
            return
        earlier = [each for each in among if _may_be_first(each, story)]
        if not earlier:
            return
        story.first = self._words.random.choice(earlier)
        story.draft = self._drafter.repeated(position, story.plan.received_on, story.first.draft)


def _is_simple(times: Plan) -> bool:
    """Whether the simple procedure is used: for first petitions of single people."""
    return any(act.step is Step.ACCEPT_SIMPLE for act in times.acts)


def _names_another(story: Story) -> bool:
    """Whether a step of the story names another matter."""
    return any(act.step in (Step.MERGE, Step.REFUSE_REPEATED) for act in story.plan.acts)


def _may_be_first(other: Story, story: Story) -> bool:
    """Whether ``story`` may take up ``other``: earlier, named, and where the procedure wants it."""
    begun, steps = story.plan.acts[0].day, {act.step for act in story.plan.acts}
    there = {act.step for act in other.plan.acts}
    if Step.REFUSE_REPEATED in steps and not (Step.TERMINATE in there and other.plan.acts[-1].day < begun):
        return False
    if Step.MERGE in steps and not there <= _UNDER_WAY:
        return False
    return (
        other.plan.acts[0].day < begun
        and (other.cast.topic.purpose in ANSWERED) is (story.cast.topic.purpose in ANSWERED)
        and other.first is None
        and not other.draft.accusation
        and not other.draft.anonymous
        and other.cast.registrar.office_id == story.cast.registrar.office_id
    )
