"""How a choice or a number was answered in each group of municipalities: as dots, with the mask of its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from webapp.charts import tables, writing
from webapp.charts.comparing import Standing, highest_and_lowest
from webapp.charts.kinds import Bar, Chart, Column, Columns, Dots, Encoding, Table
from webapp.charts.labels import Labels, Part
from webapp.charts.tables import lowered
from webapp.charts.writing import both, same
from webapp.core.published import COUNTRY, Published
from webapp.core.subject import Form
from webapp.core.text import Text
from webapp.web.languages import current
from webapp.web.words import gettext as _
from webapp.web.writing_out import number, percent

SIDE_BY_SIDE = 4
"""So many answers have room for a column each; of more, the chart shows the most common one."""
_TICKS = tuple((step / 4, same(percent(step / 4))) for step in range(5))
_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10", "20", "25", "50", "100")))
_LONG = 6


@dataclass(frozen=True, slots=True)
class _Groups:
    """The rows of one breakdown by group and option, the country's under an empty code."""

    name: Text
    codes: Sequence[str]
    names: Mapping[str, Text]
    rows: Mapping[tuple[str, str], Published]
    table: Table

    def label(self, code: str) -> Text:
        return self.names.get(code, same(code))


def answers(
    labels: Labels, name: Text, rows: Sequence[Published], codes: Sequence[str], names: Mapping[str, Text]
) -> Chart | None:
    """Give the chart of the groups ``codes`` of one breakdown; None where none of them has a figure that is shown.

    Given what ``tables.by_group`` is given. Up to ``SIDE_BY_SIDE`` options stand side by side; of more, the one that is
    the most common in the whole country is shown. Of a number it is the median, with the middle half as a line.
    """
    by_key = {(r.group_code if r.breakdown != COUNTRY else "", r.option_key): r for r in rows}
    groups = _Groups(name, codes, names, by_key, tables.by_group(labels, name, rows, codes, names))
    if labels.form is Form.NUMBERS:
        return _medians(labels, groups)
    lead = _lead(labels, groups)
    if lead is None:
        return None
    made = _side_by_side(labels, groups, lead) if len(labels.parts) <= SIDE_BY_SIDE else _one(groups, lead)
    return made if any(bar.cell.is_shown for bar in _bars_of(made)) else None


def _bars_of(chart: Chart) -> Sequence[Bar]:
    return chart.plan.bars if isinstance(chart.plan, Dots | Columns) else ()


def _lead(labels: Labels, groups: _Groups) -> Part | None:
    """Give the answer that groups are compared by; None where it cannot be told which is the most common."""
    for part in labels.parts:
        if part.key == labels.lead:
            return part
    country = [(part, groups.rows.get(("", part.key))) for part in labels.parts]
    shown = [(part, row.count or 0) for part, row in country if row and writing.count(row, "count").is_shown]
    return max(shown, key=lambda each: each[1])[0] if shown else None


def _side_by_side(labels: Labels, groups: _Groups, lead: Part) -> Chart:
    return _chart(
        groups,
        title=both(
            lambda: _("Share that gave each answer, by %(breakdown)s", breakdown=lowered(groups.name))
        ),
        finding=_share_finding(groups, lead),
        plan=Columns(
            columns=tuple(
                Column(part.words, _shares(groups, part), _country_share(groups, part))
                for part in labels.parts
            ),
            axis=both(lambda: _("Share of those who answered")),
            reference_key=both(lambda: _("The broken line shows the whole country")),
        ),
    )


def _one(groups: _Groups, lead: Part) -> Chart:
    cell = writing.share(groups.rows.get(("", lead.key)))
    at = _country_share(groups, lead)
    return _chart(
        groups,
        title=both(
            lambda: _(
                "Share that gave the most common answer, “%(answer)s”, by %(breakdown)s",
                answer=lead.words.of(current()),
                breakdown=lowered(groups.name),
            )
        ),
        finding=_share_finding(groups, lead),
        plan=Dots(
            bars=_shares(groups, lead),
            ticks=_TICKS,
            axis=both(lambda: _("Share of those who answered")),
            reference=None
            if at is None
            else (at, both(lambda: _("The whole country: %(share)s", share=cell.words.of(current())))),
        ),
    )


def _shares(groups: _Groups, part: Part) -> tuple[Bar, ...]:
    bars = []
    for code in groups.codes:
        row = groups.rows.get((code, part.key))
        cell = writing.share(row)
        bars.append(Bar(groups.label(code), cell, row.share if row is not None and cell.is_shown else None))
    return tuple(bars)


def _country_share(groups: _Groups, part: Part) -> float | None:
    row = groups.rows.get(("", part.key))
    return row.share if row is not None and writing.share(row).is_shown else None


def _share_finding(groups: _Groups, lead: Part) -> Text:
    return highest_and_lowest(
        [Standing(bar.label, bar.cell, bar.length) for bar in _shares(groups, lead)],
        lambda most, least: _(
            "The share that answered “%(answer)s” is highest in %(most)s and lowest in %(least)s.",
            answer=lead.words.of(current()),
            most=most,
            least=least,
        ),
        lambda share: _(
            "The share that answered “%(answer)s” is the same in all groups shown: %(share)s.",
            answer=lead.words.of(current()),
            share=share,
        ),
    )


def _medians(labels: Labels, groups: _Groups) -> Chart | None:
    mains = [groups.rows.get((code, "")) for code in groups.codes]
    standings = [
        Standing(groups.label(code), cell, of.median_number if of and cell.is_shown else None)
        for code, of in zip(groups.codes, mains, strict=True)
        for cell in (writing.quantity(of, "median_number"),)
    ]
    if not any(standing.cell.is_shown for standing in standings):
        return None
    country = groups.rows.get(("", ""))
    middle = writing.quantity(country, "median_number")
    middle_at = country.median_number if country is not None and middle.is_shown else None
    halves = [
        _half(of) if each.value is not None else None for each, of in zip(standings, mains, strict=True)
    ]
    told = [Decimal(each.value) for each in standings if each.value is not None]
    told += [end for half in halves if half for end in half] + ([] if middle_at is None else [middle_at])
    start, end, ticks = _axis(min(told), max(told))

    def place(value: Decimal) -> float:
        return float((value - start) / (end - start))

    unit = labels.unit or same("")
    return _chart(
        groups,
        title=both(
            lambda: _(
                "Median by %(breakdown)s (%(unit)s)",
                breakdown=lowered(groups.name),
                unit=unit.of(current()),
            )
        ),
        finding=highest_and_lowest(
            standings,
            lambda most, least: _(
                "The median is highest in %(most)s and lowest in %(least)s.", most=most, least=least
            ),
            lambda median: _("The median is the same in all groups shown: %(median)s.", median=median),
        ),
        plan=Dots(
            bars=tuple(
                Bar(
                    each.group,
                    each.cell,
                    None if each.value is None else place(Decimal(each.value)),
                    low=place(half[0]) if half else None,
                    high=place(half[1]) if half else None,
                )
                for each, half in zip(standings, halves, strict=True)
            ),
            ticks=tuple((place(at), same(number(at))) for at in ticks),
            axis=unit,
            reference=None
            if middle_at is None
            else (
                place(middle_at),
                both(lambda: _("The whole country: %(share)s", share=middle.words.of(current()))),
            ),
            bounds_key=both(lambda: _("The line shows where the middle half of the municipalities lies")),
        ),
    )


def _half(of: Published | None) -> tuple[Decimal, Decimal] | None:
    if of is None or not writing.middle_half(of).is_shown:
        return None
    return (
        None
        if of.lower_quartile is None or of.upper_quartile is None
        else (of.lower_quartile, of.upper_quartile)
    )


def _axis(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal, list[Decimal]]:
    """Give the ends of an axis that holds nought and all that is shown, and its ticks at round steps.

    There are five steps at the most, three where the numbers are long.
    """
    low, high = min(low, Decimal(0)), max(high, Decimal(0 if low or high else 1))
    most = 5 if len(number(high)) <= _LONG else 3
    size = Decimal(10) ** ((high - low).adjusted() - 1)
    step = next(s for s in (size * times for times in _STEPS) if ceil(high / s) - floor(low / s) <= most)
    first, last = floor(low / step), ceil(high / step)
    return first * step, last * step, [(at * step).normalize() + 0 for at in range(first, last + 1)]


def _chart(groups: _Groups, *, title: Text, finding: Text, plan: Dots | Columns) -> Chart:
    return Chart(
        title=title,
        finding=finding,
        alt=both(
            lambda: _(
                "Dot chart: %(finding)s Every dot has its number in the table.", finding=finding.of(current())
            )
        ),
        table=groups.table,
        encoding=Encoding.POSITION_AND_NUMBER,
        plan=plan,
    )
