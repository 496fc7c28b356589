"""How far a practice has spread in one group, as exact fractions (measures.md A1 to A3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from webapp.core.answer import Missing
from webapp.core.movement import share
from webapp.core.subject import LevelValue
from webapp.core.survey import ADOPTED_FROM
from webapp.core.tally import Tally

FULL_COVERAGE_FROM = Fraction(4, 5)
SHARES_FROM = Fraction(3, 5)
PROFILE_FROM = Fraction(2, 3)


class Quality(StrEnum):
    """The mark that the response rate gives a row (measures.md A1)."""

    GOOD = "good"
    LOW_COVERAGE = "low_coverage"
    BOUNDS_ONLY = "bounds_only"


def response_rate(of_row: Tally) -> Fraction | None:
    """Give S / N (measures.md A1)."""
    return share(of_row.submitted, of_row.invited)


def item_answer_rate(of_row: Tally) -> Fraction | None:
    """Give V / (S - a) (measures.md A1)."""
    return share(of_row.valid, of_row.submitted - of_row.not_applicable)


def quality(submitted: int, invited: int) -> Quality:
    """Give the mark of a row: from 80 % none, from 60 % low coverage, below that only bounds may be shown (measures.md A1)."""
    rate = share(submitted, invited)
    if rate is None or rate < SHARES_FROM:
        return Quality.BOUNDS_ONLY
    return Quality.GOOD if rate >= FULL_COVERAGE_FROM else Quality.LOW_COVERAGE


def adoption_share(of_row: Tally) -> Fraction | None:
    """Give A = c / V (measures.md A2)."""
    return share(of_row.adopters, of_row.valid)


def lower_bound(of_row: Tally) -> Fraction | None:
    """Give A_min = c / B: everyone who did not answer is a non-adopter (measures.md A2)."""
    return share(of_row.adopters, of_row.base)


def upper_bound(of_row: Tally) -> Fraction | None:
    """Give A_max = (c + B - V) / B: everyone who did not answer is an adopter (measures.md A2)."""
    return share(of_row.adopters + of_row.base - of_row.valid, of_row.base)


def population_share(of_row: Tally) -> Fraction | None:
    """Give A_pop: of the residents of those with a level, the part that lives with adopters (measures.md A2)."""
    adopters = sum(of_row.adopter_sizes)
    return share(adopters, adopters + sum(of_row.other_sizes))


def median_level(distribution: Sequence[int]) -> int | None:
    """Give the low median of a distribution over levels: position floor((n - 1) / 2) (measures.md A0 and A3)."""
    position = (sum(distribution) - 1) // 2
    seen = 0
    for level, count in enumerate(distribution):
        seen += count
        if seen > position >= 0:
            return level
    return None


def clause_level(levels: Iterable[LevelValue]) -> LevelValue:
    """Give the clause's level in one municipality: the low median of its items' levels (measures.md A3).

    Without any level the answer is why: not asked, not delivered or not applicable when that holds for all that
    were asked; else don't know when it was said of any, else blank.
    """
    given = list(levels)
    known = sorted(v for v in given if not isinstance(v, Missing))
    if known:
        return known[(len(known) - 1) // 2]
    asked = {v for v in given if isinstance(v, Missing)} - {Missing.NOT_ASKED}
    if not asked:
        return Missing.NOT_ASKED
    if len(asked) == 1:
        return asked.pop()
    return Missing.DONT_KNOW if Missing.DONT_KNOW in asked else Missing.BLANK


def clause_levels(items: Sequence[Mapping[str, LevelValue]], numbers: Iterable[str]) -> dict[str, LevelValue]:
    """Give the clause's level in each municipality of ``numbers``; ``items`` are the maturity items that measure it."""
    return {n: clause_level(item.get(n, Missing.NOT_DELIVERED) for item in items) for n in numbers}


def breadth(levels: Iterable[LevelValue]) -> Fraction | None:
    """Give K(m): the part of one municipality's items at or above the line, of those with a level (measures.md A2).

    None (shown as "..") unless two thirds of the items that apply have a level.
    """
    asked = [v for v in levels if v is not Missing.NOT_ASKED and v is not Missing.NOT_APPLICABLE]
    known = [v for v in asked if not isinstance(v, Missing)]
    if not known or Fraction(len(known), len(asked)) < PROFILE_FROM:
        return None
    return Fraction(sum(v >= ADOPTED_FROM for v in known), len(known))
