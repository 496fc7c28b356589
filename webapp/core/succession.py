"""Which municipality became which: the structure of an earlier day, and what history a number has kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import assert_never

from webapp.core.municipality import Change, ChangeType, Municipality


class OutsideReferenceError(ValueError):
    """Nothing honest can be said about that day: it is before the first change known, or before a merger."""

    def __init__(self, day: date) -> None:
        """Remember the day that was asked about."""
        super().__init__(day)
        self.day = day


class UnknownMunicipalityError(LookupError):
    """No municipality had that number on that day."""

    def __init__(self, number: str, day: date) -> None:
        """Remember the number and the day that were asked about."""
        super().__init__(number, day)
        self.number = number
        self.day = day


def changes_after(changes: Iterable[Change], day: date) -> Iterator[tuple[date, list[Change]]]:
    """Give the changes made after ``day``, latest date first, one list for each date."""
    later = [c for c in changes if c.on > day]
    later.sort(key=lambda c: (-c.on.toordinal(), c.old_number, c.new_number))
    for on, together in groupby(later, key=lambda c: c.on):
        yield on, list(together)


def number_before(number: str, together: Iterable[Change]) -> str | None:
    """Give the number that ``number`` had before the changes of one date, or None where no history is kept.

    measures.md A0: renumbering, renaming and boundary adjustment keep the history; a merger keeps none for
    the new unit, and a split none for either part.
    """
    before = number
    for change in together:
        if change.new_number != number:
            continue
        match change.change_type:
            case ChangeType.MERGER | ChangeType.SPLIT:
                return None
            case ChangeType.RENUMBERING:
                before = change.old_number
            case ChangeType.NAME_CHANGE | ChangeType.BOUNDARY_ADJUSTMENT:
                pass
            case _ as never:
                assert_never(never)
    return before


def numbers_before(numbers: Iterable[str], together: Iterable[Change]) -> frozenset[str]:
    """Give the numbers in use before the changes of one date, of which ``numbers`` are those in use after."""
    together = list(together)
    return (frozenset(numbers) - {c.new_number for c in together if not _continues(c)}) | {
        c.old_number for c in together
    }


def numbers_after(numbers: Iterable[str], together: Iterable[Change]) -> frozenset[str]:
    """Give the numbers in use after the changes of one date, of which ``numbers`` are those in use before."""
    together = list(together)
    return (frozenset(numbers) - {c.old_number for c in together if not _continues(c)}) | {
        c.new_number for c in together
    }


def _continues(change: Change) -> bool:
    """Tell whether both numbers are in use on both sides of the change."""
    return change.change_type in {ChangeType.BOUNDARY_ADJUSTMENT, ChangeType.NAME_CHANGE}


def municipalities_before(
    municipalities: Mapping[str, Municipality], together: Iterable[Change]
) -> dict[str, Municipality]:
    """Give the municipalities before the changes of one date; ``municipalities`` are those after, by number.

    An old number takes the groups of its successor and is marked as derived. One that was split takes the
    groups of the part that kept its name (else of the largest), and the population of the parts together.
    Raises OutsideReferenceError at a merger: what the old parts were cannot be read from what they became.
    """
    before = dict(municipalities)
    parts: dict[str, list[Change]] = {}
    for change in together:
        match change.change_type:
            case ChangeType.MERGER:
                raise OutsideReferenceError(change.on)
            case ChangeType.SPLIT:
                parts.setdefault(change.old_number, []).append(change)
                before.pop(change.new_number, None)
            case ChangeType.RENUMBERING:
                before.pop(change.new_number, None)
            case ChangeType.NAME_CHANGE | ChangeType.BOUNDARY_ADJUSTMENT:
                pass
            case _ as never:
                assert_never(never)
    for change in together:
        successor = municipalities[change.new_number]
        old_name = _without_suffix(change.old_name)
        if change.change_type is ChangeType.RENUMBERING:
            before[change.old_number] = replace(
                successor, number=change.old_number, official_name=old_name, derived=True
            )
        elif change.change_type is ChangeType.NAME_CHANGE:
            before[change.old_number] = replace(successor, official_name=old_name)
    for old_number, edges in parts.items():
        before[old_number] = _whole(edges, [municipalities[e.new_number] for e in edges])
    return before


def _whole(edges: list[Change], parts: list[Municipality]) -> Municipality:
    """Put the parts of a split municipality together again."""
    old = edges[0]
    kept_name = [m for m, e in zip(parts, edges, strict=True) if e.new_name == old.old_name]
    heir = kept_name[0] if kept_name else max(parts, key=lambda m: (m.population, m.number))
    return replace(
        heir,
        number=old.old_number,
        official_name=_without_suffix(old.old_name),
        population=sum(m.population for m in parts),
        derived=True,
    )


def _without_suffix(name: str) -> str:
    """Take away the county that Statistics Norway adds to names that occur twice: Våler (Viken)."""
    return name.partition(" (")[0]


def marked_where_shared(municipalities: Iterable[Municipality]) -> tuple[Municipality, ...]:
    """Sort by number, and mark those whose name another of them has too, so that the county is shown."""
    in_order = sorted(municipalities, key=lambda m: m.number)
    times = Counter(m.name for m in in_order)
    return tuple(replace(m, shares_name=times[m.name] > 1) for m in in_order)
