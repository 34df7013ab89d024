"""Tables of the roster and its rules (接访类别、名册、规则、请假)."""

from datetime import date, time
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Time, and_, case, cast, literal
from sqlalchemy.orm import Mapped, mapped_column, relationship

from xinfang_joint_reception.domain.patterns import Pattern, Roll, Rule
from xinfang_site.plugin_api.data import Base, OfficeOwned

FORMS = {
    "leaders": "领导接访",
    "units": "部门联合接访",
    "lawyers": "律师坐班",
    "other": "其他接待",
}
"""Forms of reception (接访形式): who receives decides how names, windows and records look."""

WORKS = {
    "reception": "接待群众来访",
    "hard_cases": "参与处理疑难复杂事项",
    "decisions": "服务信访工作决策",
    "supervision": "服务信访督查",
}
"""The four kinds of work of a lawyer (律师工作内容)."""


class Kind(OfficeOwned, Base):
    """A kind of reception of an office (接访类别); three come with the module, others are added as data.

    ``promised`` sessions a week are watched, 0 watches nothing. ``swap_days`` days before its session a swap
    must be asked; ``same_firm`` keeps it inside one firm. ``seats`` are the people or units of one session.
    """

    __tablename__ = "joint_reception_kind"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(40))
    form: Mapped[str] = mapped_column(String(20), default="other")
    letter: Mapped[str] = mapped_column(String(1), default="A")
    starts_at: Mapped[time] = mapped_column(Time, default=time(9))
    ends_at: Mapped[time] = mapped_column(Time, default=time(11, 30))
    place: Mapped[str] = mapped_column(String(80), default="")
    seats: Mapped[int] = mapped_column(default=1)
    promised: Mapped[int] = mapped_column(default=0)
    swap_days: Mapped[int] = mapped_column(default=1)
    same_firm: Mapped[bool] = mapped_column(default=False)
    bookable: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=10)
    active: Mapped[bool] = mapped_column(default=True)

    __mapper_args__ = {"version_id_col": version}


class Member(OfficeOwned, Base):
    """Someone or some unit of a kind's roster (名册成员).

    ``unit_name`` is the lawyer's firm, or the unit of a leader; a unit's own row has its name in ``name``.
    ``account_id`` and ``unit_id`` say whose own days these are; ``licence`` is the lawyer's 执业证号.
    """

    __tablename__ = "joint_reception_member"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    kind_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_kind.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(80), default="")
    unit_name: Mapped[str] = mapped_column(String(120), default="")
    licence: Mapped[str] = mapped_column(String(40), default="")
    works: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_head: Mapped[bool] = mapped_column(default=False)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    position: Mapped[int] = mapped_column(default=10)
    active: Mapped[bool] = mapped_column(default=True)

    kind: Mapped[Kind] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def key(self) -> str:
        """What tells this person or unit from all others, in every kind of reception (人员标识)."""
        if self.account_id is not None:
            return f"account:{self.account_id}"
        if self.unit_id is not None and self.kind.form == "units":
            return f"unit:{self.unit_id}"
        return f"name:{self.name}"

    @property
    def shown(self) -> str:
        """As lists print it (显示名称): ``张三（副区长）``, ``李四（某某律师事务所）``."""
        behind = self.unit_name if self.kind.form == "lawyers" else self.post
        return f"{self.name}（{behind}）" if behind else self.name


def key_column(member: type[Member], kind: type[Kind]) -> ColumnElement[str]:
    """:attr:`Member.key` as a query compares it (人员标识); ``kind`` is the member's own."""
    account, unit = cast(member.account_id, String), cast(member.unit_id, String)
    return case(
        (member.account_id.is_not(None), literal("account:") + account),
        (and_(member.unit_id.is_not(None), kind.form == "units"), literal("unit:") + unit),
        else_=literal("name:") + member.name,
    )


class RotaRule(OfficeOwned, Base):
    """A rule of a kind's rota (排班规则); ``numbers`` are days of the month or weekdays, as the pattern needs."""

    __tablename__ = "joint_reception_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    kind_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_kind.id"), index=True)
    pattern: Mapped[str] = mapped_column(String(20))
    first: Mapped[date]
    last: Mapped[date]
    roll: Mapped[str] = mapped_column(String(20), default="forward")
    numbers: Mapped[list[int]] = mapped_column(JSON, default=list)
    times: Mapped[int] = mapped_column(default=1)
    dates: Mapped[list[str]] = mapped_column(JSON, default=list)
    head_weekday: Mapped[int | None]
    starts_at: Mapped[time] = mapped_column(Time)
    ends_at: Mapped[time] = mapped_column(Time)
    place: Mapped[str] = mapped_column(String(80), default="")
    room: Mapped[str] = mapped_column(String(40), default="")
    topic: Mapped[str] = mapped_column(String(80), default="")
    ended: Mapped[bool] = mapped_column(default=False)

    kind: Mapped[Kind] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def rule(self) -> Rule:
        """The rule as the domain knows it (规则值)."""
        pattern = Pattern(self.pattern)
        numbers = tuple(self.numbers)
        values: dict[str, Any] = (
            {"month_days": numbers} if pattern is Pattern.MONTHLY else {"weekdays": numbers}
        )
        return Rule(
            pattern=pattern,
            first=self.first,
            last=self.last,
            roll=Roll(self.roll),
            times=self.times,
            dates=tuple(date.fromisoformat(each) for each in self.dates),
            head_weekday=self.head_weekday,
            **values,
        )


class Blocked(OfficeOwned, Base):
    """Days without reception (暂停接访), of one kind or of all."""

    __tablename__ = "joint_reception_blocked"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("joint_reception_kind.id"))
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120))


class LeaveTaken(OfficeOwned, Base):
    """A member's leave (请假), both days included."""

    __tablename__ = "joint_reception_leave"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("joint_reception_member.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120), default="")

    member: Mapped[Member] = relationship(lazy="joined")
