"""The public notice (公示): a month's list in official form, the same on the page and as a Word document."""

from dataclasses import dataclass
from datetime import date

from xinfang_joint_reception.domain.patterns import WEEKDAYS
from xinfang_joint_reception.rota.publishing import lines_of
from xinfang_joint_reception.rota.session_models import Edition


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the notice says (公示内容).

    Attributes:
        title: heading in two lines at most.
        opening: the sentence above the list.
        headings: of the list.
        rows: of the list.
        office: who signs it.
        day: the day of the notice.
        closing: what visitors should know.
    """

    title: str
    opening: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    office: str
    day: date
    closing: tuple[str, ...]

    @property
    def day_words(self) -> str:
        """The day as official papers write it (成文日期): ``2026年3月7日``."""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日"


PEOPLE = {"leaders": "接访领导及职务", "units": "接访单位", "lawyers": "值班律师", "other": "接待人员"}


def sheet_of(edition: Edition, office_name: str) -> Sheet:
    """A published version as a notice."""
    lines = lines_of(edition)
    topics = any(each.topic for each in lines)
    month = f"{edition.first.year}年{edition.first.month}月"
    headings = ("日期", "时间", PEOPLE[edition.kind.form], "地点", *(("专题",) if topics else ()))
    rows = tuple(
        (
            _day_words(date.fromisoformat(each.day)),
            each.hours,
            "、".join(each.people) or "另行公布",
            each.place or "区群众来访接待中心",
            *((each.topic,) if topics else ()),
        )
        for each in lines
    )
    return Sheet(
        title=f"{month}{edition.kind.title}安排公示",
        opening=f"根据《信访工作条例》第十八条规定，现将{month}{edition.kind.title}安排公示如下：",
        headings=headings,
        rows=rows,
        office=office_name,
        day=edition.at.date(),
        closing=(
            "多人提出共同信访事项的，应当推选代表，代表人数不得超过5人（《信访工作条例》第二十条）。",
            "安排如有变动，以最新一版公示为准。",
        ),
    )


def _day_words(day: date) -> str:
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
