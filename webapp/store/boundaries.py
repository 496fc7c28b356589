"""Reads the map of the municipalities: plain rings of longitude and latitude, for drawing.

Half a megabyte, so it is read when a map is drawn and never for a request.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from webapp.shipped import REFERENCE
from webapp.store.reference_faults import BrokenReferenceError, Fault, Problem
from webapp.store.reference_tables import read_text

MAP = "municipalities.geojson"
CREDIT = "© Kartverket"
"""The line that must stand under every map drawn from these boundaries."""

Point = tuple[float, float]
Ring = tuple[Point, ...]
Polygon = tuple[Ring, ...]
"""The outer ring, counter-clockwise, then its holes, clockwise (RFC 7946)."""

_WEST, _EAST, _SOUTH, _NORTH = 4.0, 32.0, 57.5, 71.5
"""A frame around the mainland and its islands."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One municipality on the map; ``place`` is its path in the file."""

    place: str
    number: str
    name: str
    polygons: tuple[Polygon, ...]


def read_boundaries(folder: Path = REFERENCE) -> dict[str, tuple[Polygon, ...]]:
    """Give the polygons of each municipality, by number; raises BrokenReferenceError with what is wrong."""
    problems: list[Problem] = []
    features = read_features(folder, problems)
    if problems:
        raise BrokenReferenceError(problems)
    return {feature.number: feature.polygons for feature in features}


def boundaries_by_county(
    boundaries: Mapping[str, tuple[Polygon, ...]], county_of: Mapping[str, str]
) -> dict[str, tuple[Polygon, ...]]:
    """Give the polygons of the municipalities of each county, by the county's number.

    ``county_of`` gives each municipality's county. Borders inside a county stay: fill and edge in one colour
    hide them.
    """
    counties: dict[str, tuple[Polygon, ...]] = {}
    for number in sorted(boundaries):
        counties[county_of[number]] = counties.get(county_of[number], ()) + boundaries[number]
    return dict(sorted(counties.items()))


def read_features(folder: Path, problems: list[Problem]) -> list[Feature]:
    """Give the features that are right, and note in ``problems`` what is wrong with the others."""
    text = read_text(folder, MAP, problems)
    if text is None:
        return []
    try:
        content: object = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(Problem(Fault.NOT_JSON, MAP, error.lineno, str(error.colno), error.msg))
        return []
    except (RecursionError, ValueError) as error:  # nested too deep, or a whole number of thousands of digits
        problems.append(Problem(Fault.NOT_JSON, MAP, found=str(error)))
        return []
    entries = content.get("features") if isinstance(content, dict) else None
    is_collection = isinstance(content, dict) and content.get("type") == "FeatureCollection"
    if not is_collection or not isinstance(entries, list):
        problems.append(Problem(Fault.NOT_GEOJSON, MAP))
        return []
    features = [
        feature
        for index, entry in enumerate(entries)
        if (feature := _feature(entry, f"features[{index}]", problems)) is not None
    ]
    problems.extend(_duplicates(features))
    return features


def _duplicates(features: list[Feature]) -> Iterator[Problem]:
    """Say which features repeat an earlier one's number."""
    first: dict[str, str] = {}
    for feature in features:
        if feature.number in first:
            yield Problem(Fault.DUPLICATE, MAP, None, feature.place, feature.number, first[feature.number])
        first.setdefault(feature.number, feature.place)


def _feature(entry: object, place: str, problems: list[Problem]) -> Feature | None:
    """Read one feature, or note what is wrong with it and give None."""
    properties = entry.get("properties") if isinstance(entry, dict) else None
    geometry = entry.get("geometry") if isinstance(entry, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        problems.append(Problem(Fault.NOT_GEOJSON, MAP, None, place))
        return None
    number, name = properties.get("number"), properties.get("name")
    if not (isinstance(number, str) and len(number) == 4 and number.isascii() and number.isdecimal()):
        path = f"{place}.properties.number"
        problems.append(Problem(Fault.NOT_MUNICIPALITY_NUMBER, MAP, None, path, str(number)))
        return None
    if not isinstance(name, str) or not name.strip():
        problems.append(Problem(Fault.EMPTY_FIELD, MAP, None, f"{place}.properties.name"))
        return None
    before = len(problems)
    polygons = tuple(_polygons(geometry, f"{place}.geometry", number, problems))
    return Feature(place, number, name, polygons) if len(problems) == before else None


def _polygons(
    geometry: dict[object, object], place: str, number: str, problems: list[Problem]
) -> Iterator[Polygon]:
    """Give the polygons of a Polygon or a MultiPolygon."""
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(polygons, list) or not polygons:
        problems.append(Problem(Fault.NOT_POLYGON, MAP, None, place, number))
        return
    for index, rings in enumerate(polygons):
        here = f"{place}.coordinates" + (f"[{index}]" if kind == "MultiPolygon" else "")
        if not isinstance(rings, list) or not rings:
            problems.append(Problem(Fault.NOT_POLYGON, MAP, None, here, number))
            continue
        read: list[Ring] = []
        for order, points in enumerate(rings):
            ring, fault = _ring(points, outer=order == 0)
            if fault is not None:
                problems.append(Problem(fault, MAP, None, f"{here}[{order}]", number))
            read.append(ring)
        yield tuple(read)


def _ring(points: object, *, outer: bool) -> tuple[Ring, Fault | None]:
    """Read one ring: closed, four points or more, in Norway, with an area, wound the way RFC 7946 says."""
    if not isinstance(points, list) or len(points) < 4:
        return (), Fault.NOT_RING
    ring: list[Point] = []
    for point in points:
        if not isinstance(point, list) or len(point) != 2 or not all(type(x) in {int, float} for x in point):
            return (), Fault.NOT_RING
        longitude, latitude = point
        if not (_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH):  # NaN is outside too
            return (), Fault.OUTSIDE_NORWAY
        ring.append((float(longitude), float(latitude)))
    area = _signed_area(ring)
    if ring[0] != ring[-1] or math.isclose(area, 0.0, abs_tol=1e-12):
        return (), Fault.NOT_RING
    return tuple(ring), None if (area > 0) == outer else Fault.WRONG_WINDING


def _signed_area(ring: list[Point]) -> float:
    """Give the area in square degrees, positive when the ring runs counter-clockwise."""
    x0, y0 = ring[0]  # taken as the origin, so that small rings far from (0, 0) keep their digits
    doubled = ((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairwise(ring))
    return math.fsum(doubled) / 2
