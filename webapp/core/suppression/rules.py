"""The numbers behind the disclosure rules, and the decisions that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from webapp.core.suppression.lines import LineRule


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """The numbers behind the rules: settings of a round, locked when it opens (measures.md D5).

    ``base``: fewest municipalities behind a row (R1). ``small_cell``: counts from 1 to this are hidden (R2).
    ``unanimity``: below so many, nobody and everybody are hidden (R3). ``residual``: fewest who may be in one of
    two rounds and not in both, if any, when a group's movement is shown: those few are what is left when one
    subtracts the panel from the round. ``proven_from``: from so many municipalities on it is enough for an
    inhabitant share that no single one is given away by its size; below, each must have a counterpart (see
    core.inference). Raises ValueError where a number would switch a rule off.
    """

    base: int = 5
    small_cell: int = 2
    unanimity: int = 10
    residual: int = 5
    proven_from: int = 30

    def __post_init__(self) -> None:
        """Refuse numbers that hide nothing."""
        if (
            self.base < 3
            or self.small_cell < 1
            or self.unanimity < self.base
            or self.residual < 1
            or self.proven_from < self.base
        ):
            message = f"these rules protect nobody: {self}"
            raise ValueError(message)

    @property
    def line_rule(self) -> LineRule:
        """The part that lines need."""
        return LineRule(self.base, self.unanimity)


class Reason(StrEnum):
    """Why something is hidden. Only BASE may be told; which of the others it was would give the count away (R1 and R3)."""

    BASE = "base"
    UNANIMOUS = "unanimous"
    SMALL = "small"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is hidden in one row, and why; None means shown. A hidden ``row`` hides V and everything that is tied to it."""

    row: Reason | None
    adopters: Reason | None
    counts: tuple[Reason | None, ...]

    @property
    def hides_adopters(self) -> bool:
        """Whether the number of adopters may not be told."""
        return self.row is not None or self.adopters is not None


@dataclass(frozen=True, slots=True)
class MovementDecision:
    """What is hidden of one row's movement: the whole ``panel``, or how many ``entered`` or ``left``."""

    panel: Reason | None
    entered: Reason | None
    left: Reason | None
