"""Days on which a module was off: exactly those that no stretch of being on touches."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.modules.queries import _gaps

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
SWITCHES = st.lists(st.integers(-30, 120), max_size=8).map(sorted)


def on_days(switches: list[int]) -> set[date]:
    """Day by day: on from each even switch to the next odd one, both days included."""
    days = [FIRST + timedelta(days=each) for each in switches]
    found: set[date] = set()
    for start, end in zip(days[::2], [*days[1::2], None], strict=False):
        last = end or LAST
        found |= {start + timedelta(days=each) for each in range((last - start).days + 1)}
    return found


@given(SWITCHES)
def test_a_day_is_off_when_the_module_was_never_on_in_it(switches: list[int]) -> None:
    turned = [(number % 2 == 0, FIRST + timedelta(days=each)) for number, each in enumerate(switches)]
    gaps = _gaps(turned, FIRST, LAST)
    off = {
        each.first + timedelta(days=day) for each in gaps for day in range((each.last - each.first).days + 1)
    }
    everything = {FIRST + timedelta(days=each) for each in range((LAST - FIRST).days + 1)}
    assert off == everything - on_days(switches)
