"""Codes and their Chinese names: whatever a page, a paper or a ledger calls a code, it calls no other one."""

import pytest
from flask import Flask

from xinfang_site.domain.roles import Role
from xinfang_site.domain.titles import Titled


def test_a_code_is_its_text_and_is_found_by_it() -> None:
    assert Role("clerk") is Role.CLERK
    assert (Role.CLERK, Role.CLERK.value, str(Role.CLERK)) == ("clerk", "clerk", "clerk")
    assert (Role.CLERK.title, Role.CLERK.title()) == ("登记员", "登记员")
    with pytest.raises(ValueError, match="nobody"):
        Role("nobody")


def test_every_code_has_a_name_of_its_own(app: Flask) -> None:
    """The site has loaded them all, those of its modules too."""
    kinds = Titled.__subclasses__()
    assert len(kinds) > 30
    for kind in kinds:
        names = [each.title for each in kind]
        assert all(names), kind
        assert len(set(names)) == len(names), kind
