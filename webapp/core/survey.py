"""A survey as it is asked: sections, items of eight kinds, and the texts in both language forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from webapp.core.text import Text

LEVELS = (0, 1, 2, 3, 4)
ADOPTED_FROM = 3
"""The level from which a practice counts as adopted: T in measures.md A0."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Shows an item only when an earlier one was answered so: one of ``values``, or a number or level from ``at_least``."""

    item: str
    values: tuple[str, ...] = ()
    at_least: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose. ``exclusive`` options cannot be combined with others."""

    value: str
    text: Text
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class NumberClass:
    """A class in which numbers are counted: from ``lower`` (included) up to ``upper`` (not included; None: no end)."""

    key: str
    text: Text
    lower: Decimal
    upper: Decimal | None


@dataclass(frozen=True, slots=True)
class SourceStatistic:
    """A published figure that belongs beside the answer."""

    publisher: str
    name: Text
    table: str | None
    coverage: str
    verified: bool
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemBase:
    """What every item has. ``not_applicable`` is the prompt for the reason, where that answer is allowed."""

    key: str
    text: Text
    help: Text | None = None
    evidence: Text | None = None
    measures: tuple[str, ...] = ()
    relevant_if: Condition | None = None
    not_applicable: Text | None = None
    source_statistic: SourceStatistic | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturityItem(ItemBase):
    """Five anchored levels, 0 to 4; ``anchors[n]`` describes level n."""

    anchors: tuple[Text, Text, Text, Text, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberItem(ItemBase):
    """A number with a unit and bounds, or a percentage (``is_percent``)."""

    unit: Text
    minimum: Decimal
    maximum: Decimal
    decimals: int
    classes: tuple[NumberClass, ...]
    warn_above: Decimal | None = None
    is_percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceItem(ItemBase):
    """Exactly one of the options."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YesPlannedNoItem(ItemBase):
    """Yes, planned or no; the options are those of the survey's scale."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoiceItem(ItemBase):
    """Any number of the options, at most ``max_choices`` where that is set."""

    options: tuple[Option, ...]
    max_choices: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextItem(ItemBase):
    """Free text, never counted and never in a release."""

    max_length: int


@dataclass(frozen=True, slots=True)
class PracticeField:
    """One field of a practice example."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeItem(ItemBase):
    """A practice example; answering it makes a practice draft that belongs to the municipality."""

    fields: tuple[PracticeField, ...]
    max_length: int = 4000


Item = (
    MaturityItem | NumberItem | ChoiceItem | YesPlannedNoItem | MultipleChoiceItem | TextItem | PracticeItem
)
CountedItem = MaturityItem | NumberItem | ChoiceItem | YesPlannedNoItem | MultipleChoiceItem


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the survey."""

    key: str
    title: Text
    items: tuple[Item, ...]
    introduction: Text | None = None


@dataclass(frozen=True)
class Survey:
    """A whole questionnaire, frozen."""

    key: str
    version: str
    title: Text
    introduction: Text
    respondent: Text
    reference_period: Text
    estimated_minutes: int
    level_names: tuple[Text, Text, Text, Text, Text]
    unknown: Text
    sections: tuple[Section, ...]
    _items: dict[str, Item] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the items by key."""
        object.__setattr__(self, "_items", {i.key: i for s in self.sections for i in s.items})

    def items(self) -> Iterator[Item]:
        """Give every item, in the order of the questionnaire."""
        return iter(self._items.values())

    def item(self, key: str) -> Item | None:
        """Give the item called ``key``, or None."""
        return self._items.get(key)

    def section(self, key: str) -> Section | None:
        """Give the section called ``key``, or None."""
        return next((s for s in self.sections if s.key == key), None)
