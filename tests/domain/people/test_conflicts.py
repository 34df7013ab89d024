from tests.domain.tables import refused_by
from xinfang_site.domain.people.conflicts import (
    check_receiver,
    check_recusal,
    check_report_receiver,
    recusal_reason,
)
from xinfang_site.domain.statutes import article


def test_a_report_never_goes_to_the_accused_but_to_the_competent_organ():
    barred = frozenset({2, 3, 4})
    for office in (2, 3, 4):
        assert refused_by(check_receiver, office, barred) == (article(30, 3), "receiver")
        assert refused_by(check_report_receiver, office, barred, frozenset({office})) == (
            article(30, 3),
            "receiver",
        )
    assert refused_by(check_report_receiver, 5, barred, frozenset({6})) == (article(22, 2), "receiver")
    check_report_receiver(6, barred, frozenset({6}))


def test_who_is_reported_or_has_said_so_stands_aside_and_nobody_else():
    for reason in (recusal_reason(reported=True), recusal_reason(declared="与信访人是同学")):
        assert refused_by(check_recusal, reason) == (article(28, 3), "handler")
    check_recusal(recusal_reason(declared=" "))
