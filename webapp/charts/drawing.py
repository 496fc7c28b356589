"""Draws each kind of chart: bars, dots, columns of dots, and the map of the counties."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, assert_never

from webapp.charts.kinds import Bar, Bars, Chart, Columns, CountyMap, Dots, Fill
from webapp.charts.sheet import ACCENT, DEEP, FAINT, QUIET, RENDERER, RULE, TINT, WIDTH, Sheet
from webapp.charts.svg import cleaned
from webapp.core.text import Language, Text

__all__ = ["MAP_HEIGHT", "RENDERER", "WIDTH", "Drawing", "Shapes", "draw"]

MAP_HEIGHT: Final = 640
Shapes = Mapping[str, Sequence[Sequence[tuple[float, float]]]]
"""The outlines of each county, by its code: rings of points between 0 and 1, and 0 and the height of the country."""

CLASSES: Final = ("#ddeaf6", "#99c0e3", "#5b9bd3", "#0062ba", "#002c54")
CLASS_HATCHES: Final = ("", "--", "///", "xxx", "")
FILLS: Final = {
    Fill.ADOPTED: (ACCENT, ""),
    Fill.OTHER: (TINT, "////"),
    Fill.PLAIN: (ACCENT, ""),
}
HIDDEN_HATCH: Final = "\\\\\\\\"
_MARGIN, _LABELS, _NUMBERS, _LINE = 24, 232, 78, 17
_NARROW_LABELS, _GAP = 176, 30


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG, and how large it is in CSS pixels."""

    content: bytes
    width: int
    height: int


def draw(
    chart: Chart, language: Language, *, shapes: Shapes | None = None, synthetic: str | None = None
) -> Drawing:
    """Draw ``chart`` in ``language``, the same bytes each time. ``synthetic`` is the label of made-up answers, if they are.

    Raises ValueError for a map without ``shapes``.
    """
    sheet = Sheet(language)
    match chart.plan:
        case Bars():
            height = _bars(sheet, chart.plan)
        case Dots():
            height = _dots(sheet, chart.plan)
        case Columns():
            height = _columns(sheet, chart.plan)
        case CountyMap():
            if shapes is None:
                message = "a map needs the shapes of the counties"
                raise ValueError(message)
            height = _county_map(sheet, chart.plan, shapes)
        case _:
            assert_never(chart.plan)
    if synthetic:
        height += 26
        sheet.words(_MARGIN, height - 14, synthetic, color=QUIET, size=12)
    content = sheet.svg(height)
    return Drawing(
        cleaned(content, chart.title.of(language), chart.finding.of(language), language), WIDTH, height
    )


def _bars(sheet: Sheet, plan: Bars) -> int:
    left, right = _MARGIN + _LABELS, WIDTH - _MARGIN - _NUMBERS
    y = 22.0
    if plan.key:
        y = _key(sheet, y, [(FILLS[fill], words) for fill, words in plan.key])
    top = y
    rows = [(bar, _wrapped(bar.label.of(sheet.language))) for bar in plan.bars]
    heights = [max(38.0, len(lines) * _LINE + 14) for _bar, lines in rows]
    bottom = top + sum(heights)
    _grid(sheet, plan.ticks, left, right, top, bottom)
    for (bar, lines), height in zip(rows, heights, strict=True):
        middle = y + height / 2
        _label(sheet, lines, middle)
        if bar.length is None:
            _hidden(sheet, left, middle, bar)
        else:
            fill, hatch = FILLS[bar.fill]
            width = bar.length * (right - left)
            if width:
                sheet.box(left, middle - 11, width, 22, fill, hatch)
            sheet.words(left + width + 8, middle + 4.5, bar.cell.words, weight=600)
        y += height
    return _foot(sheet, plan.ticks, plan.axis, left, right, bottom)


def _dots(sheet: Sheet, plan: Dots) -> int:
    left, right = _MARGIN + _LABELS, WIDTH - _MARGIN - _NUMBERS
    top, step = 50.0, 31.0
    rows = [(bar, _wrapped(bar.label.of(sheet.language))) for bar in plan.bars]
    bottom = top + step * len(rows)
    _grid(sheet, plan.ticks, left, right, top, bottom)
    if plan.reference:
        at, words = plan.reference
        x = left + at * (right - left)
        sheet.line(x, top - 8, x, bottom, DEEP, 1.5, dashed=True)
        align = "left" if at < 0.4 else "right" if at > 0.6 else "center"
        sheet.words(x, top - 16, words, align=align, color=DEEP, weight=600)
    for place, (bar, lines) in enumerate(rows):
        middle = top + step * (place + 0.5)
        _label(sheet, lines, middle)
        if bar.length is None:
            _hidden(sheet, left, middle, bar)
            continue
        if bar.low is not None and bar.high is not None:
            ends = [left + end * (right - left) for end in (bar.low, bar.high)]
            sheet.line(ends[0], middle, ends[1], middle, TINT, 5)
        sheet.dot(left + bar.length * (right - left), middle, 6.5, ACCENT)
        sheet.words(WIDTH - _MARGIN, middle + 4.5, bar.cell.words, align="right", weight=600)
    bottom_of_axis = _foot(sheet, plan.ticks, plan.axis, left, right, bottom)
    if plan.bounds_key is None:
        return bottom_of_axis
    sheet.line(_MARGIN, bottom_of_axis + 4, _MARGIN + 26, bottom_of_axis + 4, TINT, 5)
    sheet.dot(_MARGIN + 13, bottom_of_axis + 4, 6.5, ACCENT)
    sheet.words(_MARGIN + 38, bottom_of_axis + 8.5, plan.bounds_key, color=QUIET, size=12)
    return round(bottom_of_axis + 30)


def _columns(sheet: Sheet, plan: Columns) -> int:
    left = float(_MARGIN + _NARROW_LABELS)
    wide = (WIDTH - _MARGIN - left) / len(plan.columns)
    headings = [_wrapped(column.heading.of(sheet.language), int(wide / 7.5)) for column in plan.columns]
    top, step = 22.0 + max(map(len, headings)) * _LINE, 31.0
    labels = [_wrapped(bar.label.of(sheet.language), 24) for bar in plan.columns[0].bars]
    bottom = top + step * len(labels)
    for place, lines in enumerate(labels):
        sheet.line(_MARGIN, top + step * place, WIDTH - _MARGIN, top + step * place, FAINT)
        _label(sheet, lines, top + step * (place + 0.5))
    for column, lines in zip(plan.columns, headings, strict=True):
        right = left + wide - _GAP
        for place, line in enumerate(lines):
            sheet.words(left, top - 10 - (len(lines) - 1 - place) * _LINE, line, weight=600)
        for at, words in ((0.0, "0"), (0.5, "50"), (1.0, "100")):
            x = left + at * (right - left)
            sheet.line(x, top, x, bottom, RULE if at == 0 else FAINT)
            sheet.words(x, bottom + 18, words, align="center", color=QUIET, size=12)
        if column.reference is not None:
            x = left + column.reference * (right - left)
            sheet.line(x, top, x, bottom, DEEP, 1.5, dashed=True)
        for place, bar in enumerate(column.bars):
            middle = top + step * (place + 0.5)
            if bar.length is None:
                _hidden(sheet, left, middle, bar)
                continue
            x = left + bar.length * (right - left)
            is_left, long = bar.length > 0.5, 7.8 * len(bar.cell.words.of(sheet.language))
            sheet.box(x - 10 - long if is_left else x + 9, middle - 8, long + 1, 16, "#ffffff")
            sheet.dot(x, middle, 6.5, ACCENT)
            sheet.words(
                x - 10 if is_left else x + 10,
                middle + 4.5,
                bar.cell.words,
                align="right" if is_left else "left",
                weight=600,
            )
        left += wide
    sheet.words(WIDTH - _MARGIN, bottom + 38, plan.axis, align="right", color=QUIET, size=12)
    sheet.line(_MARGIN + 13, bottom + 26, _MARGIN + 13, bottom + 42, DEEP, 1.5, dashed=True)
    sheet.words(_MARGIN + 26, bottom + 38, plan.reference_key, color=QUIET, size=12)
    return round(bottom + 54)


def _county_map(sheet: Sheet, plan: CountyMap, shapes: Shapes) -> int:
    tall = max((y for rings in shapes.values() for ring in rings for _x, y in ring), default=1.0)
    scale = min((MAP_HEIGHT - 40) / tall, WIDTH - 230)
    x0, y0 = WIDTH - _MARGIN - scale, 20.0
    labels: list[tuple[float, float, Text]] = []
    for area in plan.areas:
        rings = shapes.get(area.code)
        if not rings:
            continue
        if area.share_class is None:
            fill, hatch, ink = "#ffffff", HIDDEN_HATCH, QUIET
        else:
            fill, hatch = CLASSES[area.share_class], CLASS_HATCHES[area.share_class]
            ink = "#ffffff" if area.share_class > 1 else ACCENT
        placed = [_placed(ring, x0, y0, scale) for ring in rings]
        sheet.shape([ring for ring in placed if len(ring) > 3], fill, hatch, ink)
        at_x, at_y = _middle(max(rings, key=len))
        labels.append((x0 + at_x * scale, y0 + at_y * scale, area.cell.words))
    for x, y, words in labels:
        wide = 7.2 * len(words.of(sheet.language)) + 8
        sheet.box(x - wide / 2, y - 9, wide, 18, "#ffffff", edge=RULE)
        sheet.words(x, y + 4, words, align="center", size=12, weight=600)
    y = 40.0
    for share_class, words in reversed(list(enumerate(plan.classes))):
        ink = "#ffffff" if share_class > 1 else ACCENT
        sheet.box(
            _MARGIN, y - 15, 30, 20, CLASSES[share_class], CLASS_HATCHES[share_class], edge=RULE, ink=ink
        )
        sheet.words(_MARGIN + 42, y, words)
        y += 30
    sheet.box(_MARGIN, y - 15, 30, 20, "#ffffff", HIDDEN_HATCH, edge=RULE, ink=QUIET)
    sheet.words(_MARGIN + 42, y, plan.hidden)
    sheet.words(_MARGIN, MAP_HEIGHT - 16, plan.credit, color=QUIET, size=12)
    return MAP_HEIGHT


def _key(sheet: Sheet, y: float, entries: Sequence[tuple[tuple[str, str], Text]]) -> float:
    x = float(_MARGIN)
    for (fill, hatch), words in entries:
        sheet.box(x, y, 22, 14, fill, hatch)
        sheet.words(x + 30, y + 12, words, color=QUIET)
        x += 30 + 7.2 * len(words.of(sheet.language)) + 30
    return y + 32


def _grid(
    sheet: Sheet, ticks: Sequence[tuple[float, Text]], left: float, right: float, top: float, bottom: float
) -> None:
    for at, _words in ticks:
        x = left + at * (right - left)
        sheet.line(x, top, x, bottom, RULE if at == 0 else FAINT)


def _foot(
    sheet: Sheet, ticks: Sequence[tuple[float, Text]], axis: Text, left: float, right: float, bottom: float
) -> int:
    for at, words in ticks:
        sheet.words(left + at * (right - left), bottom + 18, words, align="center", color=QUIET, size=12)
    sheet.words(right, bottom + 38, axis, align="right", color=QUIET, size=12)
    return round(bottom + 54)


def _label(sheet: Sheet, lines: Sequence[str], middle: float) -> None:
    first = middle + 4.5 - (len(lines) - 1) * _LINE / 2
    for place, line in enumerate(lines):
        sheet.words(_MARGIN, first + place * _LINE, line)


def _hidden(sheet: Sheet, left: float, middle: float, bar: Bar) -> None:
    """Draw a stub that is equally long whatever it hides; where there is no figure at all stands its sign alone."""
    if bar.cell.sign != ":":
        sheet.words(left + 8, middle + 4.5, bar.cell.words, weight=600)
        return
    sheet.box(left, middle - 9, 34, 18, "#ffffff", HIDDEN_HATCH, edge=RULE, ink=QUIET)
    sheet.words(left + 42, middle + 4.5, bar.cell.words, weight=600)


def _wrapped(words: str, width: int = 32) -> list[str]:
    return textwrap.wrap(words, width) or [""]


def _placed(
    ring: Sequence[tuple[float, float]], x0: float, y0: float, scale: float
) -> list[tuple[float, float]]:
    """Give the ring in whole pixels, without points on a straight line: neighbours keep the same border."""
    placed: list[tuple[float, float]] = []
    for x, y in ring:
        point = (float(round(x0 + x * scale)), float(round(y0 + y * scale)))
        if placed and point == placed[-1]:
            continue
        if len(placed) > 1 and _is_straight(placed[-2], placed[-1], point):
            placed.pop()
        placed.append(point)
    return placed


def _is_straight(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Give the centre of gravity of a ring."""
    doubled = x = y = 0.0
    for (x0, y0), (x1, y1) in pairwise(ring):
        cross = x0 * y1 - x1 * y0
        doubled += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    return (x / (3 * doubled), y / (3 * doubled)) if doubled else ring[0]
