"""The counts of the home page are those of the states that are worked through on one's own side."""

import pytest
from flask import Flask

from tests.people import Cast
from xinfang_site.clock import today
from xinfang_site.extensions import db
from xinfang_site.home.worklist import work_list


@pytest.mark.parametrize(
    ("username", "state"),
    [
        ("clerk", "待甄别"),
        ("unit_handler", "意见书待审核"),
        ("unit_head", "意见书待签发"),
        ("street_handler", "待签收"),
        ("reviewer", "复查中"),
    ],
)
def test_everybody_s_home_counts_the_states_of_the_own_side(app: Flask, username: str, state: str) -> None:
    figures = work_list(db.session(), Cast().actor(username), today()).figures
    labels = [each.label for each in figures]
    assert state in labels
    assert ("待甄别" in labels) == (username == "clerk")
