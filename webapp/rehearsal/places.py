"""What makes one synthetic municipality further along than another: size, centrality, county, neighbours, and itself."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from webapp.core.municipality import LanguageForm, Municipality
from webapp.store.boundaries import Polygon

SIZE_WEIGHT = 0.6
CENTRALITY_WEIGHT = 1.4
"""How much a tenfold population, and a thousand points of centrality index, lift a municipality (levels, roughly)."""


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality as the rehearsal sees it. ``identity`` stays the same through renumbering."""

    municipality: Municipality
    identity: str
    ability: float
    pace: float
    diligence: float
    neighbours: tuple[str, ...]

    @property
    def writes_nynorsk(self) -> bool:
        """Whether its texts are in nynorsk."""
        return self.municipality.language_form is LanguageForm.NYNORSK


def neighbours(boundaries: Mapping[str, tuple[Polygon, ...]]) -> dict[str, tuple[str, ...]]:
    """Give, for each municipality on the map, those that share a point of their border with it, by number.

    The map is simplified on shared arcs, so that common borders have common points; islands have none.
    """
    owners: defaultdict[tuple[float, float], set[str]] = defaultdict(set)
    for number, polygons in boundaries.items():
        for polygon in polygons:
            for ring in polygon:
                for point in ring:
                    owners[point].add(number)
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for there in owners.values():
        if len(there) > 1:
            for number in there:
                beside[number] |= there - {number}
    return {number: tuple(sorted(beside[number])) for number in sorted(boundaries)}


def places(
    seed: int,
    municipalities: Iterable[Municipality],
    identities: Mapping[str, str],
    beside: Mapping[str, tuple[str, ...]],
) -> list[Place]:
    """Make the places of one round, in the order of ``municipalities``.

    ``identities`` gives the newest number of a number whose history is kept; ``beside`` goes by newest numbers. All
    chance is drawn from ``seed`` and the identity, so a municipality is the same one in every round and every subset.
    """
    made = []
    for m in municipalities:
        identity = identities.get(m.number, m.number)
        close = beside.get(identity, ())
        shared = [_own(seed, n, "spot") for n in (identity, *close)]
        spot = sum(shared) / math.sqrt(len(shared))  # neighbours share draws, so they resemble each other
        ability = (
            SIZE_WEIGHT * (math.log10(max(m.population, 100)) - 3.75)
            + CENTRALITY_WEIGHT * (m.centrality_index - 680) / 1000
            + 0.22 * _own(seed, m.county_name, "county")
            + 0.35 * spot
            + 0.30 * _own(seed, identity, "ability")
        )
        pace = 0.17 + 0.06 * _own(seed, identity, "pace")
        diligence = (
            2.5 + 1.1 * (math.log10(max(m.population, 100)) - 3.75) + 0.5 * _own(seed, identity, "diligence")
        )
        made.append(Place(m, identity, ability, pace, diligence, close))
    return made


def chance(*of: object) -> Random:
    """Give the source of chance that belongs to these words: the same on every machine and in every run."""
    return Random("/".join(map(str, of)))  # noqa: S311 -- it must be repeatable; nothing here is a secret


def _own(seed: int, identity: str, what: str) -> float:
    return chance(seed, what, identity).gauss(0, 1)
