import itertools

import pytest

from xinfang_site.domain.documents import DocumentKind
from xinfang_site.domain.limits.duties import Duty
from xinfang_site.domain.procedure.states import State, Turn
from xinfang_site.domain.procedure.steps import Need, Step
from xinfang_site.domain.roles import ADMINISTRATORS, Role, exclusive


@pytest.mark.parametrize("codes", [Role, State, Turn, Duty, DocumentKind, Need])
def test_every_code_has_its_own_chinese_title(codes):
    titles = [each.title for each in codes]
    assert len(set(titles)) == len(titles)
    assert all(title and not title.isascii() for title in titles)


@pytest.mark.parametrize("codes", [Role, State, Turn, Duty, DocumentKind, Need, Step])
def test_every_code_is_short_ascii(codes):
    assert all(each.value.isascii() and len(each.value) <= 30 for each in codes)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(Role, 2)))
def test_administrators_exclude_one_another_and_all_other_work(one, other):
    strict = [clash for clash in exclusive({one, other}) if clash.strict]
    assert bool(strict) is bool({one, other} & ADMINISTRATORS)


def test_each_clash_says_why_in_words():
    clashes = exclusive(frozenset({Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.CLERK}))
    assert [clash.message for clash in clashes] == [
        "“登记员”与“系统管理员”互斥：管理员不得兼任业务岗位",
        "“登记员”与“审计管理员”互斥：管理员不得兼任业务岗位",
        "“系统管理员”与“审计管理员”互斥：三员分立，不得兼任",
    ]


def test_two_parts_of_the_briefing_chain_are_a_warning_only():
    [clash] = exclusive({Role.BRIEFING_EDITOR, Role.BRIEFING_SIGNER})
    assert not clash.strict


def test_case_work_roles_go_together():
    assert exclusive({Role.CLERK, Role.HANDLER, Role.SECTION_HEAD}) == []
