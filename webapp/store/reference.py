"""Reads the reference files into the core's Reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.core.municipality import (
    Breakdown,
    Change,
    ChangeType,
    County,
    HealthCommunity,
    LanguageForm,
    Municipality,
    size_band,
)
from webapp.core.reference import Reference
from webapp.core.succession import marked_where_shared
from webapp.shipped import REFERENCE
from webapp.store.reference_changes import faults_of_changes
from webapp.store.reference_faults import BrokenReferenceError, Fault, Problem
from webapp.store.reference_tables import CHANGES, COUNTIES, HEALTH, MUNICIPALITIES, Line, Table, read_lines


@dataclass(frozen=True, slots=True)
class Tables:
    """The lines of the four files that the reference is made of."""

    municipalities: list[Line]
    counties: list[Line]
    changes: list[Line]
    health: list[Line]


def read_reference(folder: Path = REFERENCE) -> Reference:
    """Read the reference files in ``folder``.

    It is the caller's to keep the result: nothing is remembered here.
    Raises BrokenReferenceError with all that is wrong.
    """
    problems: list[Problem] = []
    tables = read_tables(folder, problems)
    if problems:
        raise BrokenReferenceError(problems)
    return build(tables)


def read_tables(folder: Path, problems: list[Problem]) -> Tables:
    """Read the four files, and note in ``problems`` what is wrong with their lines.

    What the files say of each other is compared where both could be read whole.
    """
    tables = Tables(
        municipalities=read_lines(folder, MUNICIPALITIES, problems),
        counties=read_lines(folder, COUNTIES, problems),
        changes=read_lines(folder, CHANGES, problems),
        health=read_lines(folder, HEALTH, problems),
    )
    whole = {table.file for table in (MUNICIPALITIES, COUNTIES, CHANGES, HEALTH)} - {p.file for p in problems}
    if {MUNICIPALITIES.file, COUNTIES.file} <= whole:
        problems.extend(_faults_with_counties(tables))
    if {MUNICIPALITIES.file, HEALTH.file} <= whole:
        problems.extend(_faults_with_health(tables))
    if {MUNICIPALITIES.file, CHANGES.file} <= whole:
        steps = [(line, change(line)) for line in tables.changes]
        problems.extend(faults_of_changes(steps, (line["number"] for line in tables.municipalities)))
    return tables


def _faults_with_counties(tables: Tables) -> list[Problem]:
    """Say which municipalities are in a county that is not there, or is called something else."""
    names = {c["number"]: c["name"] for c in tables.counties}
    faults: list[Problem] = []
    for line in tables.municipalities:
        county = line["county_number"]
        if county not in names:
            faults.append(_at(Fault.UNKNOWN_COUNTY, MUNICIPALITIES, line, "county_number"))
        elif line["county_name"] != names[county]:
            faults.append(_at(Fault.DIFFERENT_NAME, MUNICIPALITIES, line, "county_name", names[county]))
        elif not line["number"].startswith(county):
            faults.append(_at(Fault.WRONG_COUNTY, MUNICIPALITIES, line, "county_number", line["number"][:2]))
    return faults


def _faults_with_health(tables: Tables) -> list[Problem]:
    """Say which lines of the health communities do not fit the municipalities, and who is without one."""
    names = {m["number"]: m["name"] for m in tables.municipalities}
    first: dict[str, Line] = {}
    faults: list[Problem] = []
    for line in tables.health:
        number = line["municipality_number"]
        if number not in names:
            faults.append(_at(Fault.UNKNOWN_MUNICIPALITY, HEALTH, line, "municipality_number"))
        elif line["municipality_name"] != names[number]:
            faults.append(_at(Fault.DIFFERENT_NAME, HEALTH, line, "municipality_name", names[number]))
        trust = first.setdefault(line["health_trust_org_number"], line)
        faults.extend(
            _at(Fault.DIFFERENT_NAME, HEALTH, line, column, trust[column])
            for column in ("health_trust_name", "health_community_name", "health_region")
            if line[column] != trust[column]
        )
    placed = {line["municipality_number"] for line in tables.health}
    faults.extend(
        _at(Fault.WITHOUT_HEALTH_COMMUNITY, MUNICIPALITIES, line, "number")
        for line in tables.municipalities
        if line["number"] not in placed
    )
    return faults


def _at(fault: Fault, table: Table, line: Line, column: str, expected: str = "") -> Problem:
    """Name the place of a fault."""
    return Problem(fault, table.file, line.number, column, line[column], expected)


def build(tables: Tables) -> Reference:
    """Make the Reference of lines that have nothing wrong with them."""
    trusts = {h["municipality_number"]: h["health_trust_org_number"] for h in tables.health}
    communities = {
        h["health_trust_org_number"]: HealthCommunity(
            code=h["health_trust_org_number"],
            trust_name=h["health_trust_name"],
            region=h["health_region"],
            name=h["health_community_name"],
        )
        for h in tables.health
    }
    return Reference(
        municipalities=marked_where_shared(
            _municipality(m, trusts[m["number"]]) for m in tables.municipalities
        ),
        counties=tuple(
            County(c["number"], c["name"], c["official_name"], LanguageForm(c["language_form"]))
            for c in sorted(tables.counties, key=lambda c: c["number"])
        ),
        changes=tuple(change(c) for c in tables.changes),
        health_communities=tuple(communities[code] for code in sorted(communities)),
    )


def _municipality(line: Line, trust: str) -> Municipality:
    """Make one municipality."""
    population = int(line["population"])
    return Municipality(
        number=line["number"],
        name=line["name"],
        county_number=line["county_number"],
        county_name=line["county_name"],
        population=population,
        centrality_index=int(line["centrality_index"]),
        language_form=LanguageForm(line["language_form"]),
        groups={
            Breakdown.COUNTY: line["county_number"],
            Breakdown.KOSTRA: line["kostra_group"],
            Breakdown.CENTRALITY: line["centrality_class"],
            Breakdown.SIZE: size_band(population),
            Breakdown.LANGUAGE_FORM: line["language_form"],
            Breakdown.HEALTH_COMMUNITY: trust,
        },
        official_name=line["official_name"],
    )


def change(line: Line) -> Change:
    """Make one change."""
    return Change(
        on=date.fromisoformat(line["change_date"]),
        old_number=line["old_number"],
        old_name=line["old_name"],
        new_number=line["new_number"],
        new_name=line["new_name"],
        change_type=ChangeType(line["change_type"]),
    )
