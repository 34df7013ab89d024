"""Published versions (公示版本): what changed between two lists, and who is affected."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from xinfang_site.domain.titles import Titled


@dataclass(frozen=True, slots=True)
class Line:
    """One session as it was published (公示行).

    Attributes:
        mark: the session, the same in every version.
        day: ISO day.
        hours: ``9:00—11:30``.
        kind: kind of reception.
        place: room or place.
        people: who receives, as printed: ``张三（副区长）``, a stand-in with the original name.
        topic: topic of the day, if any.
        keys: the roster numbers of the people, who are told when the line changes.
        stood_in: those of them for whom somebody stands in; no difference by itself, the printed people tell it.
    """

    mark: int
    day: str
    hours: str
    kind: str
    place: str
    people: tuple[str, ...]
    topic: str = ""
    keys: tuple[int, ...] = ()
    stood_in: tuple[int, ...] = field(default=(), compare=False)

    @property
    def sitting(self) -> frozenset[int]:
        """Roster numbers of those who sit there themselves (实际值守的人)."""
        return frozenset(self.keys) - frozenset(self.stood_in)

    def to_json(self) -> dict[str, object]:
        """For storing (存储)."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, object]) -> "Line":
        """From what was stored (读回)."""
        people = _listed(data["people"])
        keys, stood_in = _listed(data["keys"]), _listed(data.get("stood_in", ()))
        texts = {name: str(data[name]) for name in ("day", "hours", "kind", "place", "topic")}
        return Line(
            mark=int(str(data["mark"])),
            people=tuple(str(each) for each in people),
            keys=tuple(int(str(each)) for each in keys),
            stood_in=tuple(int(str(each)) for each in stood_in),
            **texts,
        )


def _listed(value: object) -> Iterable[object]:
    if not isinstance(value, list | tuple):
        raise TypeError("a published line holds lists")
    return value


class ChangeKind(Titled):
    """What happened to a line (变动种类)."""

    ADDED = "added", "新增"
    REMOVED = "removed", "取消"
    CHANGED = "changed", "调整"

    @property
    def tone(self) -> str:
        """The tag's tone."""
        return {"added": "success", "removed": "danger", "changed": "warning"}[self.value]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs (变动): before and after, and who is affected."""

    kind: ChangeKind
    before: Line | None
    after: Line | None

    @property
    def line(self) -> Line:
        """The line to name it by: the new one, else the old one (所指场次)."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has a line")
        return found

    @property
    def moved(self) -> frozenset[int]:
        """Roster numbers of the people affected, who must be told (需告知的人).

        When only the people differ, whoever sits before and after is not moved; whoever is stood in for is.
        """
        if self._session_moved():
            return frozenset(key for line in (self.before, self.after) if line for key in line.keys)
        return (self.before.sitting if self.before else frozenset()) ^ self.line.sitting

    def _session_moved(self) -> bool:
        if self.before is None or self.after is None:
            return True
        return _where(self.before) != _where(self.after)

    @property
    def words(self) -> str:
        """The change in a sentence (变动说明)."""
        if self.before is None or self.after is None:
            return f"{self.kind.title}：{_said(self.line)}"
        parts = [
            f"{title}由“{old or '未定'}”改为“{new or '未定'}”"
            for title, old, new in (
                ("日期", self.before.day, self.after.day),
                ("时间", self.before.hours, self.after.hours),
                ("地点", self.before.place, self.after.place),
                ("接访人", "、".join(self.before.people), "、".join(self.after.people)),
                ("专题", self.before.topic, self.after.topic),
            )
            if old != new
        ]
        return f"{self.before.day} {self.before.kind}：{'，'.join(parts)}"


def _where(line: Line) -> tuple[str, ...]:
    return (line.day, line.hours, line.place, line.topic)


def _said(line: Line) -> str:
    people = "、".join(line.people) or "未定人员"
    return f"{line.day} {line.hours} {line.kind}，{people}"


def compare(before: Iterable[Line], after: Iterable[Line]) -> list[Change]:
    """What differs between two versions (变动清单), in the order of days."""
    old = {each.mark: each for each in before}
    new = {each.mark: each for each in after}
    found = []
    for mark in old.keys() | new.keys():
        was, now = old.get(mark), new.get(mark)
        if was == now:
            continue
        if was is None:
            found.append(Change(ChangeKind.ADDED, None, now))
        elif now is None:
            found.append(Change(ChangeKind.REMOVED, was, None))
        else:
            found.append(Change(ChangeKind.CHANGED, was, now))
    return sorted(found, key=lambda change: (change.line.day, change.line.hours, change.line.mark))
