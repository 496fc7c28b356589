"""Which counts of one subject may be shown: rules R1 to R4 of measures.md A11, decided once for all its rows and breakdowns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from webapp.core.subject import Form
from webapp.core.suppression.lines import Line, hide_secondary
from webapp.core.suppression.rules import Decision, DisclosureRules, Reason
from webapp.core.survey import ADOPTED_FROM
from webapp.core.tally import COUNTRY, RowKey, Tally

_ROW, _ADOPTERS, _COUNTS = 0, 1, 2


def decide(form: Form, tallies: Mapping[RowKey, Tally], rules: DisclosureRules) -> dict[RowKey, Decision]:
    """Decide on every cell of one subject: all its breakdowns with the country's row, a shown total unless it is small.

    Rows where nobody delivered are known to be empty from the participation and hide nothing. The order of
    ``tallies`` changes nothing.
    """
    keys = sorted(tallies)
    first = {key: place * (_COUNTS + len(tallies[COUNTRY].counts)) for place, key in enumerate(keys)}
    hidden, reasons = _primary(form, tallies, first, rules)
    lines = [
        *_lines_of_groups(form, tallies, first),
        *_lines_of_rows(form, tallies, first),
        *_columns(form, tallies, first, rules),
    ]
    hide_secondary(hidden, lines, rules.line_rule, _children(len(hidden), len(keys)))
    return {key: _decision(tallies[key], first[key], hidden, reasons) for key in keys}


def _primary(
    form: Form, tallies: Mapping[RowKey, Tally], first: Mapping[RowKey, int], rules: DisclosureRules
) -> tuple[bytearray, dict[int, Reason]]:
    stride = _COUNTS + len(tallies[COUNTRY].counts)
    hidden = bytearray(stride * len(tallies))
    reasons: dict[int, Reason] = {}
    for key, of_row in tallies.items():
        if not of_row.submitted:
            continue
        whole = _row_reason(form, of_row, rules)
        if whole:
            found = dict.fromkeys(range(stride), whole)
        else:
            found = {
                _COUNTS + i: reason
                for i, count in enumerate(of_row.counts)
                if (reason := _count_reason(form, count, of_row.valid, rules))
            }
            if form is Form.LEVELS and _is_small_split(of_row.adopters, of_row.valid, rules):
                found[_ADOPTERS] = Reason.SMALL
        for offset, reason in found.items():
            hidden[first[key] + offset], reasons[first[key] + offset] = 1, reason
    return hidden, reasons


def _row_reason(form: Form, of_row: Tally, rules: DisclosureRules) -> Reason | None:
    if of_row.valid < rules.base:
        return Reason.BASE
    if of_row.valid >= rules.unanimity:
        return None
    if form is Form.LEVELS:
        return Reason.UNANIMOUS if of_row.adopters in (0, of_row.valid) else None
    return Reason.UNANIMOUS if form is Form.NUMBERS and of_row.valid in of_row.counts else None


def _count_reason(form: Form, count: int, valid: int, rules: DisclosureRules) -> Reason | None:
    if form in (Form.LEVELS, Form.NUMBERS):
        return Reason.SMALL if 0 < count <= rules.small_cell else None
    if _is_small_split(count, valid, rules):
        return Reason.SMALL
    return Reason.UNANIMOUS if count in (0, valid) and valid < rules.unanimity else None


def _is_small_split(count: int, valid: int, rules: DisclosureRules) -> bool:
    """Whether a yes/no row has a cell that R2 hides: four against one at five answers tells about the one."""
    return 0 < count <= rules.small_cell or 0 < valid - count <= rules.small_cell


def _children(size: int, rows: int) -> list[tuple[int, ...]]:
    """Give, for each place, the places hidden along with it: V takes its whole row."""
    stride = size // rows
    return [
        tuple(range(place + 1, place + stride)) if place % stride == _ROW else () for place in range(size)
    ]


def _lines_of_rows(form: Form, tallies: Mapping[RowKey, Tally], first: Mapping[RowKey, int]) -> list[Line]:
    """Give the lines inside each row: its counts add up to V, and those of levels to adopters and to the others.

    The shortest come first: what they hide covers the longer ones too. The others are V less the adopters, so their
    sum is shown when the adopters are.
    """
    lines: list[Line] = []
    if form is Form.MULTIPLE:
        return lines
    for key, of_row in tallies.items():
        if not of_row.submitted:
            continue
        start = first[key]
        parts = range(len(of_row.counts))
        if form is Form.LEVELS:
            lines.append(_line_of_counts(of_row, parts[ADOPTED_FROM:], start, start + _ADOPTERS))
            lines.append(_line_of_counts(of_row, parts[:ADOPTED_FROM], start, start + _ADOPTERS))
        lines.append(_line_of_counts(of_row, parts, start, start + _ROW))
    return lines


def _line_of_counts(of_row: Tally, parts: Sequence[int], start: int, total: int) -> Line:
    ordered = sorted(parts, key=lambda part: (of_row.counts[part], part))
    counts = tuple(of_row.counts[part] for part in ordered)
    return Line(tuple(start + _COUNTS + part for part in ordered), total, weights=counts, values=counts)


def _lines_of_groups(form: Form, tallies: Mapping[RowKey, Tally], first: Mapping[RowKey, int]) -> list[Line]:
    """Give the lines over the groups of each breakdown: their V add up to the country's."""
    levels = form is Form.LEVELS
    lines = []
    for ordered in _smallest_first(tallies):
        weights = tuple(tallies[key].valid for key in ordered)
        adopters = tuple(tallies[key].adopters for key in ordered) if levels else weights
        places = tuple(first[key] for key in ordered)
        lines.append(Line(places, first[COUNTRY], weights, adopters, binary=levels))
    return lines


def _columns(
    form: Form, tallies: Mapping[RowKey, Tally], first: Mapping[RowKey, int], rules: DisclosureRules
) -> list[Line]:
    """Give the other lines over the groups of each breakdown: adopters and each count add up to the country's."""
    lines: list[Line] = []
    total = first[COUNTRY]
    for ordered in _smallest_first(tallies):
        starts = [first[key] for key in ordered]
        rows = [tallies[key] for key in ordered]
        weights = tuple(row.valid for row in rows)
        if form is Form.LEVELS:
            adopters = tuple(row.adopters for row in rows)
            lines.append(_column(starts, total, _ADOPTERS, weights, adopters, rules, binary=True))
        yes_or_no = form in (Form.SINGLE, Form.MULTIPLE)
        for part in range(len(rows[0].counts)):
            values = tuple(row.counts[part] for row in rows)
            lines.append(_column(starts, total, _COUNTS + part, weights, values, rules, binary=yes_or_no))
    return lines


def _smallest_first(tallies: Mapping[RowKey, Tally]) -> list[list[RowKey]]:
    """Give the rows of each breakdown in the order in which they are hidden: smallest V, then lowest code."""
    groups = ([key for key in keys if tallies[key].submitted] for keys in groups_of(tallies).values())
    return [sorted(keys, key=lambda key: (tallies[key].valid, key)) for keys in groups if keys]


def _column(
    starts: Sequence[int],
    total: int,
    offset: int,
    weights: tuple[int, ...],
    values: tuple[int, ...],
    rules: DisclosureRules,
    *,
    binary: bool,
) -> Line:
    return Line(
        tuple(start + offset for start in starts),
        total + offset,
        weights,
        values,
        small=rules.small_cell,
        binary=binary,
    )


def groups_of(keys: Iterable[RowKey]) -> dict[str, list[RowKey]]:
    """Give the rows of each breakdown, in order, without the country."""
    groups: dict[str, list[RowKey]] = defaultdict(list)
    for key in sorted(keys):
        if key != COUNTRY:
            groups[key[0]].append(key)
    return groups


def reason_at(place: int, hidden: bytearray, reasons: Mapping[int, Reason]) -> Reason | None:
    """Give why the place is hidden; what has no reason of its own is hidden for the sake of another."""
    return reasons.get(place, Reason.SECONDARY) if hidden[place] else None


def _decision(of_row: Tally, start: int, hidden: bytearray, reasons: Mapping[int, Reason]) -> Decision:
    return Decision(
        row=reason_at(start + _ROW, hidden, reasons),
        adopters=reason_at(start + _ADOPTERS, hidden, reasons),
        counts=tuple(
            reason_at(start + _COUNTS + part, hidden, reasons) for part in range(len(of_row.counts))
        ),
    )
