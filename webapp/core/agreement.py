"""The agreements between the Government and KS: their clauses, and which survey measures each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from webapp.core.text import Text

PROCESS = "process"
"""The survey key of a clause that no municipality can answer for."""


@dataclass(frozen=True, slots=True)
class Party:
    """One who is bound by a clause, or mentioned in it; ``abbreviation`` is None where none is used."""

    key: str
    name: Text
    abbreviation: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One point of an agreement. ``survey`` is the one survey that measures it, or ``PROCESS``.

    ``basis`` says how the parties are known: ``named`` in the clause, by its ``lead_in``, or ``none`` when the
    clause binds nobody and the parties are the agreement's.
    """

    key: str
    agreement: str
    section: str
    kind: str
    text: Text
    survey: str
    parties: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    overall: bool = False
    basis: str = "named"

    @property
    def is_measurable(self) -> bool:
        """Whether municipalities can answer for the clause (89 of the 175)."""
        return self.survey != PROCESS


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement. ``start`` and ``end`` are None where the text gives no date."""

    key: str
    title: Text
    short_title: Text
    start: date | None
    end: date | None
    sections: tuple[tuple[str, Text], ...]
    clauses: tuple[Clause, ...]
    parties: tuple[str, ...] = ()
    lead_ministry: str | None = None
    notice_months: int | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the agreement has begun, where that is known, and has not ended on the day ``on``."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Area:
    """One agreement area: the subject of one survey (``aldersvennlig``, ``frivillighet`` ...)."""

    key: str
    title: Text
    required_by_name: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All agreements, areas and parties, read once from ``surveys/agreements.yaml``."""

    agreements: tuple[Agreement, ...]
    areas: tuple[Area, ...]
    parties: tuple[Party, ...]
    _clauses: dict[str, Clause] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the clauses by key."""
        object.__setattr__(self, "_clauses", {c.key: c for a in self.agreements for c in a.clauses})

    def clauses(self) -> Iterator[Clause]:
        """Give every clause, agreement by agreement, in the order of the texts."""
        return iter(self._clauses.values())

    def clause(self, key: str) -> Clause | None:
        """Give the clause called ``key``, or None."""
        return self._clauses.get(key)

    def measurable(self) -> tuple[Clause, ...]:
        """Give the clauses that municipalities can answer for."""
        return tuple(c for c in self._clauses.values() if c.is_measurable)
