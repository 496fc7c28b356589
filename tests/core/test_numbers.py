"""Numbers as Norwegians write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.numbers import NumberFault, decimals_of, read_number


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0", "0"),
        ("0,0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("12,5", "12.5"),
        ("12,50", "12.5"),
        (",5", "0.5"),
        ("12.5", "12.5"),
        ("12.55", "12.55"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1 234.567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("-5", "-5"),
        ("\u22125", "-5"),
        ("\u2013 5", "-5"),
        ("+5", "5"),
        ("  1000000\r\n", "1000000"),
        ("1,234", "1.234"),
    ],
)
def test_a_number_is_read_as_it_was_meant(written: str, meant: str) -> None:
    number = read_number(written)

    assert isinstance(number, Decimal)
    assert str(number) == meant


@pytest.mark.parametrize("written", ["1.234", "12.345", "999.000", "-1.234"])
def test_a_dot_that_could_mean_two_things_is_refused_with_its_own_fault(written: str) -> None:
    assert read_number(written) is NumberFault.AMBIGUOUS_DOT


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "-",
        ".",
        ",",
        "12,",
        "1,2,3",
        "1,234.5",
        "1.23.4",
        "12 34",
        "1 2345",
        "1e5",
        "nan",
        "inf",
        "fem",
        "5 kr",
        "²",
        "٣",
        "--5",
        "5-",
        "0x10",
        "1_000",
    ],
)
def test_what_is_not_a_number_is_refused(written: str) -> None:
    assert read_number(written) is NumberFault.NOT_A_NUMBER


def test_a_huge_number_is_refused_without_being_read() -> None:
    assert read_number("9" * 10_000) is NumberFault.TOO_MANY_DIGITS


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3), st.sampled_from(" \u00a0\u202f"))
def test_a_number_written_the_norwegian_way_is_read_back(number: Decimal, space: str) -> None:
    written = f"{number:,.3f}".replace(",", space).replace(".", ",").replace("-", "\u2212")

    assert read_number(written) == number


@given(st.text(max_size=60))
def test_any_text_gives_a_plain_number_or_a_fault(written: str) -> None:
    number = read_number(written)

    assert isinstance(number, NumberFault) or (number.is_finite() and "E" not in str(number))


@pytest.mark.parametrize(("number", "decimals"), [("100", 0), ("1.50", 1), ("1E+3", 0), ("0.001", 3)])
def test_decimals_are_those_the_number_needs(number: str, decimals: int) -> None:
    assert decimals_of(Decimal(number)) == decimals
