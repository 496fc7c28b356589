"""What a figure is, and how it is written: one line of JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. ``ratio`` is ``value`` over ``against_value``, which was measured in the same run; ``goal`` is the aim.

    ``more`` holds what belongs beside it: how often it was measured, percentiles, others' published figures.
    """

    name: str
    value: float
    unit: str
    against: str = ""
    against_value: float | None = None
    goal: float | None = None
    more: dict[str, Any] = field(default_factory=dict)  # Any: JSON

    @property
    def ratio(self) -> float | None:
        """The value as a multiple of what it is held against; None when it stands alone."""
        return self.value / self.against_value if self.against_value else None

    def line(self) -> str:
        """Give the figure as one line of JSON."""
        said: dict[str, Any] = {"name": self.name, "value": _short(self.value), "unit": self.unit}
        if self.ratio is not None:
            said |= {"ratio": _short(self.ratio), "against": self.against}
            said["against_value"] = _short(float(self.against_value or 0))
        if self.goal is not None:
            said["goal"] = self.goal
        more = {name: _short(each) if isinstance(each, float) else each for name, each in self.more.items()}
        return json.dumps({**said, **more}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that cannot be measured here; ``why`` says so in plain words."""

    name: str
    why: str

    def line(self) -> str:
        """Give it as one line of JSON."""
        return json.dumps({"name": self.name, "skipped": self.why}, ensure_ascii=False)


Measured = Figure | Skipped
Measure = Callable[[bool], Iterator[Measured]]
"""Takes whether it should be quick (and then rough), and gives its figures one by one."""


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which ``share`` of them lie (nearest rank). Raises ValueError when there are none."""
    if not values:
        msg = "there is nothing to take a percentile of"
        raise ValueError(msg)
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _short(value: float) -> float:
    """Give a value with four significant digits: there are no more in a measurement."""
    return float(f"{value:.4g}")
