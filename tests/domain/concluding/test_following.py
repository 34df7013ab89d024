import pytest

from tests.domain.tables import d, refused_by
from xinfang_site.domain.concluding.following import FollowUp, check_follow_up, next_on
from xinfang_site.domain.statutes import article


@pytest.mark.parametrize(("done", "due"), [(0, d("2026-04-01")), (1, d("2026-05-31")), (2, None)])
def test_a_concluded_matter_is_asked_about_after_30_and_90_days(done, due):
    assert next_on(d("2026-03-02"), done) == due


def test_a_follow_up_says_what_the_petitioner_answered():
    assert [each.title for each in FollowUp] == ["息诉息访", "仍有诉求", "未联系上"]
    for each in FollowUp:
        check_follow_up(each.value)
    assert refused_by(check_follow_up, "") == (article(27), "outcome")
