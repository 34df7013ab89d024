"""Figures: rates are computed from their two numbers, rounded half up, and never look full when they are not."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_site.reports import drawing, values
from xinfang_site.reports.values import Chart, Row, Table


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (64, 71, "90.14%"),
        (43, 51, "84.31%"),
        (231, 274, "84.31%"),
        (42, 50, "84%"),
        (1, 32, "3.13%"),
        (1, 16, "6.25%"),
        (2, 3, "66.67%"),
        (7, 7, "100%"),
        (0, 9, "0%"),
        (199999, 200000, "99.99%"),
        (1, 1_000_000, "0.01%"),
        (7, 200, "3.5%"),
        (3, 0, "—"),
        (0, 0, "—"),
    ],
)
def test_a_rate_is_printed_as_official_reports_print_it(numerator: int, denominator: int, text: str) -> None:
    assert values.rate(numerator, denominator, "化解件数÷排查件数").text == text


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_rate_is_the_exact_quotient_rounded_half_up(numerator: int, denominator: int) -> None:
    shown = values.percent(numerator, denominator)
    assert shown is not None
    exact = Fraction(numerator * 100, denominator)
    assert abs(Fraction(shown) - exact) <= Fraction(1, 100)
    if exact not in {0, 100} and shown not in {Decimal("0.01"), Decimal("99.99"), Decimal("100.01")}:
        assert -Fraction(1, 200) < Fraction(shown) - exact <= Fraction(1, 200)


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rate_says_a_hundred_only_when_everything_is_done_and_nought_only_when_nothing(
    numerator: int, denominator: int
) -> None:
    text = values.rate(numerator, denominator, "").text
    assert (text == "100%") == (numerator == denominator)
    assert (text == "0%") == (numerator == 0)


def test_a_rate_carries_its_base_and_its_definition() -> None:
    figure = values.rate(64, 71, "化解÷排查", url="/list")
    assert (figure.base, figure.definition, figure.url) == ("64/71", "化解÷排查", "/list")


def test_a_negative_number_has_no_rate() -> None:
    with pytest.raises(ValueError, match="负数"):
        values.percent(-1, 5)


@pytest.mark.parametrize(
    ("now", "before", "text"), [(110, 100, "+10%"), (90, 120, "-25%"), (5, 5, "0%"), (5, 0, "—")]
)
def test_growth_has_a_sign_and_needs_a_base(now: int, before: int, text: str) -> None:
    assert values.change(now, before, "").text == text


def test_a_table_refuses_lines_that_do_not_fit_and_charts_of_no_column() -> None:
    with pytest.raises(ValueError, match="来信"):
        Table("t", "表", "形式", ("件数", "占比"), (Row("来信", (values.count(1),)),))
    with pytest.raises(ValueError, match="图"):
        Table("t", "表", "形式", ("件数",), (), chart=Chart("bar", (1,)))
    with pytest.raises(ValueError, match="图"):
        Table("t", "表", "形式", ("件数",), (), chart=Chart("pie"))


@pytest.mark.parametrize(("numbers", "drawn"), [((0, 0), False), ((0, 2), True), ((), False)])
def test_a_chart_of_nothing_but_zeros_is_not_drawn(numbers: tuple[int, ...], drawn: bool) -> None:
    """A year without a matter showed an axis from 0.000 to 0.045."""
    rows = tuple(Row(f"{month}月", (values.count(each),)) for month, each in enumerate(numbers, 1))
    total = Row("合计", (values.count(9),), total=True)
    table = Table("t", "表", "月份", ("件数",), (*rows, total), chart=Chart("stacked"))
    assert (drawing.of(table) is not None) is drawn


def test_every_figure_has_an_id_and_a_label() -> None:
    table = Table("channels", "按形式", "形式", ("件数",), (Row("来信", (values.count(3),)),))
    assert [(name, label, each.text) for name, label, each in values.listed("core", [table])] == [
        ("core.channels.1.1", "按形式：来信，件数", "3")
    ]
