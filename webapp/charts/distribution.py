"""How the answers are spread: over the levels, the options of a choice, or the classes of a number."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.charts import writing
from webapp.charts.kinds import Bar, Bars, Cell, Chart, Encoding, Fill, Row, Table
from webapp.charts.labels import Labels
from webapp.charts.writing import both, same
from webapp.core.published import Published
from webapp.core.spread import Quality
from webapp.core.subject import Form
from webapp.core.survey import ADOPTED_FROM
from webapp.core.text import Text
from webapp.web.languages import current
from webapp.web.words import gettext as _
from webapp.web.writing_out import number


def distribution(labels: Labels, main: Published, parts: Sequence[Published]) -> Chart:
    """Give the chart of one row of a release: ``main``, with the rows of its options or classes in ``parts``."""
    finding = finding_of(labels, main, parts)
    title = both(lambda: _("How the municipalities answered"))
    rows = _rows(labels, main, parts)
    longest = max((count for _cells, count, _fill in rows if count is not None), default=0)
    top, ticks = _axis(longest)
    bars = tuple(
        Bar(part.words, cells[0], None if count is None else count / top, fill)
        for part, (cells, count, fill) in zip(labels.parts, rows, strict=True)
    )
    headings = [_heading(labels), both(lambda: _("Municipalities"))]
    if labels.form is not Form.LEVELS:
        headings.append(both(lambda: _("Share of those who answered")))
    return Chart(
        title=title,
        finding=finding,
        alt=both(
            lambda: _(
                "Bar chart: %(finding)s Every bar has its number in the table.",
                finding=finding.of(current()),
            )
        ),
        table=Table(
            caption=title,
            headings=tuple(headings),
            rows=tuple(
                Row(part.words, cells, code=part.key)
                for part, (cells, _count, _fill) in zip(labels.parts, rows, strict=True)
            ),
        ),
        encoding=Encoding.LENGTH_AND_NUMBER,
        plan=Bars(
            bars=bars,
            ticks=tuple((at / top, same(number(at))) for at in ticks),
            axis=both(lambda: _("Number of municipalities")),
            key=_key() if labels.form is Form.LEVELS else (),
        ),
    )


def _rows(
    labels: Labels, main: Published, parts: Sequence[Published]
) -> list[tuple[tuple[Cell, ...], int | None, Fill]]:
    """Give for each part its cells, its count where that is shown, and how its bar is filled."""
    rows: list[tuple[tuple[Cell, ...], int | None, Fill]] = []
    if labels.form is Form.LEVELS:
        for level, part in enumerate(labels.parts):
            cell = writing.count(main, part.key)
            count = getattr(main, part.key) if cell.is_shown else None
            rows.append(((cell,), count, Fill.ADOPTED if level >= ADOPTED_FROM else Fill.OTHER))
        return rows
    by_key = {part.option_key: part for part in parts}
    for part in labels.parts:
        row = by_key.get(part.key)
        cell = writing.count(row, "count")
        shown = row.count if row is not None and cell.is_shown else None
        rows.append(((cell, writing.share(row)), shown, Fill.PLAIN))
    return rows


def _heading(labels: Labels) -> Text:
    match labels.form:
        case Form.LEVELS:
            return both(lambda: _("Level"))
        case Form.NUMBERS:
            return both(lambda: _("Class"))
        case _:
            return both(lambda: _("Answer"))


def _key() -> tuple[tuple[Fill, Text], ...]:
    return (
        (Fill.ADOPTED, both(lambda: _("In place (level 3 and 4)"))),
        (Fill.OTHER, both(lambda: _("Not in place yet (level 0 to 2)"))),
    )


def _axis(longest: int) -> tuple[int, list[int]]:
    """Give the end of the axis and its ticks: four or five round steps."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000):
        if longest <= 5 * step:
            top = max(1, -(-longest // step)) * step
            return top, list(range(0, top + 1, step))
    return longest, [0, longest]


def finding_of(labels: Labels, main: Published, parts: Sequence[Published]) -> Text:
    """Say in one or two sentences what a row tells, in no more than its own shown figures."""
    if not main.is_shown:
        return hidden_words(main)
    if labels.form is Form.LEVELS:
        return _levels_finding(labels, main)
    if labels.form is Form.NUMBERS:
        return _numbers_finding(labels, main)
    return _choice_finding(labels, main, parts)


def hidden_words(of: Published) -> Text:
    """Say why nothing of a row is shown, in no more words than the row itself tells."""
    match writing.count(of, "valid").sign:
        case ":":
            return both(lambda: _("The figures are hidden out of regard for small groups."))
        case ".":
            return both(lambda: _("This was not asked in this group."))
        case _:
            return both(lambda: _("No municipality has delivered answers to this."))


def _levels_finding(labels: Labels, of: Published) -> Text:
    if of.quality is Quality.BOUNDS_ONLY:
        limits = writing.bounds(of)
        if not limits.is_shown:
            return both(lambda: _("Too few have delivered for a share to be given."))
        return both(
            lambda: _(
                "Too few have delivered for a share: it lies somewhere within %(bounds)s.",
                bounds=limits.words.of(current()),
            )
        )
    adopters, valid, part = writing.count(of, "adopters"), writing.count(of, "valid"), writing.share(of)
    if not (adopters.is_shown and valid.is_shown and part.is_shown):
        if not valid.is_shown:
            return hidden_words(of)
        return both(
            lambda: _(
                "How many of the %(valid)s municipalities have this in place is hidden out of regard for small groups.",
                valid=valid.words.of(current()),
            )
        )
    median = "" if of.median_level is None or of.state("median_level") is not of.status else of.median_level

    def said() -> str:
        here = current()
        share_words = _(
            "%(adopters)s of %(valid)s municipalities (%(share)s) have this in place.",
            adopters=adopters.words.of(here),
            valid=valid.words.of(here),
            share=part.words.of(here),
        )
        if median == "":
            return share_words
        middle = _(
            "The median level is %(level)s, “%(name)s”.",
            level=median,
            name=labels.level_names[int(median)].of(here),
        )
        return f"{share_words} {middle}"

    return both(said)


def _choice_finding(labels: Labels, of: Published, parts: Sequence[Published]) -> Text:
    words = {part.key: part.words for part in labels.parts}
    shown = [p for p in parts if writing.count(p, "count").is_shown and p.option_key in words]
    if not shown:
        return both(lambda: _("How many chose each answer is hidden out of regard for small groups."))
    most = max(p.count or 0 for p in shown)
    if not most:
        return both(lambda: _("Nobody chose any of the answers that can be shown."))
    top = [p for p in shown if p.count == most]
    names = writing.joined([Text(f"«{words[p.option_key].nb}»", f"«{words[p.option_key].nn}»") for p in top])
    values = {
        "count": writing.count(top[0], "count"),
        "valid": writing.count(of, "valid"),
        "share": writing.share(top[0]),
    }
    if not all(cell.is_shown for cell in values.values()):
        return both(lambda: _("The most common answer is %(name)s.", name=names.of(current())))

    def said() -> str:
        given = {name: cell.words.of(current()) for name, cell in values.items()}
        if len(shown) < len(labels.parts):
            return _(
                "Of the answers that can be shown, %(name)s is the most common: "
                "%(count)s of %(valid)s municipalities (%(share)s).",
                name=names.of(current()),
                **given,
            )
        return _(
            "The most common answer is %(name)s: %(count)s of %(valid)s municipalities (%(share)s).",
            name=names.of(current()),
            **given,
        )

    return both(said)


def _numbers_finding(labels: Labels, of: Published) -> Text:
    median = writing.quantity(of, "median_number")
    unit = labels.unit or same("")
    if not median.is_shown:
        return both(lambda: _("The median cannot be given; the table shows how the answers are spread."))
    low, high = writing.quantity(of, "lower_quartile"), writing.quantity(of, "upper_quartile")

    def said() -> str:
        here = current()
        middle = _(
            "Half of the municipalities answered %(median)s %(unit)s or less.",
            median=median.words.of(here),
            unit=unit.of(here),
        )
        if not (low.is_shown and high.is_shown):
            return middle
        between = _(
            "The middle half lies from %(low)s to %(high)s.", low=low.words.of(here), high=high.words.of(here)
        )
        return f"{middle} {between}"

    return both(said)
