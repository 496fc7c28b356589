"""How a published figure is written: the number, or the sign that stands in its place (measures.md A11)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from webapp.charts.kinds import Cell
from webapp.core.published import Published, Status
from webapp.core.text import LANGUAGES, Text
from webapp.web.languages import current, speaking
from webapp.web.words import gettext as _
from webapp.web.writing_out import NBSP, number, percent

SIGNS = {
    Status.SUPPRESSED: ":",
    Status.NOT_APPLICABLE: ".",
    Status.NOT_ASKED: ".",
    Status.MISSING: "..",
}
PROVISIONAL = "*"


def both(say: Callable[[], str]) -> Text:
    """Give what ``say`` says in each of the two written forms."""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(say())
    return Text(*said)


def same(words: str) -> Text:
    """Give words that are written alike in both forms: numbers, signs, names."""
    return Text(words, words)


def sign_cell(sign: str) -> Cell:
    """Give the cell of a sign."""
    return Cell(same(sign), sign)


def count(of: Published | None, figure: str) -> Cell:
    """Write a count: ``88``."""
    return _cell(of, figure, lambda value, _of: number(value))


def share(of: Published | None, figure: str = "share") -> Cell:
    """Write a share: ``63,2 %``, or ``63 %`` when fewer than a hundred answered."""
    return _cell(of, figure, lambda value, row: percent(value, row.valid))


def points(of: Published | None, figure: str) -> Cell:
    """Write a difference of shares in percentage points, with its sign: ``+4,1``."""

    def written(value: float, row: Published) -> str:
        text = number(Decimal(str(value)) * 100, 1 if (row.valid or 0) >= 100 else 0)
        return f"+{text}" if value > 0 else text

    return _cell(of, figure, written)


def quantity(of: Published | None, figure: str) -> Cell:
    """Write a number that was answered: a median or a quartile."""
    return _cell(of, figure, lambda value, _of: number(Decimal(str(value)).normalize() + 0))


def bounds(of: Published | None) -> Cell:
    """Write the two bounds of the adoption share: ``54–64 %``."""
    low, high = share(of, "lower_bound"), share(of, "upper_bound")
    if not low.is_shown or not high.is_shown:
        return low if not low.is_shown else high
    return Cell(same(f"{low.words.nb.removesuffix(f'{NBSP}%')}–{high.words.nb}"))


def middle_half(of: Published | None) -> Cell:
    """Write the two quartiles that the middle half of the answers lies between: ``2–5,5``."""
    low, high = quantity(of, "lower_quartile"), quantity(of, "upper_quartile")
    if not low.is_shown or not high.is_shown:
        return low if not low.is_shown else high
    return Cell(same(f"{low.words.nb}–{high.words.nb}"))


def level(of: Published | None, names: tuple[Text, ...]) -> Cell:
    """Write the median level with its name: ``3 På plass``."""
    sign = _sign(of, "median_level")
    if sign or of is None or of.median_level is None:
        return sign_cell(sign or "..")
    name = names[of.median_level]
    return Cell(Text(f"{of.median_level} {name.nb}", f"{of.median_level} {name.nn}"), is_figure=False)


def joined(names: list[Text]) -> Text:
    """Join names as one says them: ``Agder, Troms og Vestland``."""
    if len(names) == 1:
        return names[0]

    def said() -> str:
        here = current()
        return _(
            "%(names)s and %(last)s",
            names=", ".join(name.of(here) for name in names[:-1]),
            last=names[-1].of(here),
        )

    return both(said)


def _cell(of: Published | None, figure: str, written: Callable[..., str]) -> Cell:
    sign = _sign(of, figure)
    if sign or of is None:
        return sign_cell(sign or "..")
    text = written(getattr(of, figure), of)
    return Cell(same(text + PROVISIONAL if of.status is Status.PROVISIONAL else text))


def _sign(of: Published | None, figure: str) -> str:
    return ".." if of is None else SIGNS.get(of.state(figure), "")
