"""What a chart is before it is drawn: its table, its finding in words, and the marks that say the same without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from webapp.core.text import Text


class Encoding(Enum):
    """What carries the figure for those who see no colours. There is no member for colour: it never does alone."""

    LENGTH_AND_NUMBER = "length of the bar, hatching, and the number written beside it"
    POSITION_AND_NUMBER = "place of the dot, and the number written beside it"
    HATCHING_AND_NUMBER = "hatching of the area, and the number written on it"


class Fill(StrEnum):
    """How a bar is filled: each has its own hatching too."""

    ADOPTED = "adopted"
    OTHER = "other"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table as it is written: words, or the sign that stands where a figure cannot (":" "." or "..")."""

    words: Text
    sign: str = ""
    is_figure: bool = True

    @property
    def is_shown(self) -> bool:
        """Whether there is a figure at all."""
        return not self.sign


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its heading and its cells."""

    heading: Text
    cells: tuple[Cell, ...]
    code: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a chart; ``headings`` begin with that of the row headings."""

    caption: Text
    headings: tuple[Text, ...]
    rows: tuple[Row, ...]

    @property
    def signs(self) -> tuple[str, ...]:
        """The signs that stand in it, for the legend below."""
        there = {cell.sign for row in self.rows for cell in row.cells}
        return tuple(sign for sign in (":", ".", "..", "*") if sign in there)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or dot. ``length`` is a share of the whole axis; None is drawn as the sign in ``cell``, never as zero."""

    label: Text
    cell: Cell
    length: float | None
    fill: Fill = Fill.PLAIN
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        """Refuse a bar for a figure that is not shown: its length would tell it."""
        if (self.length is None) is self.cell.is_shown:
            message = f"a bar is drawn exactly when its figure is shown: {self}"
            raise ChartError(message)
        if not self.cell.is_shown and (self.low is not None or self.high is not None):
            raise ChartError(f"bounds of a figure that is not shown: {self}")


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars; ``ticks`` are the numbers along the axis, with where they stand. ``key`` explains the fills."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, Text], ...]
    axis: Text
    key: tuple[tuple[Fill, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots with a line from ``low`` to ``high`` (``bounds_key`` says what it shows), and a line across for the country."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, Text], ...]
    axis: Text
    reference: tuple[float, Text] | None
    bounds_key: Text | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One answer in a chart of several: its dots, one for each group in the order of the others, and the country's place."""

    heading: Text
    bars: tuple[Bar, ...]
    reference: float | None


@dataclass(frozen=True, slots=True)
class Columns:
    """Dots side by side, a column for each answer, so that none can lie on another. ``reference_key`` explains the line."""

    columns: tuple[Column, ...]
    axis: Text
    reference_key: Text

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Every dot, column by column."""
        return tuple(bar for column in self.columns for bar in column.bars)


@dataclass(frozen=True, slots=True)
class Area:
    """One county on a map: its class, 0 to 4, or None where its figure is not shown."""

    code: str
    label: Text
    cell: Cell
    share_class: int | None

    def __post_init__(self) -> None:
        """Refuse a class for a figure that is not shown."""
        if (self.share_class is None) is self.cell.is_shown:
            message = f"an area has a class exactly when its figure is shown: {self}"
            raise ChartError(message)


@dataclass(frozen=True, slots=True)
class CountyMap:
    """Counties by class. ``classes`` are the words of the five classes, ``hidden`` those for a figure that is not shown."""

    areas: tuple[Area, ...]
    classes: tuple[Text, ...]
    hidden: Text
    credit: str


Plan = Bars | Dots | Columns | CountyMap


class ChartError(Exception):
    """A chart that may not be drawn; the message says why."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that can be drawn. Raises ChartError without a table, a finding and an alt text in both language forms."""

    title: Text
    finding: Text
    alt: Text
    table: Table
    encoding: Encoding
    plan: Plan

    def __post_init__(self) -> None:
        """Refuse a chart that somebody could not read."""
        for name, words in (("title", self.title), ("finding", self.finding), ("alt", self.alt)):
            if not words.nb.strip() or not words.nn.strip():
                raise ChartError(f"a chart needs its {name} in both language forms")
        if not self.table.rows or any(len(r.cells) + 1 != len(self.table.headings) for r in self.table.rows):
            raise ChartError("a chart needs its numbers as a table")
        if not isinstance(self.encoding, Encoding):
            raise ChartError("a chart needs another encoding than colour")
        marks: Sequence[Bar | Area] = self.plan.areas if isinstance(self.plan, CountyMap) else self.plan.bars
        if not marks:
            raise ChartError("a chart needs something to show")
