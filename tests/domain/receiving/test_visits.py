import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.tables import refused_by
from xinfang_site.domain.receiving.visits import Visit, check_visit, is_collective
from xinfang_site.domain.statutes import article


@given(st.integers(1, 200), st.integers(0, 200), st.integers(2, 10))
def test_a_visit_is_collective_from_the_threshold_on(visitors, representatives, threshold):
    if representatives > min(5, visitors):
        assert refused_by(check_visit, Visit(visitors, representatives), threshold) == (
            article(20, 3),
            "representatives",
        )
        return
    collective = check_visit(Visit(visitors, representatives), threshold)
    assert collective is is_collective(visitors, threshold) is (visitors >= threshold)


@pytest.mark.parametrize("visit", [Visit(9, 6), Visit(3, 4)])
def test_five_represent_at_most_and_never_more_than_came(visit):
    assert refused_by(check_visit, visit) == (article(20, 3), "representatives")


def test_a_crowd_without_representatives_is_still_registered():
    assert check_visit(Visit(20))


def test_a_visit_has_a_visitor():
    assert refused_by(check_visit, Visit(0)) == (article(22, 1), "visitors")
