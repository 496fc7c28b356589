"""What moved between two rounds in the municipalities that had a level in both (measures.md A4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from webapp.core.answer import Missing
from webapp.core.subject import LevelValue
from webapp.core.survey import ADOPTED_FROM, LEVELS

_SIZE = len(LEVELS)


def share(part: int, base: int) -> Fraction | None:
    """Give part / base, or None where the base is 0 (measures.md A12 rule 2)."""
    return Fraction(part, base) if base else None


@dataclass(frozen=True, slots=True)
class Movement:
    """The panel of one group: ``matrix[i][j]`` municipalities went from level i to level j."""

    matrix: tuple[tuple[int, ...], ...]

    @property
    def panel(self) -> int:
        """How many had a level in both rounds: n."""
        return sum(map(sum, self.matrix))

    @property
    def up(self) -> int:
        """How many rose."""
        return sum(self.matrix[i][j] for i in LEVELS for j in LEVELS if j > i)

    @property
    def same(self) -> int:
        """How many stayed on their level."""
        return sum(self.matrix[i][i] for i in LEVELS)

    @property
    def down(self) -> int:
        """How many fell."""
        return sum(self.matrix[i][j] for i in LEVELS for j in LEVELS if j < i)

    @property
    def at_risk(self) -> int:
        """How many of the panel were below the adoption line before."""
        return sum(map(sum, self.matrix[:ADOPTED_FROM]))

    @property
    def adopters_before(self) -> int:
        """How many of the panel were at or above the line before."""
        return sum(map(sum, self.matrix[ADOPTED_FROM:]))

    @property
    def adopters_after(self) -> int:
        """How many of the panel are at or above the line now."""
        return self.adopters_before + self.entered - self.left

    @property
    def entered(self) -> int:
        """How many came from below the line to at or above it."""
        return sum(sum(row[ADOPTED_FROM:]) for row in self.matrix[:ADOPTED_FROM])

    @property
    def left(self) -> int:
        """How many fell from at or above the line to below it."""
        return sum(sum(row[:ADOPTED_FROM]) for row in self.matrix[ADOPTED_FROM:])

    @property
    def net_movement(self) -> Fraction | None:
        """(up - down) / n."""
        return share(self.up - self.down, self.panel)

    @property
    def entry_rate(self) -> Fraction | None:
        """Entered, of those below the line before: the direct measure of spread."""
        return share(self.entered, self.at_risk)

    @property
    def exit_rate(self) -> Fraction | None:
        """Left, of those at or above the line before."""
        return share(self.left, self.adopters_before)

    @property
    def share_before(self) -> Fraction | None:
        """The panel's adoption share before."""
        return share(self.adopters_before, self.panel)

    @property
    def share_after(self) -> Fraction | None:
        """The panel's adoption share now."""
        return share(self.adopters_after, self.panel)

    @property
    def change(self) -> Fraction | None:
        """The change of the adoption share in the panel."""
        return share(self.entered - self.left, self.panel)


@dataclass(frozen=True, slots=True)
class ChangeSplit:
    """The change of the adoption share, split into what the panel did and who answered. total = panel + composition, exactly."""

    total: Fraction
    panel: Fraction
    composition: Fraction


def split_change(before: Fraction | None, after: Fraction | None, moved: Movement) -> ChangeSplit | None:
    """Split the change between the adoption shares ``before`` and ``after``; None where any base is 0."""
    in_panel = moved.change
    if before is None or after is None or in_panel is None:
        return None
    total = after - before
    return ChangeSplit(total, in_panel, total - in_panel)


def mcnemar(entered: int, left: int) -> Fraction:
    """Give the exact two-sided McNemar p: min(1, 2 P(X <= min)), X ~ Bin(entered + left, 1/2)."""
    moved = entered + left
    tail = sum(comb(moved, k) for k in range(min(entered, left) + 1))
    return min(Fraction(1), Fraction(2 * tail, 2**moved))


def movements(
    numbers: Sequence[str],
    members: Iterable[Sequence[int]],
    before: Mapping[str, LevelValue],
    after: Mapping[str, LevelValue],
) -> list[Movement]:
    """Give the movement of each group; ``members`` holds, per group, places in ``numbers``."""
    pairs = [
        _pair(before.get(n, Missing.NOT_DELIVERED), after.get(n, Missing.NOT_DELIVERED)) for n in numbers
    ]
    found = []
    for places in members:
        counts = Counter([pairs[place] for place in places])
        found.append(Movement(tuple(tuple(counts[i * _SIZE + j] for j in LEVELS) for i in LEVELS)))
    return found


def _pair(before: LevelValue, after: LevelValue) -> int | None:
    if isinstance(before, Missing) or isinstance(after, Missing):
        return None
    return before * _SIZE + after
