"""What every template may use (模板公共内容): the site, the navigation, Chinese dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from xinfang_site import clock
from xinfang_site.domain.people.masking import mask_personal
from xinfang_site.extensions import db, settings
from xinfang_site.field_titles import titles_of
from xinfang_site.modules import asking
from xinfang_site.petitions.wording import tag_of
from xinfang_site.plugin_registry import plugins

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Site:
    """The site as page frames show it (站点信息)."""

    title: str
    demo: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry of the main navigation (导航项)."""

    label: str
    url: str
    active: bool
    group: str


WORK, ADMIN = "工作", "管理"
_MATTER = re.compile(r"/petitions/\d")
_ENTRIES: tuple[tuple[str, str, str, str], ...] = (
    # label, endpoint, permission ("" = everyone signed in), group
    ("首页", "home.index", "", WORK),
    ("信访事项", "petitions.index", "petition.view", WORK),
    ("登记", "petitions.new", "petition.register", WORK),
    ("期限看板", "oversight.index", "petition.view", WORK),
    ("重大紧急", "oversight.urgent", "petition.view", WORK),
    ("督办建议", "oversight.supervision", "petition.view", WORK),
    ("导入台账", "imports.index", "petition.import", WORK),
    ("统计", "reports.index", "report.view", WORK),
    ("文书", "documents.book", "petition.view", WORK),
    ("保管与清除", "disposals.index", "petition.edit", WORK),
    ("法规库", "laws.index", "", WORK),
    ("期限规则", "rules.index", "petition.view", WORK),
    ("机构", "offices.index", "office.manage", ADMIN),
    ("账号", "accounts_admin.index", "account.manage", ADMIN),
    ("账号与角色", "accounts_admin.index", "role.grant", ADMIN),
    ("岗位预演", "rehearsal.begin", "role.grant", ADMIN),
    ("模块", "modules.index", "module.manage", ADMIN),
    ("代码表", "codes.index", "code.manage", ADMIN),
    ("工作日历", "calendars.index", "calendar.manage", ADMIN),
    ("审计日志", "audit.index", "audit.read", ADMIN),
    ("审计日志", "audit.index", "audit.read_scope", ADMIN),
)
_HOMES = {
    endpoint.partition(".")[0]: endpoint
    for _, endpoint, _, _ in sorted(_ENTRIES, key=lambda each: each[1].endswith(".index"))
}
"""The entry under which a feature's further pages stand: its index, or the one entry that it has."""


def install(app: Flask) -> None:
    """Offer the frame's values and filters to every template."""
    app.context_processor(_values)
    app.jinja_env.filters["day"] = chinese_day
    app.jinja_env.filters["moment"] = chinese_moment
    app.jinja_env.filters["size"] = size_text
    app.jinja_env.filters["tag"] = tag_of
    app.jinja_env.filters["mask_personal"] = mask_personal
    app.jinja_env.filters["kept_titles"] = titles_of
    app.extensions["xinfang_demo"] = (Path(app.instance_path) / "demo-accounts.json").exists()


def chinese_day(day: date | None) -> str:
    """``2026-11-23（周一）``, or a dash for no day."""
    return "—" if day is None else f"{day.isoformat()}（周{WEEKDAYS[day.weekday()]}）"


def chinese_moment(instant: datetime | None) -> str:
    """``2026-11-23 09:30`` in China time, or a dash."""
    return "—" if instant is None else clock.china(instant).strftime("%Y-%m-%d %H:%M")


def size_text(size: int) -> str:
    """A file's size in words: ``23 KB``, ``1.5 MB``."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, round(size / 1024))} KB"


def _values() -> dict[str, Any]:
    demo = bool(current_app.extensions["xinfang_demo"])
    return {
        "site": Site(settings().site_title, demo, clock.china(clock.now())),
        "navigation": _navigation(),
        "left_out": plugins().left_out(),  # after the navigation, which asks the modules too
    }


def _navigation() -> Sequence[NavEntry]:
    if not current_user.is_authenticated:
        return ()
    blueprint = request.blueprint or ""
    core = tuple(
        NavEntry(label, _address(request.root_path, endpoint), _is_here(endpoint, blueprint), group)
        for label, endpoint, permission, group in _ENTRIES
        if endpoint in current_app.view_functions and (not permission or current_user.may(permission))
    )
    work = tuple(each for each in core if each.group == WORK)
    return (*work, *_module_entries(), *core[len(work) :])


@cache
def _address(_root: str, endpoint: str) -> str:
    """The same on every page below one root: a page names a dozen."""
    return url_for(endpoint)


def _module_entries() -> Sequence[NavEntry]:
    """What the office's modules add; the longest address that this page's begins with is the active one."""
    items = asking.nav_items(db.session(), current_user.actor)
    here = max((each.url for each in items if request.path.startswith(each.url)), key=len, default=None)
    return [NavEntry(each.label, each.url, each.url == here, WORK) for each in items]


def _is_here(endpoint: str, blueprint: str) -> bool:
    if request.endpoint == endpoint:
        return True
    if _MATTER.match(request.path):
        return endpoint == "petitions.index"  # what other parts add to a matter is found by its address
    return endpoint == _HOMES.get(blueprint) and request.endpoint not in {entry[1] for entry in _ENTRIES}
