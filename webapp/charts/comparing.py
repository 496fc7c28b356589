"""Says in words which groups lie highest and lowest, in no more than the figures that are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from webapp.charts import writing
from webapp.charts.kinds import Cell
from webapp.charts.writing import both
from webapp.core.text import Text
from webapp.web.languages import current
from webapp.web.words import gettext as _


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one group stands. ``value`` is None where ``cell`` is a sign."""

    group: Text
    cell: Cell
    value: float | Decimal | None


def highest_and_lowest(
    groups: Sequence[Standing], apart: Callable[[str, str], str], alike: Callable[[str], str]
) -> Text:
    """Say which groups lie highest and lowest, and how many cannot be compared.

    ``apart`` is given those at the top and those at the bottom, each with the figure; ``alike`` the figure that all
    groups share. Both say one sentence in the current language.
    """
    shown = [(g, g.value) for g in groups if g.cell.is_shown and g.value is not None]
    if len(shown) < 2:
        return both(lambda: _("Too few groups can be shown for them to be compared."))
    top, bottom = max(value for _group, value in shown), min(value for _group, value in shown)
    if top == bottom:
        first = both(lambda: alike(shown[0][0].cell.words.of(current())))
    else:
        most = _together([group for group, value in shown if value == top])
        least = _together([group for group, value in shown if value == bottom])
        first = both(lambda: apart(most.of(current()), least.of(current())))
    hidden = len(groups) - len(shown)
    if not hidden:
        return first

    def said() -> str:
        rest = _("%(hidden)s of %(all)s groups cannot be shown or compared.", hidden=hidden, all=len(groups))
        return f"{first.of(current())} {rest}"

    return both(said)


def _together(there: Sequence[Standing]) -> Text:
    figure = there[0].cell.words
    if len(there) > 3:
        return both(lambda: _("%(groups)s groups (%(share)s)", groups=len(there), share=figure.of(current())))
    said = writing.joined([group.group for group in there])
    return Text(f"{said.nb} ({figure.nb})", f"{said.nn} ({figure.nn})")
