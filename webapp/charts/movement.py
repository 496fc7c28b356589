"""How many have taken something into use since the round before, and how many have left it."""

from __future__ import annotations

from webapp.charts import writing
from webapp.charts.distribution import hidden_words
from webapp.charts.kinds import Bar, Bars, Cell, Chart, Encoding, Fill, Row, Table
from webapp.charts.writing import both, same
from webapp.core.published import Published
from webapp.core.text import Text
from webapp.web.languages import current
from webapp.web.words import gettext as _
from webapp.web.writing_out import number


def movement(of: Published) -> Chart:
    """Give the chart of entered and left among the municipalities that answered in both rounds."""
    title = both(lambda: _("Changes since the previous round"))
    entered, left = writing.count(of, "entered"), writing.count(of, "left_count")
    lines: tuple[tuple[Text, Cell, int | None, Fill], ...] = (
        (both(lambda: _("Taken into use")), entered, of.entered, Fill.ADOPTED),
        (both(lambda: _("No longer in place")), left, of.left_count, Fill.OTHER),
    )
    longest = max((count for _w, cell, count, _f in lines if cell.is_shown and count is not None), default=0)
    top = max(5, -(-longest // 5) * 5)
    finding = _finding(of, entered, left)
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
            headings=(both(lambda: _("What has changed")), both(lambda: _("Municipalities"))),
            rows=tuple(Row(words, (cell,)) for words, cell, _count, _fill in lines),
        ),
        encoding=Encoding.LENGTH_AND_NUMBER,
        plan=Bars(
            bars=tuple(
                Bar(words, cell, count / top if cell.is_shown and count is not None else None, fill)
                for words, cell, count, fill in lines
            ),
            ticks=tuple((part / 5, same(number(top * part // 5))) for part in range(6)),
            axis=both(lambda: _("Number of municipalities")),
        ),
    )


def _finding(of: Published, entered: Cell, left: Cell) -> Text:
    if not of.is_shown:
        return hidden_words(of)
    panel = writing.count(of, "panel")
    if all(cell.is_shown for cell in (entered, left, panel)):
        return both(
            lambda: _(
                "Of %(panel)s municipalities that answered both times, %(entered)s have taken this into use and "
                "%(left)s no longer have it in place.",
                panel=panel.words.of(current()),
                entered=entered.words.of(current()),
                left=left.words.of(current()),
            )
        )
    if ":" in {entered.sign, left.sign, panel.sign}:
        return both(
            lambda: _("How many have changed is hidden, wholly or partly, out of regard for small groups.")
        )
    return both(lambda: _("There is no earlier round to compare with."))
