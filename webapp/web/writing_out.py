"""Dates, times and numbers as people read them, formatted on the server because browsers have no nynorsk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Flask

from webapp.core.text import Language

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"
OSLO: Final = ZoneInfo("Europe/Oslo")
Real = int | float | Decimal | Fraction


def number(value: Real, decimals: int | None = None) -> str:
    """Write a number with decimal comma and no-break space between thousands; ``decimals`` rounds, None keeps what is there."""
    exact = _decimal(value)
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, rest = f"{abs(exact):,f}".partition(".")
    sign = MINUS if exact < 0 and (abs(exact) > 0) else ""
    return sign + whole.replace(",", NBSP) + (f",{rest}" if rest else "")


def percent(share: Real, base: int | None = None, decimals: int | None = None) -> str:
    """Write a share (0 to 1) as per cent: ``12 %``; one decimal from a base of 100 (measures.md A11)."""
    if decimals is None:
        decimals = 1 if base is not None and base >= 100 else 0
    # Fraction stays exact until it is rounded once
    hundredfold = share * 100 if isinstance(share, Fraction) else _decimal(share) * 100
    return f"{number(hundredfold, decimals)}{NBSP}%"


def local(at: datetime) -> datetime:
    """Give the moment as clocks in Norway show it; a moment without a zone is UTC."""
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(OSLO)


def day(at: date | datetime, language: Language) -> str:
    """Write a day: ``5. mars 2026``."""
    on = local(at).date() if isinstance(at, datetime) else at
    return format_date(on, "d. MMMM y", locale=language)


def clock(at: datetime) -> str:
    """Write a time of day: ``09:07``."""
    return local(at).strftime("%H:%M")


def moment(at: datetime, language: Language) -> str:
    """Write a moment: ``5. mars 2026 kl. 09:07``."""
    return f"{day(at, language)} kl.{NBSP}{clock(at)}"


def set_up(app: Flask, current: Callable[[], Language]) -> None:
    """Give templates the filters ``day``, ``moment``, ``clock``, ``number``, ``percent`` and ``iso``."""

    def local_day(at: date | datetime | None) -> str:
        return "" if at is None else day(at, current())

    def local_moment(at: datetime | None) -> str:
        return "" if at is None else moment(at, current())

    app.jinja_env.filters.update(
        day=local_day,
        moment=local_moment,
        clock=clock,
        number=number,
        percent=percent,
        iso=_iso,
    )


def _iso(at: date | datetime) -> str:
    """Write for ``<time datetime>``."""
    return local(at).isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


def _decimal(value: Real) -> Decimal:
    """Give the number as it would be written by hand: 0.1 is 0.1, whatever the machine keeps."""
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)
