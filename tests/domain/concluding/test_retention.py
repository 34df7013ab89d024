"""How long a file is kept, and what may be deleted before."""

from datetime import date

import pytest

from xinfang_site.domain.concluding.retention import KEPT_BY_LAW, Ground, check_deletion, kept_until
from xinfang_site.domain.errors import Refused
from xinfang_site.domain.procedure.states import State

DAY = date(2036, 11, 27)


def test_years_are_counted_from_the_first_day_of_the_year_after() -> None:
    assert kept_until(date(2026, 1, 1), 10) == kept_until(date(2026, 12, 31), 10) == date(2036, 12, 31)
    assert kept_until(date(2026, 3, 1), None) is None
    assert kept_until(None, 10) is None


@pytest.mark.parametrize("ground", [Ground.EXPIRED, Ground.REQUEST])
@pytest.mark.parametrize("until", [None, DAY, date(2036, 12, 31)])
def test_f6_a_file_is_kept_until_the_day_after_its_last_whoever_asks(
    ground: Ground, until: date | None
) -> None:
    check_deletion(ground, State.CONCLUDED, date(2036, 11, 26), DAY)
    with pytest.raises(Refused) as refused:
        check_deletion(ground, State.CONCLUDED, until, DAY)
    assert refused.value.article == KEPT_BY_LAW
    assert str(KEPT_BY_LAW) == "《中华人民共和国个人信息保护法》第四十七条第二款"


@pytest.mark.parametrize("state", list(State))
def test_f6_what_was_registered_wrongly_goes_once_the_procedure_took_it_out(state: State) -> None:
    if state in (State.VOID, State.MERGED):
        check_deletion(Ground.MISTAKE, state, None, DAY)
        check_deletion(Ground.REQUEST, state, None, DAY)
    else:
        with pytest.raises(Refused, match="作废"):
            check_deletion(Ground.MISTAKE, state, date(2000, 1, 1), DAY)
