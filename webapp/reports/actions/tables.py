"""The tables and key figures of a report: published rows written out, with the signs explained where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webapp.charts import writing
from webapp.charts.kinds import Cell
from webapp.charts.labels import Labels
from webapp.core.groups import breakdown_name
from webapp.core.municipality import Breakdown
from webapp.core.published import Published
from webapp.core.subject import Form
from webapp.documents.model import Block, Column, KeyFigure, KeyFigures, Paragraph, Row, Style, Table
from webapp.reports.actions.gathering import Material
from webapp.web.words import gettext as _

SIGNS = (":", ".", "..", "*")
BESIDE = 4
"""Up to so many options stand as columns under their own names; more of them go by number."""


def sign_words(sign: str) -> str:
    """Say what a sign means (measures.md A11)."""
    match sign:
        case ":":
            return _("hidden out of regard for small groups")
        case ".":
            return _("cannot be given")
        case "*":
            return _("preliminary")
        case _:
            return _("figures are lacking")


def legend(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Explain the signs that stand among ``texts``."""
    there = {"*" if text.endswith("*") and len(text) > 1 else text for text in texts}
    return tuple((sign, sign_words(sign)) for sign in SIGNS if sign in there)


def table(caption: str, columns: Sequence[Column], rows: Sequence[Row]) -> Table:
    """Make a table with its signs explained."""
    return Table(caption, tuple(columns), tuple(rows), legend(cell for row in rows for cell in row.cells))


def said(cell: Cell, material: Material) -> str:
    """Give a cell's words or its sign."""
    return cell.sign or cell.words.of(material.language)


def level_key_figures(material: Material, of: Published, labels: Labels) -> list[Block]:
    """Give the key figures of an item or clause with levels: in use, where people live, the middle, and the movement."""
    write = _Writer(material, of)
    share_note = _(
        "%(adopters)s of %(valid)s municipalities",
        adopters=write.count("adopters"),
        valid=write.count("valid"),
    )
    limits = said(writing.bounds(of), material)
    limits_note = _("Bounds: %(bounds)s", bounds=limits)
    figures = [
        KeyFigure(write.share("share"), _("Have this in use"), f"{share_note}\n{limits_note}"),
        KeyFigure(write.share("population_share"), _("Inhabitants who live where it is in use")),
        KeyFigure(write.count("median_level"), _("Median level"), _level_name(material, of, labels)),
        KeyFigure(
            write.share("entry_rate"),
            _("Entry rate since the previous round"),
            _(
                "New in use: %(entered)s\nFallen away: %(left)s",
                entered=write.count("entered"),
                left=write.count("left_count"),
            ),
        ),
    ]
    signs = [write.count(name) for name in ("adopters", "valid", "entered", "left_count")]
    return _with_signs(figures, [*signs, limits])


def number_key_figures(material: Material, of: Published, labels: Labels) -> list[Block]:
    """Give the median and the quartiles of a number item."""
    unit = labels.unit.of(material.language) if labels.unit else ""
    figures = [
        KeyFigure(said(writing.quantity(of, name), material), label, unit)
        for name, label in (
            ("lower_quartile", _("Lower quartile")),
            ("median_number", _("Median")),
            ("upper_quartile", _("Upper quartile")),
        )
    ]
    return _with_signs([*figures, _answers(material, of)], [])


def choice_key_figures(material: Material, of: Published) -> list[Block]:
    """Give how many answered a choice."""
    return _with_signs([_answers(material, of)], [])


def group_table(material: Material, labels: Labels, breakdown: Breakdown) -> Table:
    """Give an item's figures in every group of a breakdown, the whole country first."""
    name = breakdown_name(breakdown).of(material.language)
    caption = _(
        "By %(breakdown)s",
        breakdown=name.lower() if not name.isupper() and not name.startswith("KOSTRA") else name,
    )
    if labels.form is Form.LEVELS:
        return _level_groups(material, labels, breakdown, name, caption)
    if labels.form is Form.NUMBERS:
        return _number_groups(material, labels, breakdown, name, caption)
    return _option_groups(material, labels, breakdown, name, caption)


def _level_groups(material: Material, labels: Labels, breakdown: Breakdown, name: str, caption: str) -> Table:
    columns = [
        Column(name, numeric=False),
        Column(_("Invited")),
        Column(_("Answered")),
        Column(_("In use")),
        Column(_("Bounds")),
        Column(_("Median level")),
    ]
    rows = []
    for line, of, total in _lines(material, labels, breakdown):
        write = _Writer(material, of)
        rows.append(
            Row(
                line,
                (
                    str(of.invited),
                    write.count("valid"),
                    write.share("share"),
                    said(writing.bounds(of), material),
                    write.count("median_level"),
                ),
                total,
            )
        )
    return table(caption, columns, rows)


def _number_groups(
    material: Material, labels: Labels, breakdown: Breakdown, name: str, caption: str
) -> Table:
    columns = [
        Column(name, numeric=False),
        Column(_("Invited")),
        Column(_("Answered")),
        Column(_("Lower quartile")),
        Column(_("Median")),
        Column(_("Upper quartile")),
    ]
    rows = [
        Row(
            line,
            (
                str(of.invited),
                _Writer(material, of).count("valid"),
                *(
                    said(writing.quantity(of, figure), material)
                    for figure in ("lower_quartile", "median_number", "upper_quartile")
                ),
            ),
            total,
        )
        for line, of, total in _lines(material, labels, breakdown)
    ]
    return table(caption, columns, rows)


def _option_groups(
    material: Material, labels: Labels, breakdown: Breakdown, name: str, caption: str
) -> Table:
    beside = len(labels.parts) <= BESIDE
    heads = [
        part.words.of(material.language) if beside else _("Answer %(number)s", number=place)
        for place, part in enumerate(labels.parts, 1)
    ]
    columns = [Column(name, numeric=False), Column(_("Answered")), *(Column(head) for head in heads)]
    by_group = material.group_parts(labels.key, breakdown)
    country = {part.option_key: part for part in material.parts(labels.key)}
    rows = []
    for line, of, total in _lines(material, labels, breakdown):
        parts = [
            country.get(part.key) if total else by_group.get((of.group_code, part.key))
            for part in labels.parts
        ]
        shares = (said(writing.share(part), material) for part in parts)
        rows.append(Row(line, (_Writer(material, of).count("valid"), *shares), total))
    if not beside:
        caption = _("%(caption)s. The numbers of the answers are those of the table above.", caption=caption)
    return table(caption, columns, rows)


def _lines(material: Material, labels: Labels, breakdown: Breakdown) -> list[tuple[str, Published, bool]]:
    whole = material.country(labels.key)
    lines = [] if whole is None else [(_("The whole country"), whole, True)]
    for code, of in material.groups(labels.key, breakdown).items():
        lines.append((material.group_name(breakdown, code), of, False))
    return lines


def _level_name(material: Material, of: Published, labels: Labels) -> str:
    shown = of.median_level is not None and writing.count(of, "median_level").is_shown
    return (
        labels.level_names[of.median_level].of(material.language)
        if shown and of.median_level is not None
        else ""
    )


def _answers(material: Material, of: Published) -> KeyFigure:
    return KeyFigure(
        _Writer(material, of).count("valid"),
        _("Municipalities that answered"),
        _("of %(submitted)s that delivered", submitted=of.submitted),
    )


def _with_signs(figures: Sequence[KeyFigure], more: Sequence[str]) -> list[Block]:
    """Give the figures, and under them what the signs among them mean."""
    signs = legend([*(figure.number for figure in figures), *more])
    blocks: list[Block] = [KeyFigures(tuple(figures))]
    if signs:
        blocks.append(
            Paragraph("   ".join(f"{sign}\u00a0\u00a0{words}" for sign, words in signs), Style.NOTE)
        )
    return blocks


class _Writer:
    """Writes the figures of one row."""

    def __init__(self, material: Material, of: Published) -> None:
        self._material = material
        self._of = of

    def count(self, figure: str) -> str:
        """Write a count, or its sign."""
        return said(writing.count(self._of, figure), self._material)

    def share(self, figure: str) -> str:
        """Write a share, or its sign."""
        return said(writing.share(self._of, figure), self._material)
