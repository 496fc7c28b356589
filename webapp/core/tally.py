"""Raw counts per group, before any protection: nothing here may be shown to anyone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import compress
from operator import itemgetter

from webapp.core.answer import Missing
from webapp.core.municipality import Breakdown, Municipality
from webapp.core.subject import Form, LevelValue, Subject, SubjectValue
from webapp.core.survey import ADOPTED_FROM, LEVELS, NumberClass

COUNTRY = ("country", "")
"""The row of all municipalities together."""

BREAKDOWNS = (
    Breakdown.COUNTY,
    Breakdown.KOSTRA,
    Breakdown.CENTRALITY,
    Breakdown.SIZE,
    Breakdown.LANGUAGE_FORM,
)
"""The breakdowns of a release; health communities wait for R5 of measures.md A11."""

RowKey = tuple[str, str]
"""A breakdown and the code of one of its groups."""

QUARTILES_FROM = 10
"""Quartiles are given when at least so many answered (measures.md A2)."""

_MISSING: dict[LevelValue, int] = {
    Missing.DONT_KNOW: 10,
    Missing.BLANK: 11,
    Missing.NOT_DELIVERED: 12,
    Missing.NOT_APPLICABLE: 13,
    Missing.NOT_ASKED: 14,
}
_VALID = 15
_CODES: dict[LevelValue, int] = {level: level for level in LEVELS}
_CODES.update(_MISSING)
_IS_ADOPTER = bytes(1 if ADOPTED_FROM <= code <= LEVELS[-1] else 0 for code in range(256))
_IS_OTHER = bytes(1 if code < ADOPTED_FROM else 0 for code in range(256))


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one group. ``counts`` is per level, per option or per class; V is ``valid`` in measures.md.

    ``adopter_sizes`` and ``other_sizes`` are the populations of the municipalities with a level, adopters apart
    from the others.
    """

    invited: int
    submitted: int
    not_applicable: int
    dont_know: int
    valid: int
    counts: tuple[int, ...]
    adopter_sizes: tuple[int, ...] = ()
    other_sizes: tuple[int, ...] = ()
    quartiles: tuple[Decimal, Decimal, Decimal] | None = None

    @property
    def adopters(self) -> int:
        """How many are at or above the adoption line: c in measures.md. Only of levels."""
        return sum(self.counts[ADOPTED_FROM:])

    @property
    def base(self) -> int:
        """Those the subject applies to, whether they answered or not: B = N - a."""
        return self.invited - self.not_applicable


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of a release and who belongs to each, worked out once for all subjects.

    ``numbers`` and ``populations`` go together; ``picks`` takes from such a sequence the entries of one row.
    """

    numbers: tuple[str, ...]
    populations: tuple[int, ...]
    rows: tuple[RowKey, ...]
    members: tuple[tuple[int, ...], ...]

    def pick(self, row: int) -> Callable[[Sequence[int]], Sequence[int]]:
        """Give the function that takes the entries of one row, as bytes stay bytes-like and ints ints."""
        places = self.members[row]
        if len(places) == 1:
            only = places[0]
            return lambda entries: (entries[only],)
        picked: Callable[[Sequence[int]], Sequence[int]] = itemgetter(*places)
        return picked


def layout(municipalities: Iterable[Municipality], breakdowns: Sequence[Breakdown] = BREAKDOWNS) -> Layout:
    """Give the rows that ``municipalities`` make: the country first, then each breakdown's groups by code.

    The order of the input changes nothing (measures.md A12 rule 6). A municipality without a group in a breakdown
    is in none of its rows.
    """
    ordered = sorted(municipalities, key=lambda m: m.number)
    groups: dict[RowKey, list[int]] = {}
    for place, municipality in enumerate(ordered):
        for breakdown in breakdowns:
            if breakdown in municipality.groups:
                groups.setdefault((breakdown.value, municipality.groups[breakdown]), []).append(place)
    names = [b.value for b in breakdowns]
    keys = sorted(groups, key=lambda key: (names.index(key[0]), key[1]))
    return Layout(
        numbers=tuple(m.number for m in ordered),
        populations=tuple(m.population for m in ordered),
        rows=(COUNTRY, *keys),
        members=(tuple(range(len(ordered))), *(tuple(groups[key]) for key in keys)),
    )


def tally_levels(where: Layout, values: Mapping[str, LevelValue]) -> dict[RowKey, Tally]:
    """Count levels per row (measures.md A0 and A1): every missing value is missing, none is 0.

    Raises KeyError for a value that is neither a level nor a Missing.
    """
    codes = bytes(_CODES[values.get(number, Missing.NOT_DELIVERED)] for number in where.numbers)
    tallies = {}
    for row, key in enumerate(where.rows):
        pick = where.pick(row)
        of_row = bytes(pick(codes))
        populations = pick(where.populations)
        distribution = tuple(map(of_row.count, LEVELS))
        tallies[key] = _tally(
            of_row,
            sum(distribution),
            distribution,
            adopter_sizes=tuple(compress(populations, of_row.translate(_IS_ADOPTER))),
            other_sizes=tuple(compress(populations, of_row.translate(_IS_OTHER))),
        )
    return tallies


def tally_options(
    where: Layout, values: Mapping[str, SubjectValue], options: Sequence[str]
) -> dict[RowKey, Tally]:
    """Count per option, of the municipalities that answered: the base is respondents, never choices (measures.md A2).

    A choice is one value or a tuple of them. An empty tuple is not an answer and counts as blank.
    """
    chosen = [_chosen(values.get(number, Missing.NOT_DELIVERED)) for number in where.numbers]
    return _tally_sets(where, chosen, options)


def tally_numbers(
    where: Layout, values: Mapping[str, SubjectValue], classes: Sequence[NumberClass]
) -> dict[RowKey, Tally]:
    """Count per class, with quartiles from ten answers on; never the lowest, the highest or the sum (measures.md A2)."""
    given = [values.get(number, Missing.NOT_DELIVERED) for number in where.numbers]
    chosen = [value if isinstance(value, Missing) else _classes_of(value, classes) for value in given]
    tallies = _tally_sets(where, chosen, [c.key for c in classes])
    for row, key in enumerate(where.rows):
        numbers = sorted(v for place in where.members[row] if isinstance(v := given[place], Decimal))
        if len(numbers) >= QUARTILES_FROM:
            tallies[key] = _with_quartiles(tallies[key], numbers)
    return tallies


def tally(where: Layout, subject: Subject) -> dict[RowKey, Tally]:
    """Count one subject by its form."""
    if subject.form is Form.LEVELS:
        return tally_levels(where, levels_of(subject.values))
    if subject.form is Form.NUMBERS:
        return tally_numbers(where, subject.values, subject.classes)
    return tally_options(where, subject.values, subject.options)


def levels_of(values: Mapping[str, SubjectValue]) -> dict[str, LevelValue]:
    """Give the values as levels; raises TypeError where one is something else."""
    levels: dict[str, LevelValue] = {}
    for number, value in values.items():
        if isinstance(value, bool) or not isinstance(value, (int, Missing)):
            message = f"{number} has {value!r}, which is not a level"
            raise TypeError(message)
        levels[number] = value
    return levels


def _tally(
    codes: bytes,
    valid: int,
    counts: tuple[int, ...],
    adopter_sizes: tuple[int, ...] = (),
    other_sizes: tuple[int, ...] = (),
) -> Tally:
    invited = len(codes) - codes.count(_MISSING[Missing.NOT_ASKED])
    return Tally(
        invited=invited,
        submitted=invited - codes.count(_MISSING[Missing.NOT_DELIVERED]),
        not_applicable=codes.count(_MISSING[Missing.NOT_APPLICABLE]),
        dont_know=codes.count(_MISSING[Missing.DONT_KNOW]),
        valid=valid,
        counts=counts,
        adopter_sizes=adopter_sizes,
        other_sizes=other_sizes,
    )


def _tally_sets(
    where: Layout, chosen: Sequence[tuple[str, ...] | Missing], options: Sequence[str]
) -> dict[RowKey, Tally]:
    codes = bytes(_MISSING[c] if isinstance(c, Missing) else _VALID for c in chosen)
    columns = [bytes(not isinstance(c, Missing) and option in c for c in chosen) for option in options]
    tallies = {}
    for row, key in enumerate(where.rows):
        pick = where.pick(row)
        of_row = bytes(pick(codes))
        tallies[key] = _tally(of_row, of_row.count(_VALID), tuple(sum(pick(column)) for column in columns))
    return tallies


def _chosen(value: SubjectValue) -> tuple[str, ...] | Missing:
    if isinstance(value, Missing):
        return value
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple):
        return value or Missing.BLANK
    message = f"{value!r} is not a choice"
    raise TypeError(message)


def _classes_of(value: SubjectValue, classes: Sequence[NumberClass]) -> tuple[str, ...]:
    if not isinstance(value, Decimal):
        message = f"{value!r} is not a Decimal"
        raise TypeError(message)
    found = next((c.key for c in classes if value >= c.lower and (c.upper is None or value < c.upper)), None)
    if found is None:
        message = f"no class holds {value}"
        raise ValueError(message)
    return (found,)


def _with_quartiles(of_row: Tally, numbers: Sequence[Decimal]) -> Tally:
    last = len(numbers) - 1
    lower, median, upper = (numbers[last * quarter // 4] for quarter in (1, 2, 3))
    return Tally(
        invited=of_row.invited,
        submitted=of_row.submitted,
        not_applicable=of_row.not_applicable,
        dont_know=of_row.dont_know,
        valid=of_row.valid,
        counts=of_row.counts,
        quartiles=(lower, median, upper),
    )
