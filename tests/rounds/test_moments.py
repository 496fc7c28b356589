"""Days and times as people write them, and the two nights a year when clocks are moved."""

from datetime import UTC, date, datetime, time

import pytest

from webapp.rounds.forms.moments import clock_read, day_read, moment_in_norway


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("31.12.2026", date(2026, 12, 31)),
        (" 1.2.2026 ", date(2026, 2, 1)),
        ("01. 02.2026", date(2026, 2, 1)),
        ("2026-12-31", date(2026, 12, 31)),
        ("29.2.2028", date(2028, 2, 29)),
        ("29.2.2026", None),
        ("31/12/2026", None),
        ("1.1.1999", None),
        ("1.1.9999", None),
        ("٣١.١٢.٢٠٢٦", date(2026, 12, 31)),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_written(written: str, read: date | None) -> None:
    assert day_read(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("23:59", time(23, 59)),
        ("8.05", time(8, 5)),
        ("9", time(9)),
        ("24:00", None),
        ("12:60", None),
        ("kl 9", None),
    ],
)
def test_a_time_is_read_as_it_is_written(written: str, read: time | None) -> None:
    assert clock_read(written) == read


def test_the_last_minute_of_the_day_clocks_go_back_is_in_winter_time() -> None:
    assert moment_in_norway(date(2026, 10, 25), time(23, 59)) == datetime(2026, 10, 25, 22, 59, tzinfo=UTC)
    assert moment_in_norway(date(2026, 10, 24), time(23, 59)) == datetime(2026, 10, 24, 21, 59, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_later_one() -> None:
    assert moment_in_norway(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_time_that_is_skipped_is_no_time() -> None:
    assert moment_in_norway(date(2027, 3, 28), time(2, 30)) is None
    assert moment_in_norway(date(2027, 3, 28), time(3, 0)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
