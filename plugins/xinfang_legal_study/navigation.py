"""The module's own tabs (学法导航) and the addresses of its import pages, for every page of the module."""

from dataclasses import dataclass

from flask import request, url_for

from xinfang_legal_study.blueprint import blueprint
from xinfang_legal_study.permissions import APPROVE, MANAGE, OVERVIEW
from xinfang_site.plugin_api.dates import today
from xinfang_site.plugin_api.ledgers import import_url
from xinfang_site.plugin_api.pages import may


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab (分页签)."""

    label: str
    url: str
    active: bool


_TABS = (
    ("概览", "index", "", ("index",)),
    ("学习计划", "plan", "", ("plan", "row_", "year_edit")),
    ("学习台账", "sessions", "", ("session", "desk", "sign_in", "sheet", "roll", "leave", "make_up", "file")),
    ("学法考试", "quizzes", "", ("quiz", "attempt", "question", "law_check")),
    ("我的学习", "mine", "", ("mine", "credit_new", "reflection", "reread", "certificate")),
    ("以案释法", "lessons", "", ("lesson",)),
    ("选题建议", "suggestions", MANAGE, ("suggestions",)),
    ("学习进度", "progress", OVERVIEW, ("progress", "year_close", "year_reopen")),
    ("审核", "approvals", APPROVE, ("approvals", "make_up_decide", "credit_decide")),
    ("学习人员", "people", MANAGE, ("people", "member")),
)
"""Label, page, permission, and how the endpoints begin that belong to it."""


@blueprint.context_processor
def study_values() -> dict[str, object]:
    """What every page of the module may use."""
    return {
        "study_tabs": tabs(),
        "study_import_url": import_url("study"),
        "plan_import_url": import_url("study-plan"),
    }


def tabs() -> list[Tab]:
    """The tabs that this person has."""
    here = (request.endpoint or "").rpartition(".")[2]
    owner = _owner(here)
    return [
        Tab(label, _address(name), name == owner)
        for label, name, permission, _ in _TABS
        if not permission or may(permission)
    ]


def _owner(endpoint: str) -> str:
    """The tab whose beginning fits the endpoint best."""
    fitting = [
        (len(start), name) for _, name, _, starts in _TABS for start in starts if endpoint.startswith(start)
    ]
    return max(fitting, default=(0, ""))[1]


def _address(name: str) -> str:
    if name == "plan":
        return url_for("legal_study.plan", year=today().year)
    return url_for(f"legal_study.{name}")
