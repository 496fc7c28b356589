"""Checks that the changes hang together: each leads to a number in use, and is of the kind it says it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from webapp.core.municipality import Change, ChangeType
from webapp.core.succession import numbers_before
from webapp.store.reference_faults import Fault, Problem
from webapp.store.reference_tables import CHANGES, Line

Numbered = tuple[Line, Change]


def faults_of_changes(changes: Iterable[Numbered], newest: Iterable[str]) -> list[Problem]:
    """Walk from the ``newest`` numbers back through the changes; say where a step has nothing to stand on."""
    in_use = frozenset(newest)
    faults: list[Problem] = []
    latest_first = sorted(changes, key=lambda c: (-c[1].on.toordinal(), c[0].number))
    for _on, group in groupby(latest_first, key=lambda c: c[1].on):
        together = list(group)
        faults.extend(_faults_of_steps(together, in_use))
        faults.extend(_faults_of_kinds(together))
        in_use = numbers_before(in_use, [change for _line, change in together])
    return sorted(faults, key=lambda p: p.line or 0)


def _faults_of_steps(together: list[Numbered], in_use: frozenset[str]) -> list[Problem]:
    """Say which numbers are not in use after the changes, and which still are though they were given up."""
    new = {change.new_number for _line, change in together}
    faults: list[Problem] = []
    for line, change in together:
        day = change.on.isoformat()
        if change.new_number not in in_use:
            faults.append(_at(Fault.UNKNOWN_SUCCESSOR, line, "new_number", day))
        if change.change_type is ChangeType.BOUNDARY_ADJUSTMENT:
            if change.old_number not in in_use:
                faults.append(_at(Fault.UNKNOWN_SUCCESSOR, line, "old_number", day))
        elif change.old_number in in_use and change.old_number not in new:
            faults.append(_at(Fault.STILL_IN_USE, line, "old_number", day))
    return faults


def _faults_of_kinds(together: list[Numbered]) -> list[Problem]:
    """Say which changes are called something they are not, from how many numbers lead in and out."""
    moving = [c for _line, c in together if c.change_type is not ChangeType.BOUNDARY_ADJUSTMENT]
    leads_out = Counter(change.old_number for change in moving)
    leads_in = Counter(change.new_number for change in moving)
    return [
        _at(Fault.WRONG_CHANGE_TYPE, line, "change_type", "")
        for line, change in together
        if not _is_so(change, leads_out[change.old_number], leads_in[change.new_number])
    ]


def _is_so(change: Change, out: int, into: int) -> bool:
    """Tell whether the kind of change fits the number of steps out of the old number and into the new one."""
    same = change.old_number == change.new_number
    return {
        ChangeType.RENUMBERING: not same and out == into == 1,
        ChangeType.NAME_CHANGE: same and out == into == 1 and change.old_name != change.new_name,
        ChangeType.MERGER: out == 1 and into > 1,
        ChangeType.SPLIT: out > 1,
        ChangeType.BOUNDARY_ADJUSTMENT: not same,
    }[change.change_type]


def _at(fault: Fault, line: Line, column: str, expected: str) -> Problem:
    """Name the place of a fault."""
    return Problem(fault, CHANGES.file, line.number, column, line[column], expected)
