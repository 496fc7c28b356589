"""The outlines of counties for drawing: the municipalities' borders laid flat, and those inside a county taken away."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Point = tuple[float, float]
Ring = tuple[Point, ...]

# A conic projection that keeps areas (Albers): its parallels frame Norway.
_PARALLELS = (math.radians(60), math.radians(69))
_CENTRE = (math.radians(16), math.radians(64))
SMALLEST = 1.5e-5
"""Islets smaller than this part of the map's width squared are left out: they would be two or three pixels."""


def county_outlines(polygons_of: Mapping[str, Sequence[Sequence[Sequence[Point]]]]) -> dict[str, list[Ring]]:
    """Give the rings of each county, x from 0 to 1 and y from 0 downwards, from polygons of longitude and latitude."""
    flat = {code: [_flat(ring) for ring in _outer(polygons)] for code, polygons in polygons_of.items()}
    everything = [point for rings in flat.values() for ring in rings for point in ring]
    west, north = min(x for x, _y in everything), max(y for _x, y in everything)
    width = max(x for x, _y in everything) - west
    return {
        code: [
            placed
            for ring in rings
            if abs(_area(placed := tuple(((x - west) / width, (north - y) / width) for x, y in ring)))
            >= SMALLEST
        ]
        for code, rings in flat.items()
    }


def _outer(polygons: Iterable[Sequence[Sequence[Point]]]) -> list[list[Point]]:
    """Give the rings that are left when every border that two of the polygons share is taken away."""
    edges: dict[tuple[Point, Point], None] = {}
    for rings in polygons:
        for ring in rings:
            for start, end in pairwise(ring):
                if (end, start) in edges:
                    del edges[end, start]
                else:
                    edges[start, end] = None
    return _rings(edges)


def _rings(edges: Iterable[tuple[Point, Point]]) -> list[list[Point]]:
    """Put edges together to closed rings."""
    following: defaultdict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        following[start].append(end)
    found: list[list[Point]] = []
    for first in list(following):
        while following[first]:
            ring = [first]
            while following[ring[-1]]:
                ring.append(following[ring[-1]].pop())
                if ring[-1] == first:
                    break
            if len(ring) > 3 and ring[-1] == first:
                found.append(ring)
    return found


def _flat(ring: Sequence[Point]) -> Ring:
    n = (math.sin(_PARALLELS[0]) + math.sin(_PARALLELS[1])) / 2
    c = math.cos(_PARALLELS[0]) ** 2 + 2 * n * math.sin(_PARALLELS[0])
    far = math.sqrt(c - 2 * n * math.sin(_CENTRE[1])) / n
    flat = []
    for longitude, latitude in ring:
        rho = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
        theta = n * (math.radians(longitude) - _CENTRE[0])
        flat.append((rho * math.sin(theta), far - rho * math.cos(theta)))
    return tuple(flat)


def _area(ring: Sequence[Point]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring)) / 2
