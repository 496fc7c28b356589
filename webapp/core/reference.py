"""The municipalities on any day since 2020: who they were, their groups, and what became of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from webapp.core.alphabet import alphabetical
from webapp.core.groups import FIXED_GROUPS
from webapp.core.municipality import Breakdown, Change, County, HealthCommunity, Municipality
from webapp.core.succession import (
    OutsideReferenceError,
    UnknownMunicipalityError,
    changes_after,
    marked_where_shared,
    municipalities_before,
    number_before,
    numbers_before,
)
from webapp.core.text import Text


@dataclass(frozen=True)
class Reference:
    """The newest structure and the changes that led to it. Made by store.reference; keep one and share it."""

    municipalities: tuple[Municipality, ...]
    counties: tuple[County, ...]
    changes: tuple[Change, ...]
    health_communities: tuple[HealthCommunity, ...]
    _structures: dict[date, tuple[Municipality, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _groups: Mapping[Breakdown, Mapping[str, Text]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Order the groups once: counties by number, health communities by the alphabet."""
        by_label = sorted(self.health_communities, key=lambda h: alphabetical(h.label))
        by_number = sorted(self.counties, key=lambda c: c.number)
        groups = {
            Breakdown.COUNTY: {c.number: Text(c.name, c.name) for c in by_number},
            **FIXED_GROUPS,
            Breakdown.HEALTH_COMMUNITY: {h.code: Text(h.label, h.label) for h in by_label},
        }
        object.__setattr__(self, "_groups", groups)

    @property
    def first_day(self) -> date:
        """The first day on which the numbers in use are known."""
        return min((c.on for c in self.changes), default=date.min)

    def municipalities_on(self, day: date) -> tuple[Municipality, ...]:
        """Give the municipalities of ``day``, sorted by number.

        Raises OutsideReferenceError for a day before the latest merger, 2020-01-01.
        """
        structure_from = max((c.on for c in self.changes if c.on <= day), default=date.min)
        if structure_from not in self._structures:
            found = {m.number: m for m in self.municipalities}
            for _on, together in changes_after(self.changes, day):
                try:
                    found = municipalities_before(found, together)
                except OutsideReferenceError:
                    raise OutsideReferenceError(day) from None
            self._structures[structure_from] = marked_where_shared(found.values())
        return self._structures[structure_from]

    def municipality_on(self, number: str, day: date) -> Municipality:
        """Give the municipality that had ``number`` on ``day``.

        Raises UnknownMunicipalityError when none had, and as ``municipalities_on`` does.
        """
        for municipality in self.municipalities_on(day):
            if municipality.number == number:
                return municipality
        raise UnknownMunicipalityError(number, day)

    def numbers_on(self, day: date) -> frozenset[str]:
        """Give the numbers in use on ``day``; raises OutsideReferenceError for a day before 2017-01-01."""
        if day < self.first_day:
            raise OutsideReferenceError(day)
        numbers = frozenset(m.number for m in self.municipalities)
        for _on, together in changes_after(self.changes, day):
            numbers = numbers_before(numbers, together)
        return numbers

    def history(self, number: str, from_day: date, to_day: date) -> str | None:
        """Give the number that ``number`` of ``to_day`` had on ``from_day``; None where no history is kept.

        measures.md A0. Raises UnknownMunicipalityError when no municipality had the number on ``to_day``,
        OutsideReferenceError for a ``from_day`` before 2017, ValueError when the days are in the wrong order.
        """
        between = self._changes_between(from_day, to_day)
        if number not in self.numbers_on(to_day):
            raise UnknownMunicipalityError(number, to_day)
        return _followed_back(number, between)

    def kept_numbers(self, from_day: date, to_day: date) -> dict[str, str]:
        """Give, for each number of ``to_day`` whose history is kept, the number it had on ``from_day``.

        The panel of two rounds is made with this; raises as ``history`` does.
        """
        between = self._changes_between(from_day, to_day)
        kept = {n: _followed_back(n, between) for n in sorted(self.numbers_on(to_day))}
        return {new: old for new, old in kept.items() if old is not None}

    def _changes_between(self, from_day: date, to_day: date) -> list[list[Change]]:
        """Give the changes that lie between two days, latest first."""
        if from_day > to_day:
            raise ValueError(from_day, to_day)
        if from_day < self.first_day:
            raise OutsideReferenceError(from_day)
        return [together for on, together in changes_after(self.changes, from_day) if on <= to_day]

    def groups(self, breakdown: Breakdown) -> tuple[str, ...]:
        """Give the codes of the breakdown's groups, in the order they are shown."""
        return tuple(self._groups[breakdown])

    def group_name(self, breakdown: Breakdown, code: str) -> Text:
        """Give the name of the group; raises KeyError for a code that the breakdown has not."""
        return self._groups[breakdown][code]


def _followed_back(number: str, between: list[list[Change]]) -> str | None:
    """Follow ``number`` back through the changes of some dates, latest first."""
    found: str | None = number
    for together in between:
        if found is None:
            break
        found = number_before(found, together)
    return found
