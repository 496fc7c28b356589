"""Lines of counts that add up, and what must be hidden so that none gives a hidden count back (R4 of measures.md A11)."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Counts that add up: ``entries``, in the order in which they are hidden, to ``total``; both are places in a list.

    ``weights`` say how many municipalities stand behind each entry, ``values`` are the counts themselves.
    What is hidden in a line is told as one sum, so the sum obeys the rules too: a sum of 1 to ``small`` breaks the
    line. In a ``binary`` line (adopted or not) the same holds for the others, and nobody and everybody may not be
    told of fewer than ``unanimity`` municipalities.
    """

    entries: tuple[int, ...]
    total: int
    weights: tuple[int, ...]
    values: tuple[int, ...]
    small: int = 0
    binary: bool = False


@dataclass(frozen=True, slots=True)
class LineRule:
    """The numbers of R4: ``base`` municipalities at least stand behind what is hidden in a line."""

    base: int
    unanimity: int


def is_broken(line: Line, hidden: Sequence[bool] | bytearray, rule: LineRule) -> bool:
    """Whether the line gives back what is hidden in it, or in its total."""
    covered = [i for i, entry in enumerate(line.entries) if hidden[entry]]
    if hidden[line.total]:
        return not covered
    if not covered:
        return False
    weight = sum(line.weights[i] for i in covered)
    if len(covered) == 1 or weight < rule.base:
        return True
    value = sum(line.values[i] for i in covered)
    if 0 < value <= line.small:
        return True
    if not line.binary:
        return False
    return 0 < weight - value <= line.small or (value in (0, weight) and weight < rule.unanimity)


def hide_secondary(
    hidden: bytearray, lines: Sequence[Line], rule: LineRule, children: Sequence[Sequence[int]]
) -> list[int]:
    """Hide in ``hidden`` until no line gives anything back; give the places that were hidden for it.

    Given the counts hidden at first, the lines, and for each place the places that are hidden along with it. In a
    broken line the first entry that remains is hidden. Where none remains and the line still tells (one entry
    alone, or all of them 0), its total is hidden; all entries hidden under a total that may be shown tell no more
    than the total does.
    """
    through: dict[int, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for member in (*line.entries, line.total):
            through[member].append(number)
    waiting = deque(range(len(lines)))
    queued = bytearray(b"\x01" * len(lines))
    added: list[int] = []
    while waiting:
        number = waiting.popleft()
        queued[number] = 0
        line = lines[number]
        while is_broken(line, hidden, rule):
            place = _next(line, hidden)
            if place is None:
                break
            for changed in _hide(place, hidden, children):
                added.append(changed)
                _queue(through[changed], waiting, queued)
    return added


def _next(line: Line, hidden: bytearray) -> int | None:
    remaining = next((entry for entry in line.entries if not hidden[entry]), None)
    if remaining is not None:
        return remaining
    tells_all = len(line.entries) == 1 or not any(line.values)
    return line.total if tells_all and not hidden[line.total] else None


def _hide(place: int, hidden: bytearray, children: Sequence[Sequence[int]]) -> list[int]:
    changed = [p for p in (place, *children[place]) if not hidden[p]]
    for p in changed:
        hidden[p] = 1
    return changed


def _queue(numbers: Iterable[int], waiting: deque[int], queued: bytearray) -> None:
    for number in numbers:
        if not queued[number]:
            queued[number] = 1
            waiting.append(number)
