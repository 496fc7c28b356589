"""Tables of how each group of municipalities answered a choice or a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.charts import writing
from webapp.charts.kinds import Cell, Row, Table
from webapp.charts.labels import Labels
from webapp.charts.writing import both, same
from webapp.core.published import COUNTRY, Published
from webapp.core.subject import Form
from webapp.core.text import Text
from webapp.web.languages import current
from webapp.web.words import gettext as _


def by_group(
    labels: Labels, name: Text, rows: Sequence[Published], codes: Sequence[str], names: Mapping[str, Text]
) -> Table:
    """Give the shares of each option or class in the country and in the groups ``codes`` of one breakdown.

    ``rows`` are the subject's rows, its parts' too, of the country and of that breakdown. ``name`` is the breakdown's.
    """
    main = {r.group_code: r for r in rows if not r.option_key}
    parts = {(r.group_code, r.option_key): r for r in rows if r.option_key}
    is_number = labels.form is Form.NUMBERS
    headings = [name, both(lambda: _("Answered"))]
    if is_number:
        headings += [both(lambda: _("Median")), both(lambda: _("Middle half"))]
    headings += [part.words for part in labels.parts]

    def row(code: str, heading: Text) -> Row:
        of = main.get(code)
        cells: list[Cell] = [writing.count(of, "valid")]
        if is_number:
            cells += [writing.quantity(of, "median_number"), writing.middle_half(of)]
        cells += [writing.share(parts.get((code, part.key))) for part in labels.parts]
        return Row(heading, tuple(cells), code=code, is_total=not code)

    country = [r for r in rows if r.breakdown == COUNTRY]
    everyone = both(lambda: _("The whole country"))
    return Table(
        caption=both(lambda: _("Share that gave each answer, by %(breakdown)s", breakdown=lowered(name))),
        headings=tuple(headings),
        rows=(
            *((row("", everyone),) if country else ()),
            *(row(code, names.get(code, same(code))) for code in codes),
        ),
    )


def lowered(name: Text) -> str:
    """Write a breakdown's name inside a sentence: ``fylke``, but ``KOSTRA-gruppe``."""
    words = name.of(current())
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
