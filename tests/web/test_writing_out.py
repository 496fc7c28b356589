"""Numbers, shares and times as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from webapp.web.writing_out import Real, clock, day, moment, number, percent


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0, None, "0"),
        (1234567, None, "1\u00a0234\u00a0567"),
        (Decimal("1234.50"), None, "1\u00a0234,50"),
        (12.5, None, "12,5"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("-12.25"), 1, "\u221212,3"),
        (Fraction(1, 3), 2, "0,33"),
        (0.1 + 0.2, 1, "0,3"),
        (Decimal("2.5"), 0, "3"),
    ],
)
def test_numbers_have_decimal_comma_and_no_break_spaces(
    value: Real, decimals: int | None, written: str
) -> None:
    assert number(value, decimals) == written


@pytest.mark.parametrize(
    ("share", "base", "written"),
    [
        (Fraction(1, 8), None, "13\u00a0%"),
        (Fraction(1, 8), 99, "13\u00a0%"),
        (Fraction(1, 8), 100, "12,5\u00a0%"),
        (0, 12, "0\u00a0%"),
        (Decimal("0.005"), 20, "1\u00a0%"),
        (1, 357, "100,0\u00a0%"),
    ],
)
def test_shares_are_whole_per_cent_below_a_base_of_a_hundred(
    share: Real, base: int | None, written: str
) -> None:
    assert percent(share, base) == written


def test_moments_are_shown_as_clocks_in_norway_show_them() -> None:
    winter, summer = datetime(2026, 1, 31, 23, 30, tzinfo=UTC), datetime(2026, 7, 1, 10, 4, tzinfo=UTC)

    assert moment(winter, "nb") == "1. februar 2026 kl.\u00a000:30"
    assert (day(summer, "nn"), clock(summer)) == ("1. juli 2026", "12:04")
    assert day(date(2026, 3, 5), "nn") == "5. mars 2026"
