"""Municipalities and the groups they belong to, dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Breakdown(StrEnum):
    """The ways municipalities are grouped in results."""

    COUNTY = "county"
    KOSTRA = "kostra_group"
    CENTRALITY = "centrality"
    SIZE = "size"
    LANGUAGE_FORM = "language_form"
    HEALTH_COMMUNITY = "health_community"


class LanguageForm(StrEnum):
    """The language form a municipality has decided on for letters from the state."""

    BOKMAAL = "bokmål"
    NYNORSK = "nynorsk"
    NEUTRAL = "nøytral"


class ChangeType(StrEnum):
    """How one municipality number became another."""

    RENUMBERING = "renumbering"
    MERGER = "merger"
    SPLIT = "split"
    NAME_CHANGE = "name_change"
    BOUNDARY_ADJUSTMENT = "boundary_adjustment"


SIZE_BANDS: tuple[tuple[str, int, int | None], ...] = (
    ("1", 0, 3_000),
    ("2", 3_000, 5_000),
    ("3", 5_000, 10_000),
    ("4", 10_000, 20_000),
    ("5", 20_000, 50_000),
    ("6", 50_000, None),
)
"""Code, lowest population (included), highest (not included): measures.md A10."""


def size_band(population: int) -> str:
    """Give the code of the size band that ``population`` residents fall in.

    A negative number raises ValueError.
    """
    for code, lower, upper in SIZE_BANDS:
        if population >= lower and (upper is None or population < upper):
            return code
    raise ValueError(population)


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality on one date. ``groups`` holds its code in each breakdown.

    ``derived`` says that groups and population are those of the successor, or of the successors together.
    """

    number: str
    name: str
    county_number: str
    county_name: str
    population: int
    centrality_index: int
    language_form: LanguageForm
    groups: Mapping[Breakdown, str] = field(default_factory=dict, hash=False)
    official_name: str = ""
    shares_name: bool = False
    derived: bool = False

    @property
    def label(self) -> str:
        """The name as people see it, with the county where two municipalities share it: Herøy (Nordland)."""
        return f"{self.name} ({self.county_name})" if self.shares_name else self.name


@dataclass(frozen=True, slots=True)
class Change:
    """One step from an old number to a new one."""

    on: date
    old_number: str
    old_name: str
    new_number: str
    new_name: str
    change_type: ChangeType


@dataclass(frozen=True, slots=True)
class County:
    """One county. ``language_form`` is the county council's own."""

    number: str
    name: str
    official_name: str
    language_form: LanguageForm


@dataclass(frozen=True, slots=True)
class HealthCommunity:
    """One health community: the area of a health trust, known by the trust's organisation number.

    ``name`` is empty where no name was found; the trust's name is then the safe label.
    """

    code: str
    trust_name: str
    region: str
    name: str = ""

    @property
    def label(self) -> str:
        """The name as people see it."""
        return self.name or self.trust_name
