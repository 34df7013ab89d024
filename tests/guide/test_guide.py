"""The guide says what the pages say: buttons, states and administrators are looked up, not remembered."""

import re
from pathlib import Path

import pytest
from flask import Flask

import templates
from tests.browsing import client_of
from tests.page import fetch
from xinfang_site.accounts.permissions import GRANTED
from xinfang_site.domain.procedure.states import State
from xinfang_site.domain.roles import Role
from xinfang_site.guide import jobs, states

ROOT = Path(jobs.__file__).parents[1]


def words_of_pages() -> str:
    """Everything that pages and forms may show, apart from the guide itself."""
    folders = (Path(templates.__file__).parent, ROOT)
    found = (each for folder in folders for kind in ("*.html", "*.py") for each in folder.rglob(kind))
    return "\n".join(each.read_text("utf-8") for each in found if each.parent.name != "guide")


def test_every_button_the_guide_names_is_on_a_page() -> None:
    pages = words_of_pages()
    guide = [step for job in jobs.JOBS for step in job.steps]
    guide.append((Path(templates.__file__).parent / "guide" / "index.html").read_text("utf-8"))
    named = {each for text in guide for each in re.findall("“([^”]+)”", text)}
    assert len(named) > 40
    assert sorted(each for each in named if each not in pages) == []


@pytest.mark.parametrize("role", list(Role))
def test_every_post_with_matters_or_duties_of_its_own_finds_its_jobs(role: Role) -> None:
    mine, others = jobs.split([role])
    assert len(mine) + len(others) == len(jobs.JOBS)
    in_modules = {
        Role.RECEPTION_ADMIN, Role.DUTY_OFFICER, Role.BRIEFING_EDITOR, Role.BRIEFING_REVIEWER,
        Role.BRIEFING_SIGNER, Role.LAWYER,
    }  # fmt: skip
    assert bool(mine) == (role not in in_modules)


def test_nobody_is_told_of_what_the_server_refuses_them() -> None:
    titles = {role: {job.title for job in jobs.split([role])[0]} for role in Role}
    for words, permission in (
        ("登记来访、来信、来电", "petition.register"), ("导入历年台账", "petition.import"),
        ("导出名册", "petition.export"), ("批量办理", "petition.bulk"), ("甄别、转送、交办", "petition.step"),
    ):  # fmt: skip
        told = [role for role in Role if words in titles[role]]
        assert told
        assert [role for role in told if permission not in GRANTED[role]] == []


def test_every_state_is_explained_and_the_open_ones_lead_on() -> None:
    found = {each.state: each.steps for each in states.lines()}
    assert set(found) == set(State)
    assert [each for each in State if each.open and not found[each]] == []
    assert "转送" in found[State.TRIAGE]


@pytest.mark.parametrize("username", ["clerk", "unit_handler", "lawyer", "root_system", "root_audit"])
def test_the_guide_opens_for_every_post_and_names_whom_to_ask(app: Flask, username: str) -> None:
    page = fetch(client_of(app, username), "/help")
    assert "系统管理员：忘记口令" in page.text
    assert ("登记来访、来信、来电" in " ".join(page.texts("//section[@id='jobs']//h3"))) == (
        username == "clerk"
    )


def test_the_guide_is_one_click_from_every_page(app: Flask) -> None:
    page = fetch(client_of(app, "clerk"), "/petitions/")
    assert page.texts("//footer//a") == ["使用说明"]
