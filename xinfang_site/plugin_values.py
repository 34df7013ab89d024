"""Values that pass between the core and its plugins (插件交换的值): frozen, and never HTML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from xinfang_site.domain.roles import Role
from xinfang_site.reports.periods import Period as Period

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from xinfang_site.actor import Actor
    from xinfang_site.ledgers.kinds import LedgerKind
    from xinfang_site.ledgers.results import RowResult
    from xinfang_site.ledgers.values.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """What a plugin says of itself (插件信息).

    Attributes:
        name: the entry point's name; tables, blueprints and permissions begin with it.
        title: the module's Chinese name, as the modules page shows it.
        description: one or two sentences for the administrator who decides.
        requires: names of modules that must be on in the same office.
        office_kinds: kinds of offices whose preset has it on, such as ``petition_office``.
        acts: words for its acts in the audit, without its name: ``{"save": "保存重要日期"}`` for ``key_dates.save``.
        records: the same for its kinds of records: ``{"event": "重要日期"}`` for ``key_dates_event``.
        fields: words for the fields that change in its acts: ``{"host": "主持人"}``.
        values: words for the codes that such a field holds: ``{"state": {"held": "已举办"}}``.
    """

    name: str
    title: str
    description: str
    requires: tuple[str, ...] = ()
    office_kinds: tuple[str, ...] = ()
    acts: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission of a module (模块权限); it exists only in offices where the module is on.

    Attributes:
        name: begins with the plugin's name, such as ``key_dates.edit``.
        title: the Chinese name.
        roles: roles that hold it.
    """

    name: str
    title: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class OfficeRef:
    """An office as plugins know it (机构): no row of a table, nothing to change."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person of an office (人员): account id, name and post, never more."""

    id: int
    name: str
    post: str
    office_id: int
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class MatterRef:
    """A matter in somebody's register (信访事项): what a plugin may say of it; no petitioner."""

    id: int
    number: str
    summary: str
    state: str
    state_title: str
    url: str
    received_on: date
    unit: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation (导航项); ``order`` sorts among plugins, small first."""

    label: str
    url: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a card or a panel (条目): words, where they lead, a quiet remark behind them."""

    text: str
    url: str = ""
    remark: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A card on the home page (首页卡片).

    Attributes:
        title: heading.
        lines: what it says, in order.
        empty: words when there are no lines.
        url: where the heading leads.
        order: sorts the cards, small first.
    """

    title: str
    lines: Sequence[Line] = ()
    empty: str = "没有内容"
    url: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel on the case page (事项页面栏目)."""

    title: str
    lines: Sequence[Line] = ()
    empty: str = "没有记录"
    actions: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class DueItem:
    """A duty with its day (到期事项): for calendars, cards and the morning's list.

    Attributes:
        day: the day it is due or takes place.
        text: what is due.
        url: where to do it.
        late: whether the day has passed undone.
        account_id: the person it waits for; None for the office.
    """

    day: date
    text: str
    url: str = ""
    late: bool = False
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class BriefingItem:
    """Something for the daily briefing (要情素材): about a matter or an event, never about a person.

    Attributes:
        column: 重点关注, 信息预警 or 工作快讯.
        text: one or two sentences.
        url: the record behind it.
        matter_id: the petition it is about.
        figures: label and number pairs to be frozen with it.
    """

    column: str
    text: str
    url: str = ""
    matter_id: int | None = None
    figures: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A step that a matter took (办理动态), told after the commit."""

    matter: MatterRef
    step: str
    step_title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LedgerImport:
    """A kind of ledger that a plugin takes in (台账导入), by command and in the browser alike.

    The core reads the file, shows the columns, tries it, asks, imports it and writes the report. Both
    functions are called inside a transaction of the core's: they neither commit nor roll back, and a
    trial is the same call, rolled back afterwards. So an import is whole or not at all.

    Attributes:
        name: the KIND of ``xinfang import KIND``; also names the batch's kind.
        title: the ledger's Chinese name.
        permission: permission asked for in the browser.
        kind: fields and headings, read by the core's reader.
        vocabulary: names of units, rooms or kinds that its choice fields know, for an office.
        take: saves the accepted rows as records of the batch and returns every row with what became of it:
            what is there already is returned as skipped with its reason, what is doubtful with a warning.
            Called with the session, the actor (``actor.office_id`` is the office), the rows and the batch's code.
        take_back: removes the records of a batch and returns how many; raises Refused when somebody has
            worked on one since. None where an import cannot be taken back.
    """

    name: str
    title: str
    permission: str
    kind: "LedgerKind"
    vocabulary: "Callable[[Session, OfficeRef], Vocabulary]"
    take: "Callable[[Session, Actor, Sequence[RowResult], str], Sequence[RowResult]]"
    take_back: "Callable[[Session, Actor, str], int] | None" = None


@dataclass(frozen=True, slots=True)
class JobWork:
    """What a job of a module has to do (任务内容): given to its function by the worker.

    Attributes:
        session: a session of its own; writes go through ``data.writing`` as everywhere.
        actor: who asked for it, read afresh: still in that office, still with the permission.
        arguments: what the page queued, JSON values.
        progress: to be called with done, total and words at least twice a minute; it keeps the job alive.
    """

    session: "Session"
    actor: "Actor"
    arguments: Mapping[str, Any]
    progress: Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class JobResult:
    """What came of a job (任务结果): words, and a file for whoever asked, fetched from the job's page.

    Attributes:
        message: one sentence.
        content: the file; empty for none.
        file_name: the name it is saved by; its ending tells the kind.
    """

    message: str
    content: bytes = b""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of background work of a module (后台任务种类); where the module is off no job of it runs.

    Attributes:
        name: begins with the plugin's name, such as ``visits.sheet``.
        title: its Chinese name.
        permission: permission of the module asked for again when it runs and when its file is fetched.
        run: does it, in the worker; raises Refused with words for the person.
    """

    name: str
    title: str
    permission: str
    run: Callable[[JobWork], JobResult]


@dataclass(frozen=True, slots=True)
class HookFailure:
    """A hook that failed (插件故障): kept for the modules page."""

    plugin: str
    hook: str
    message: str
    at: datetime


Answer = tuple[str, Any]
"""Plugin's name and what it answered."""
