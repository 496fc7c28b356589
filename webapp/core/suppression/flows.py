"""Which movements between two rounds may be shown, decided once for all rows of one subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from webapp.core.movement import Movement
from webapp.core.suppression.cells import groups_of, reason_at
from webapp.core.suppression.lines import Line, hide_secondary
from webapp.core.suppression.rules import Decision, DisclosureRules, MovementDecision, Reason
from webapp.core.tally import COUNTRY, RowKey


@dataclass(frozen=True, slots=True)
class Moved:
    """One row's movement with what decides whether it may be shown: V of both rounds, and the decisions on both."""

    movement: Movement
    valid_before: int
    valid_after: int
    before: Decision
    after: Decision


_PANEL, _ENTERED, _LEFT, _KNOWN, _STRIDE = 0, 1, 2, 3, 4


def decide_movement(moved: Mapping[RowKey, Moved], rules: DisclosureRules) -> dict[RowKey, MovementDecision]:
    """Decide on the movement of every row of one subject; rows where nobody delivered in one of the rounds are left out.

    A panel is shown where the row is shown in both rounds, at least ``base`` are in it, and subtracting it from
    either round leaves nobody or at least ``residual``. (Not asked of the whole country: who is behind such a rest of
    357 is told nowhere, and this is the figure the agreement asks for.) Entered and left are hidden like cells (R2).
    Their difference is told by the adopters of both rounds, but for those who are new in the second; where they are
    fewer than ``residual``, entered and left are hidden together.
    """
    keys = sorted(moved)
    first = {key: place * _STRIDE for place, key in enumerate(keys)}
    hidden = bytearray(_STRIDE * len(keys))
    reasons: dict[int, Reason] = {}
    for key in keys:
        whole = _panel_reason(moved[key], rules, is_country=key == COUNTRY)
        found = (
            whole,
            whole or _flow_reason(moved[key], "entered", rules),
            whole or _flow_reason(moved[key], "left", rules),
        )
        for offset, reason in enumerate(found):
            if reason:
                hidden[first[key] + offset], reasons[first[key] + offset] = 1, reason
    children = [(p + _ENTERED, p + _LEFT) if p % _STRIDE == _PANEL else () for p in range(len(hidden))]
    lines = [*_lines_of_differences(moved, first, rules), *_lines_of_movement(moved, first, rules)]
    hide_secondary(hidden, lines, rules.line_rule, children)
    return {
        key: MovementDecision(
            *(reason_at(start + offset, hidden, reasons) for offset in (_PANEL, _ENTERED, _LEFT))
        )
        for key, start in first.items()
    }


def _panel_reason(moved: Moved, rules: DisclosureRules, *, is_country: bool) -> Reason | None:
    if moved.movement.panel < rules.base:
        return Reason.BASE
    if moved.before.row or moved.after.row:
        return Reason.SECONDARY
    if not is_country and any(0 < rest < rules.residual for rest in _rests(moved)):
        return Reason.SMALL
    return None


def _flow_reason(moved: Moved, flow: Literal["entered", "left"], rules: DisclosureRules) -> Reason | None:
    movement = moved.movement
    if moved.before.adopters or moved.after.adopters:
        return Reason.SECONDARY
    if 0 < (movement.entered if flow == "entered" else movement.left) <= rules.small_cell:
        return Reason.SMALL
    ends = (movement.adopters_before, movement.adopters_after)
    if movement.panel < rules.unanimity and any(end in (0, movement.panel) for end in ends):
        return Reason.UNANIMOUS
    return None


def _lines_of_differences(
    moved: Mapping[RowKey, Moved], first: Mapping[RowKey, int], rules: DisclosureRules
) -> list[Line]:
    """Give, for each row where entered - left is known, the line that ties them together."""
    lines = []
    for key, start in first.items():
        if _rests(moved[key])[1] < rules.residual:
            weights = (moved[key].movement.panel,) * 2
            lines.append(Line((start + _ENTERED, start + _LEFT), start + _KNOWN, weights, weights))
    return lines


def _lines_of_movement(
    moved: Mapping[RowKey, Moved], first: Mapping[RowKey, int], rules: DisclosureRules
) -> list[Line]:
    """Give the lines over the groups of each breakdown: panels, entered and left, and what a round has beside the panel."""
    lines: list[Line] = []
    if COUNTRY not in first:
        return lines
    total = first[COUNTRY]
    whole = _rests(moved[COUNTRY])
    for keys in groups_of(moved).values():
        ordered = sorted(keys, key=lambda key: (moved[key].movement.panel, key))
        panels = tuple(first[key] for key in ordered)
        movements = [moved[key].movement for key in ordered]
        weights = tuple(movement.panel for movement in movements)
        lines.append(Line(panels, total, weights, weights))
        for end in (0, 1):
            if whole[end] >= rules.residual:
                rests = tuple(_rests(moved[key])[end] for key in ordered)
                lines.append(Line(panels, total, weights, rests, small=rules.residual - 1))
        for offset, values in (
            (_ENTERED, [m.entered for m in movements]),
            (_LEFT, [m.left for m in movements]),
        ):
            flows = tuple(place + offset for place in panels)
            lines.append(Line(flows, total + offset, weights, tuple(values), small=rules.small_cell))
    return lines


def _rests(moved: Moved) -> tuple[int, int]:
    """Give how many have a level in the first round, and in the second, without being in the panel."""
    return moved.valid_before - moved.movement.panel, moved.valid_after - moved.movement.panel
