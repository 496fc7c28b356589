"""How the adoption share differs between groups of municipalities: as dots, and as a map of the counties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.charts import writing
from webapp.charts.comparing import Standing, highest_and_lowest
from webapp.charts.distribution import hidden_words
from webapp.charts.kinds import Area, Bar, Cell, Chart, CountyMap, Dots, Encoding, Row, Table
from webapp.charts.tables import lowered
from webapp.charts.writing import both, same
from webapp.core.published import Published
from webapp.core.text import Text
from webapp.web.languages import current
from webapp.web.words import gettext as _
from webapp.web.writing_out import NBSP, percent

CLASS_ENDS = (0.2, 0.4, 0.6, 0.8)
"""Where the next class of a map begins: the same for every map, so that two can be compared."""
_TICKS = tuple((step / 4, same(percent(step / 4))) for step in range(5))


def breakdown(
    name: Text, country: Published, groups: Sequence[Published], names: Mapping[str, Text]
) -> Chart:
    """Give the chart of the adoption share in the groups of one breakdown, beside the country's.

    ``name`` is the breakdown's and ``names`` its groups'. A row that may not be ranked gets no dot.
    """
    title = both(
        lambda: _(
            "Share of municipalities that have this in place, by %(breakdown)s", breakdown=lowered(name)
        )
    )
    finding = _finding(country, groups, names)
    everyone = _cell(country)
    return Chart(
        title=title,
        finding=finding,
        alt=both(
            lambda: _(
                "Dot chart: %(finding)s Every dot has its number in the table.", finding=finding.of(current())
            )
        ),
        table=_table(title, name, country, groups, names),
        encoding=Encoding.POSITION_AND_NUMBER,
        plan=Dots(
            bars=tuple(_dot(names.get(g.group_code, same(g.group_code)), g) for g in groups),
            ticks=_TICKS,
            axis=both(lambda: _("Share of those who answered")),
            reference=(
                country.share,
                both(lambda: _("The whole country: %(share)s", share=everyone.words.of(current()))),
            )
            if everyone.is_shown and country.share is not None
            else None,
            bounds_key=both(lambda: _("The line shows where the share would lie if everyone had answered")),
        ),
    )


def county_map(
    name: Text,
    country: Published,
    groups: Sequence[Published],
    names: Mapping[str, Text],
    credit: str,
) -> Chart:
    """Give the map of the counties by class of adoption share; ``credit`` names who made the boundaries."""
    title = both(lambda: _("Share of municipalities that have this in place, county by county"))
    finding = _finding(country, groups, names)
    areas = []
    for group in groups:
        cell = _cell(group)
        areas.append(
            Area(
                group.group_code,
                names.get(group.group_code, same(group.group_code)),
                cell,
                sum(group.share >= end for end in CLASS_ENDS)
                if cell.is_shown and group.share is not None
                else None,
            )
        )
    return Chart(
        title=title,
        finding=finding,
        alt=both(
            lambda: _(
                "Map of the counties: %(finding)s Every county has its number in the table.",
                finding=finding.of(current()),
            )
        ),
        table=_table(title, name, country, groups, names),
        encoding=Encoding.HATCHING_AND_NUMBER,
        plan=CountyMap(
            areas=tuple(areas),
            classes=tuple(
                both(lambda low=low, high=high: _("%(low)s to %(high)s", low=low, high=high))  # type: ignore[misc]  # mypy knows no types for a lambda's defaults
                if place < 4
                else both(lambda low=low: _("%(low)s or more", low=low))  # type: ignore[misc]  # likewise
                for place, (low, high) in enumerate(
                    (f"{20 * n}", f"{20 * n + 19}{NBSP}%") if n < 4 else (f"80{NBSP}%", "") for n in range(5)
                )
            ),
            hidden=both(lambda: _("Not shown")),
            credit=credit,
        ),
    )


def _cell(of: Published) -> Cell:
    """Give the share where the row may be ranked; else the sign that says why not."""
    cell = writing.share(of)
    return cell if not cell.is_shown or of.may_be_ranked else writing.sign_cell("..")


def _dot(label: Text, of: Published) -> Bar:
    cell = _cell(of)
    if not cell.is_shown or of.share is None:
        return Bar(label, cell, None)
    limits = writing.bounds(of)
    low, high = (of.lower_bound, of.upper_bound) if limits.is_shown else (None, None)
    return Bar(label, cell, of.share, low=low, high=high)


def _table(
    title: Text,
    name: Text,
    country: Published,
    groups: Sequence[Published],
    names: Mapping[str, Text],
) -> Table:
    def row(heading: Text, of: Published, *, is_total: bool = False) -> Row:
        cells = (
            Cell(same(f"{of.submitted} / {of.invited}")),
            writing.count(of, "adopters"),
            _cell(of),
            writing.bounds(of),
            writing.share(of, "population_share"),
        )
        return Row(heading, cells, code=of.group_code, is_total=is_total)

    everyone = both(lambda: _("The whole country"))
    return Table(
        caption=title,
        headings=(
            name,
            both(lambda: _("Delivered / asked")),
            both(lambda: _("Have it in place")),
            both(lambda: _("Share")),
            both(lambda: _("Bounds")),
            both(lambda: _("Share of inhabitants")),
        ),
        rows=(
            row(everyone, country, is_total=True),
            *(row(names.get(g.group_code, same(g.group_code)), g) for g in groups),
        ),
    )


def _finding(country: Published, groups: Sequence[Published], names: Mapping[str, Text]) -> Text:
    standings = [Standing(names.get(g.group_code, same(g.group_code)), _cell(g), g.share) for g in groups]
    if not country.is_shown and sum(s.cell.is_shown for s in standings) < 2:
        return hidden_words(country)
    return highest_and_lowest(
        standings,
        lambda most, least: _(
            "The share is highest in %(most)s and lowest in %(least)s.", most=most, least=least
        ),
        lambda share: _("The share is the same in all groups shown: %(share)s.", share=share),
    )
