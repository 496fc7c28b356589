"""Proves that the reference files add up to what their sources state, or says all that is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

from webapp.core.groups import CENTRALITY_CODES, FIXED_GROUPS
from webapp.core.municipality import Breakdown, ChangeType
from webapp.core.reference import Reference
from webapp.core.succession import changes_after, numbers_after
from webapp.shipped import REFERENCE
from webapp.store.boundaries import MAP, Feature, read_features
from webapp.store.reference import Tables, build, read_tables
from webapp.store.reference_faults import Fault, Problem
from webapp.store.reference_tables import COUNTIES, MUNICIPALITIES, TOTALS, Line, read_lines

Counted = dict[tuple[str, str], int]
"""What was counted, by measure and key."""


def check_reference(folder: Path = REFERENCE) -> list[Problem]:
    """Give all that is wrong with the reference files in ``folder``: an empty list when all is well.

    First each line and what the files say of each other. The sums are added up when that is right: with a
    line missing they would all be wrong, and say nothing new. What they should be stands in totals.csv and
    counties.csv.
    """
    problems: list[Problem] = []
    tables = read_tables(folder, problems)
    totals = read_lines(folder, TOTALS, problems)
    features = read_features(folder, problems)
    broken = {problem.file for problem in problems}
    if not broken & {MUNICIPALITIES.file, MAP}:
        problems.extend(_faults_of_map(tables.municipalities, features))
    if not broken & {MUNICIPALITIES.file}:
        problems.extend(_overlaps_in_centrality(tables.municipalities))
    if broken <= {MAP}:
        reference = build(tables)
        problems.extend(_faults_of_dates(tables.municipalities, reference))
        problems.extend(_wrong_county_counts(tables))
        problems.extend(_wrong_totals(totals, _count(tables, reference)))
    return problems


def _faults_of_map(municipalities: list[Line], features: list[Feature]) -> Iterator[Problem]:
    """Say which municipalities the map lacks, has too many of or calls something else."""
    lines = {line["number"]: line for line in municipalities}
    for feature in features:
        place = f"{feature.place}.properties"
        if feature.number not in lines:
            yield Problem(Fault.UNKNOWN_MUNICIPALITY, MAP, None, f"{place}.number", feature.number)
        elif feature.name != (name := lines[feature.number]["name"]):
            yield Problem(Fault.DIFFERENT_NAME, MAP, None, f"{place}.name", feature.name, name)
    drawn = {feature.number for feature in features}
    for number, line in lines.items():
        if number not in drawn:
            yield Problem(Fault.WITHOUT_MAP, MUNICIPALITIES.file, line.number, "number", number)


def _overlaps_in_centrality(municipalities: list[Line]) -> Iterator[Problem]:
    """Say which municipalities have an index that lies among another class's.

    The classes are intervals of the index. Where two overlap, the fewest that explain it are named.
    """
    for central, less in pairwise(CENTRALITY_CODES):
        upper = {line: _index(line) for line in municipalities if line["centrality_class"] == central}
        lower = {line: _index(line) for line in municipalities if line["centrality_class"] == less}
        if not upper or not lower:
            continue
        too_low = [line for line, index in upper.items() if index <= max(lower.values())]
        too_high = [line for line, index in lower.items() if index >= min(upper.values())]
        named, among = (too_low, less) if len(too_low) <= len(too_high) else (too_high, central)
        for line in named:
            yield _at_municipality(Fault.CENTRALITY_OVERLAP, line, "centrality_index", among)


def _index(line: Line) -> int:
    """Give the municipality's centrality index."""
    return int(line["centrality_index"])


def _faults_of_dates(municipalities: list[Line], reference: Reference) -> Iterator[Problem]:
    """Say where the two dates of a municipality are not those that the changes give."""
    valid_from: dict[str, date] = {}
    regrouped: dict[str, date] = {}
    for on, together in reversed(list(changes_after(reference.changes, date.min))):
        gave_up = {c.old_number for c in together}
        for change in together:
            if change.change_type in {ChangeType.MERGER, ChangeType.SPLIT}:
                regrouped[change.new_number] = on
            elif change.change_type is ChangeType.RENUMBERING and change.old_number in regrouped:
                regrouped[change.new_number] = regrouped[change.old_number]
            if change.new_number not in gave_up and change.change_type is not ChangeType.BOUNDARY_ADJUSTMENT:
                valid_from[change.new_number] = on
    for line in municipalities:
        for column, dates in (("number_valid_from", valid_from), ("last_merger_or_split", regrouped)):
            said = dates[line["number"]].isoformat() if line["number"] in dates else ""
            if line[column] != said:
                yield _at_municipality(Fault.NOT_AS_CHANGES_SAY, line, column, said)


def _at_municipality(fault: Fault, line: Line, column: str, expected: str) -> Problem:
    """Name the place of a fault in the municipalities' file."""
    return Problem(fault, MUNICIPALITIES.file, line.number, column, line[column], expected)


def _wrong_county_counts(tables: Tables) -> Iterator[Problem]:
    """Say which counties have more or fewer municipalities than stated."""
    counted = Counter(line["county_number"] for line in tables.municipalities)
    column = "municipality_count"
    for line in tables.counties:
        if int(line[column]) != counted[line["number"]]:
            found = str(counted[line["number"]])
            yield Problem(Fault.WRONG_TOTAL, COUNTIES.file, line.number, column, found, line[column])


def _count(tables: Tables, reference: Reference) -> Counted:
    """Count everything for which a total must be stated."""
    counted: Counted = {
        ("municipalities", ""): len(tables.municipalities),
        ("counties", ""): len(tables.counties),
        ("population", ""): sum(m.population for m in reference.municipalities),
        ("changes", ""): len(tables.changes),
        ("health_communities", ""): len(reference.health_communities),
    }
    health = {h.code: h.label for h in reference.health_communities}
    for breakdown, codes in (*FIXED_GROUPS.items(), (Breakdown.HEALTH_COMMUNITY, health)):
        members = Counter(m.groups[breakdown] for m in reference.municipalities)
        counted.update({(breakdown.value, code): members[code] for code in codes})
    counted.update(_count_over_time(reference))
    return counted


def _count_over_time(reference: Reference) -> Counted:
    """Count the numbers in use, going forward from the first structure, and the changes of each date."""
    counted: Counted = {}
    if not reference.changes:
        return counted
    in_use = reference.numbers_on(reference.first_day)
    for on, together in reversed(list(changes_after(reference.changes, date.min))):
        if on != reference.first_day:
            in_use = numbers_after(in_use, together)
        counted["numbers_on", on.isoformat()] = len(in_use)
        counted["changes_on", on.isoformat()] = len(together)
    return counted


def _wrong_totals(totals: list[Line], counted: Counted) -> Iterator[Problem]:
    """Say which stated totals are not what was counted, and which are not stated."""
    stated = {(line["measure"], line["key"]): line for line in totals}
    for stated_key, line in stated.items():
        found = counted.get(stated_key, 0)
        if found != int(line["expected"]):
            expected = line["expected"]
            yield Problem(Fault.WRONG_TOTAL, TOTALS.file, line.number, "expected", str(found), expected)
    for measure, key in counted:
        # Of the changes of a date Statistics Norway states the number for 2024 only.
        if (measure, key) not in stated and measure != "changes_on":
            yield Problem(Fault.MISSING_TOTAL, TOTALS.file, None, "measure", f"{measure} {key}".strip())
