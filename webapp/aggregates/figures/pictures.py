"""The charts of a release: what each is called in release_file, and how it is made of published rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from webapp.aggregates.figures.contents import group_names
from webapp.charts import answers, breakdown, distribution, movement, tables
from webapp.charts.kinds import Chart, Table
from webapp.charts.labels import Labels
from webapp.core.groups import breakdown_name
from webapp.core.municipality import Breakdown
from webapp.core.published import COUNTRY, RELEASED_BREAKDOWNS, Published
from webapp.core.subject import Form
from webapp.store.boundaries import CREDIT

DISTRIBUTION: Final = "distribution"
MAP: Final = "map"
MOVEMENT: Final = "movement"
_BREAKDOWN: Final = "breakdown/"


def breakdown_picture(of: Breakdown) -> str:
    """Give what the chart of a breakdown is called: ``breakdown/county``."""
    return f"{_BREAKDOWN}{of.value}"


def pictures_of(labels: Labels) -> tuple[str, ...]:
    """Give what charts are drawn of a subject; choices and numbers have no adoption share to follow or to map."""
    breakdowns = tuple(breakdown_picture(b) for b in RELEASED_BREAKDOWNS)
    if labels.form is not Form.LEVELS:
        return (DISTRIBUTION, *breakdowns)
    return (DISTRIBUTION, MOVEMENT, *breakdowns, MAP)


def file_name(labels: Labels, picture: str) -> str:
    """Give the name in release_file: ``item/frivillighet/dialog/distribution``, ``clause/ua2024.hdir/map``."""
    return f"{labels.kind.value}/{labels.key}/{picture}"


def chart(labels: Labels, rows: Sequence[Published], picture: str) -> Chart | None:
    """Make one chart of a subject from its published rows; None where there is nothing to show of that kind.

    ``rows`` are the subject's rows in the country and in the breakdown asked for; others are passed over.
    """
    country = next((r for r in rows if r.breakdown == COUNTRY and not r.option_key), None)
    if country is None:
        return None
    match picture:
        case "distribution":
            parts = [r for r in rows if r.breakdown == COUNTRY and r.option_key]
            return distribution.distribution(labels, country, parts)
        case "movement":
            return movement.movement(country) if _has_movement(country) else None
        case "map":
            name, groups = breakdown_name(Breakdown.COUNTY), _groups(rows, Breakdown.COUNTY)
            if not groups or not country.may_be_ranked:
                return None
            return breakdown.county_map(name, country, groups, group_names(Breakdown.COUNTY), CREDIT)
        case _:
            return _by_group(labels, rows, country, Breakdown(picture.removeprefix(_BREAKDOWN)))


def _by_group(labels: Labels, rows: Sequence[Published], country: Published, of: Breakdown) -> Chart | None:
    groups = _groups(rows, of)
    if not groups:
        return None
    name, names = breakdown_name(of), group_names(of)
    if labels.form is Form.LEVELS:
        return breakdown.breakdown(name, country, groups, names)
    return answers.answers(labels, name, _of_either(rows, of), [g.group_code for g in groups], names)


def group_table(labels: Labels, rows: Sequence[Published], of: Breakdown) -> Table | None:
    """Give how each group of a breakdown answered; None where the release has no such rows.

    For levels this is the table of the breakdown's chart.
    """
    if labels.form is Form.LEVELS:
        made = chart(labels, rows, breakdown_picture(of))
        return None if made is None else made.table
    groups = _groups(rows, of)
    if not groups:
        return None
    codes = [group.group_code for group in groups]
    return tables.by_group(labels, breakdown_name(of), _of_either(rows, of), codes, group_names(of))


def _of_either(rows: Sequence[Published], of: Breakdown) -> list[Published]:
    """Give the rows of the country and of one breakdown, those of options and classes too."""
    return [r for r in rows if r.breakdown in {COUNTRY, of.value}]


def _groups(rows: Sequence[Published], of: Breakdown) -> list[Published]:
    """Give the rows of the groups in the order in which groups are shown."""
    order = {code: place for place, code in enumerate(group_names(of))}
    found = [r for r in rows if r.breakdown == of.value and not r.option_key]
    return sorted(found, key=lambda r: (order.get(r.group_code, len(order)), r.group_code))


def _has_movement(of: Published) -> bool:
    return of.panel is not None or "panel" in of.withheld or "entered" in of.withheld
