"""What the breakdowns and their groups are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from webapp.core.municipality import SIZE_BANDS, Breakdown, LanguageForm
from webapp.core.text import Text

BREAKDOWN_NAMES: Final[Mapping[Breakdown, Text]] = MappingProxyType(
    {
        Breakdown.COUNTY: Text("Fylke", "Fylke"),
        Breakdown.KOSTRA: Text("KOSTRA-gruppe", "KOSTRA-gruppe"),
        Breakdown.CENTRALITY: Text("Sentralitet", "Sentralitet"),
        Breakdown.SIZE: Text("Innbyggertall", "Innbyggjartal"),
        Breakdown.LANGUAGE_FORM: Text("Målform", "Målform"),
        Breakdown.HEALTH_COMMUNITY: Text("Helsefellesskap", "Helsefellesskap"),
    }
)

KOSTRA_CODES: Final = tuple(f"EKG{n:02}" for n in range(1, 18))
"""The 17 groups of the KOSTRA grouping of 2020, from SSB Rapporter 2020/48."""

CENTRALITY_CODES: Final = tuple("123456")
"""Statistics Norway's six classes; 1 is the most central."""


def _same(name: str) -> Text:
    """Give a name that is written alike in both language forms."""
    return Text(name, name)


def _thousands(number: int) -> str:
    """Write a number with no-break spaces, as measures.md A11 says."""
    return f"{number:,}".replace(",", "\u00a0")


def _size_name(lower: int, upper: int | None) -> Text:
    """Name a size band by its ends, both included."""
    if upper is None:
        return Text(f"{_thousands(lower)} eller flere", f"{_thousands(lower)} eller fleire")
    if lower == 0:
        return _same(f"Under {_thousands(upper)}")
    return _same(f"{_thousands(lower)}–{_thousands(upper - 1)}")


_CENTRALITY_NOTES = {"1": " (mest sentral)", "6": " (minst sentral)"}

FIXED_GROUPS: Final[Mapping[Breakdown, Mapping[str, Text]]] = MappingProxyType(
    {
        Breakdown.KOSTRA: {c: _same(f"KOSTRA-gruppe {int(c[3:])}") for c in KOSTRA_CODES},
        Breakdown.CENTRALITY: {
            c: _same(f"Sentralitet {c}{_CENTRALITY_NOTES.get(c, '')}") for c in CENTRALITY_CODES
        },
        Breakdown.SIZE: {code: _size_name(lower, upper) for code, lower, upper in SIZE_BANDS},
        Breakdown.LANGUAGE_FORM: {form.value: _same(form.value.capitalize()) for form in LanguageForm},
    }
)
"""The groups that stand in no file, in the order they are shown: code and name."""


def breakdown_name(breakdown: Breakdown) -> Text:
    """Give the name of the breakdown, from the glossary (measures.md B)."""
    return BREAKDOWN_NAMES[breakdown]
