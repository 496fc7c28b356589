"""`godpraksis reference`: proves the reference data, and says in words what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click
from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _

from webapp.shipped import REFERENCE
from webapp.store.reference_check import check_reference
from webapp.store.reference_faults import Fault, Problem

WORDS: Final[Mapping[Fault, LazyString]] = {
    Fault.FILE_MISSING: _("The file is missing."),
    Fault.FILE_UNREADABLE: _("The file cannot be read: %(found)s."),
    Fault.NOT_UTF8: _("The file is not UTF-8: the byte %(found)s cannot stand here."),
    Fault.FILE_EMPTY: _("The file is empty."),
    Fault.NOT_CSV: _("The line cannot be read as comma-separated values: %(found)s."),
    Fault.MISSING_COLUMN: _("The column is missing."),
    Fault.UNKNOWN_COLUMN: _("There should be no such column."),
    Fault.DUPLICATE_COLUMN: _("The column is there more than once."),
    Fault.SHORT_LINE: _("The line is too short: it has %(found)s fields, the header has %(expected)s."),
    Fault.LONG_LINE: _("The line is too long: it has %(found)s fields, the header has %(expected)s."),
    Fault.EMPTY_FIELD: _("The field is empty."),
    Fault.NOT_WHOLE_NUMBER: _("“%(found)s” is not a whole number."),
    Fault.OUT_OF_BOUNDS: _("%(found)s is outside %(expected)s."),
    Fault.NOT_MUNICIPALITY_NUMBER: _("“%(found)s” is not a municipality number of four digits."),
    Fault.NOT_COUNTY_NUMBER: _("“%(found)s” is not a county number of two digits."),
    Fault.NOT_ORGANISATION_NUMBER: _(
        "“%(found)s” is not an organisation number: nine digits, the last a check."
    ),
    Fault.NOT_DATE: _("“%(found)s” is not a date such as 2024-01-01."),
    Fault.UNKNOWN_VALUE: _("“%(found)s” is not one of: %(expected)s."),
    Fault.UNKNOWN_GROUP: _("There is no group “%(found)s”; the groups are: %(expected)s."),
    Fault.DUPLICATE: _("%(found)s is already there, in %(expected)s."),
    Fault.UNKNOWN_COUNTY: _("There is no county %(found)s in counties.csv."),
    Fault.UNKNOWN_MUNICIPALITY: _("There is no municipality %(found)s in municipalities.csv."),
    Fault.WRONG_COUNTY: _("The county is %(found)s, but the municipality number begins with %(expected)s."),
    Fault.DIFFERENT_NAME: _("The name is “%(found)s” here and “%(expected)s” elsewhere."),
    Fault.WITHOUT_HEALTH_COMMUNITY: _("Municipality %(found)s is not in health_communities.csv."),
    Fault.WITHOUT_MAP: _("Municipality %(found)s is not in municipalities.geojson."),
    Fault.UNKNOWN_SUCCESSOR: _("No municipality had the number %(found)s from %(expected)s."),
    Fault.STILL_IN_USE: _(
        "The number %(found)s is said to be given up on %(expected)s, but is still in use."
    ),
    Fault.WRONG_CHANGE_TYPE: _("“%(found)s” does not fit the numbers that lead in and out on that date."),
    Fault.NOT_AS_CHANGES_SAY: _("The date is “%(found)s”, but the changes give “%(expected)s”."),
    Fault.CENTRALITY_OVERLAP: _("The index %(found)s lies among those of class %(expected)s."),
    Fault.WRONG_TOTAL: _("The total is stated as %(expected)s, but the lines add up to %(found)s."),
    Fault.MISSING_TOTAL: _("No total is stated for: %(found)s."),
    Fault.NOT_JSON: _("The file cannot be read as JSON: %(found)s."),
    Fault.NOT_GEOJSON: _("This is not GeoJSON with one feature for each municipality."),
    Fault.NOT_POLYGON: _("Municipality %(found)s is not drawn as a polygon."),
    Fault.NOT_RING: _("A border of municipality %(found)s is not a closed ring with an area."),
    Fault.OUTSIDE_NORWAY: _("A border of municipality %(found)s leaves Norway."),
    Fault.WRONG_WINDING: _("A border of municipality %(found)s runs the wrong way round."),
}
"""What is wrong, in words; the place is written before it."""


def sentence(problem: Problem) -> str:
    """Say what is wrong and where, in the language of the moment."""
    expected = problem.expected
    if problem.fault is Fault.DUPLICATE and expected.isdecimal():
        expected = str(_("line %(line)s", line=expected))
    place = [problem.file]
    if problem.line is not None:
        place.append(str(_("line %(line)s", line=problem.line)))
    if problem.column is not None:
        place.append(str(_("column %(column)s", column=problem.column)))
    return f"{', '.join(place)}: " + str(WORDS[problem.fault]) % {
        "found": problem.found,
        "expected": expected,
    }


@click.group()
def reference() -> None:
    """Municipalities, their groups and the map."""


@reference.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=REFERENCE,
    help="Where the files are; those that came with Godpraksis unless you say otherwise.",
)
@click.option("--json", "as_json", is_flag=True, help="Write what is wrong as JSON.")
@click.pass_context
def check(context: click.Context, folder: Path, *, as_json: bool) -> None:
    """Prove that the reference files are whole and add up to what their sources state."""
    problems = check_reference(folder)
    if as_json:
        click.echo(json.dumps([_as_json(p) for p in problems], ensure_ascii=False, indent=2))
    for problem in problems:
        click.echo(sentence(problem), err=True)
    if problems:
        n = len(problems)
        click.echo(
            ngettext("%(num)s fault in the reference data.", "%(num)s faults in the reference data.", n),
            err=True,
        )
        context.exit(1)
    if not as_json:
        click.echo(_("The reference data are whole, and every total is as its source states."))


def _as_json(problem: Problem) -> dict[str, str | int | None]:
    """Give the problem as a machine may read it."""
    return {
        "fault": problem.fault.name.lower(),
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "found": problem.found,
        "expected": problem.expected,
        "message": sentence(problem),
    }
