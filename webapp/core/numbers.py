"""Reading a number as Norwegians write it, and never guessing what was meant."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

MAX_DIGITS = 30
"""More digits than this is a slip of the hand, not a quantity."""

_SPACES = "\u0020\u00a0\u2007\u2009\u202f"
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_GROUPED_BY_SPACE = re.compile(rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+")
_GROUPED_BY_DOT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_DOT_THEN_THREE = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


class NumberFault(StrEnum):
    """Why a text is not read as a number."""

    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS_DOT = "ambiguous_dot"
    TOO_MANY_DIGITS = "too_many_digits"


def read_number(text: str) -> Decimal | NumberFault:
    """Read ``text`` as a number: comma or dot for decimals, a space of any kind or dots between thousands.

    ``1.234`` could be one and a bit or more than a thousand: it is refused with a fault of its own.
    ``1.234,5`` and ``1.234.567`` can only be read in one way, as can ``0.125``, ``12.5`` and ``1 234.567``.
    A comma is always the decimal sign, so ``1,234.5`` is not a number here.
    Given back without needless zeros (``12,50`` is 12.5, ``-0`` is 0), never in E notation.
    """
    written = text.strip(_SPACES + "\t\r\n").translate(_MINUS)
    sign, digits = (written[0], written[1:].lstrip(_SPACES)) if written[:1] in {"-", "+"} else ("", written)
    if sum(c.isdigit() for c in digits) > MAX_DIGITS:
        return NumberFault.TOO_MANY_DIGITS
    if _DOT_THEN_THREE.fullmatch(digits):
        return NumberFault.AMBIGUOUS_DOT
    plain = _without_grouping(digits)
    if plain is None:
        return NumberFault.NOT_A_NUMBER
    return _tidy(Decimal(f"{sign}{plain}"))


def _without_grouping(digits: str) -> str | None:
    """Give the digits with a dot before the decimals and no grouping, or None when they are not a number."""
    if "," in digits:
        whole, _, decimals = digits.partition(",")
    elif digits.count(".") == 1:
        whole, _, decimals = digits.partition(".")
    else:
        whole, decimals = digits, "0"
    if _GROUPED_BY_SPACE.fullmatch(whole) or _GROUPED_BY_DOT.fullmatch(whole):
        whole = re.sub(r"[^0-9]", "", whole)
    # Both halves are checked as ASCII: str.isdigit alone lets in superscripts and other scripts' digits.
    if not re.fullmatch(r"[0-9]*", whole) or not re.fullmatch(r"[0-9]+", decimals):
        return None
    if not whole and ("," not in digits and "." not in digits):
        return None
    return f"{whole or '0'}.{decimals}"


def _tidy(number: Decimal) -> Decimal:
    """Give the same number without trailing zeros, without a negative zero and without an exponent."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Decimal(0) if text in {"", "-", "-0"} else Decimal(text)


def decimals_of(number: Decimal) -> int:
    """Give how many decimals ``number`` needs."""
    return len(format(number, "f").partition(".")[2].rstrip("0"))
