"""Small municipalities and counts for the tests of what is counted, and a reader who tries to work out what is hidden."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from webapp.core.answer import Missing
from webapp.core.municipality import Breakdown, LanguageForm, Municipality
from webapp.core.subject import Form, LevelValue
from webapp.core.suppression.rules import Decision
from webapp.core.survey import ADOPTED_FROM
from webapp.core.tally import COUNTRY, RowKey, Tally

# The golden file is JSON of many shapes; each test says what it expects of it.
GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parent / "spread_example.json").read_text(encoding="utf-8")
)
CODES = {"vet_ikke": Missing.DONT_KNOW, "ikke_aktuelt": Missing.NOT_APPLICABLE, None: Missing.NOT_DELIVERED}


def municipality(number: str, group: str = "A", population: int = 1000, **groups: str) -> Municipality:
    """Give a municipality in county ``group``; ``groups`` are its other groups, by the names of Breakdown's members."""
    others = {Breakdown[name]: code for name, code in groups.items()}
    return Municipality(
        number,
        number,
        group,
        group,
        population,
        500,
        LanguageForm.NEUTRAL,
        {Breakdown.COUNTY: group, **others},
    )


def golden_municipalities() -> list[Municipality]:
    """Give the twelve of the golden file."""
    return [
        municipality(number, given["county"], given["population"], KOSTRA=given["kostra"])
        for number, given in GOLDEN["input"]["municipalities"].items()
    ]


def golden_levels(round_number: int) -> dict[str, LevelValue]:
    """Give their levels in a round, 1 to 3."""
    given = {n: m["levels"][round_number - 1] for n, m in GOLDEN["input"]["municipalities"].items()}
    return {number: value if isinstance(value, int) else CODES[value] for number, value in given.items()}


def counted(counts: Sequence[int], *, unanswered: int = 0) -> Tally:
    """Give a tally of levels in which everyone delivered and ``unanswered`` said don't know."""
    valid = sum(counts)
    everyone = valid + unanswered
    adopters = sum(counts[ADOPTED_FROM:])
    return Tally(
        everyone,
        everyone,
        0,
        unanswered,
        valid,
        tuple(counts),
        adopter_sizes=(1000,) * adopters,
        other_sizes=(1000,) * (valid - adopters),
    )


def with_total(rows: Mapping[str, Tally], breakdown: str = "county") -> dict[RowKey, Tally]:
    """Give the rows of one breakdown with the country's row, their sum."""
    parts = list(rows.values())
    total = Tally(
        sum(p.invited for p in parts),
        sum(p.submitted for p in parts),
        sum(p.not_applicable for p in parts),
        sum(p.dont_know for p in parts),
        sum(p.valid for p in parts),
        tuple(map(sum, zip(*(p.counts for p in parts), strict=True))),
    )
    return {COUNTRY: total, **{(breakdown, code): row for code, row in rows.items()}}


Cell = tuple[RowKey, str]
Equation = tuple[Cell, tuple[Cell, ...]]
"""A total and the cells that add up to it."""


def cells(form: Form, tallies: Mapping[RowKey, Tally]) -> dict[Cell, int]:
    """Give every count that the rules speak of."""
    found: dict[Cell, int] = {}
    for key, row in tallies.items():
        found[key, "valid"] = row.valid
        found |= {(key, str(part)): count for part, count in enumerate(row.counts)}
        if form is Form.LEVELS:
            found[key, "adopters"] = row.adopters
    return found


def hidden_cells(
    form: Form, tallies: Mapping[RowKey, Tally], decisions: Mapping[RowKey, Decision]
) -> set[Cell]:
    """Give the cells that the decisions hide."""
    hidden: set[Cell] = set()
    for key, row in tallies.items():
        decision = decisions[key]
        hidden |= {
            (key, str(part)) for part in range(len(row.counts)) if decision.row or decision.counts[part]
        }
        if decision.row:
            hidden.add((key, "valid"))
        if form is Form.LEVELS and decision.hides_adopters:
            hidden.add((key, "adopters"))
    return hidden


def equations(form: Form, tallies: Mapping[RowKey, Tally]) -> list[Equation]:
    """Give everything that adds up: over the groups of each breakdown, and inside each row."""
    names = [name for key, name in cells(form, tallies) if key == COUNTRY]
    found: list[Equation] = []
    for breakdown in {key[0] for key in tallies if key != COUNTRY}:
        groups = [key for key, row in tallies.items() if key[0] == breakdown and row.submitted]
        found += [((COUNTRY, name), tuple((group, name) for group in groups)) for name in names]
    for key, row in tallies.items():
        parts = [(key, str(part)) for part in range(len(row.counts))]
        if form is not Form.MULTIPLE and row.submitted:
            found.append(((key, "valid"), tuple(parts)))
        if form is Form.LEVELS and row.submitted:
            found.append(((key, "adopters"), tuple(parts[ADOPTED_FROM:])))
            found.append(((key, "valid"), (*parts[:ADOPTED_FROM], (key, "adopters"))))
    return found


def worked_out(hidden: Iterable[Cell], sums: Sequence[Equation]) -> set[Cell]:
    """Give the hidden cells that subtraction finds: wherever one number of a sum is unknown, it is known after all."""
    unknown = set(hidden)
    before = set(unknown)
    while True:
        found = {lone for total, parts in sums if (lone := _only_one({total, *parts} & unknown)) is not None}
        if not found:
            return before - unknown
        unknown -= found


def _only_one(unknown: set[Cell]) -> Cell | None:
    return next(iter(unknown)) if len(unknown) == 1 else None
