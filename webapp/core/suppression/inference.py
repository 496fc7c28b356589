"""What a derived figure would tell about the counts and the municipalities behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

WHOLE_PER_CENT_BELOW = 100
"""Shares of fewer municipalities are given in whole per cent, others with one decimal (measures.md A11)."""


def share_unit(valid: int) -> int:
    """Give the parts that a share of ``valid`` municipalities is rounded to: hundredths, or thousandths from a hundred on."""
    return 100 if valid < WHOLE_PER_CENT_BELOW else 1000


def told_place(
    counts: Sequence[int], is_hidden: Sequence[bool], blocks: Sequence[Sequence[int]], position: int
) -> int | None:
    """Give the level or class that holds ``position`` of the sorted answers, if the shown counts tell it already; else None.

    ``blocks`` are the parts whose sums are shown, so what is hidden in a block is known as one sum. It is laid as
    low and then as high as it can be; a median that is the same in both is no news. A median that is not would
    narrow the hidden counts.
    """
    places = {_place(_laid(counts, is_hidden, blocks, end), position) for end in (0, -1)}
    return places.pop() if len(places) == 1 else None


def _laid(
    counts: Sequence[int], is_hidden: Sequence[bool], blocks: Sequence[Sequence[int]], end: int
) -> list[int]:
    laid = [0 if hidden else count for count, hidden in zip(counts, is_hidden, strict=True)]
    for block in blocks:
        free = [part for part in block if is_hidden[part]]
        if free:
            laid[free[end]] += sum(counts[part] for part in free)
    return laid


def _place(counts: Sequence[int], position: int) -> int:
    return next(place for place, seen in enumerate(accumulate(counts)) if seen > position)


def gives_nobody_away(adopters: Sequence[int], others: Sequence[int], proven_from: int) -> bool:
    """Whether the rounded inhabitant share leaves each municipality's own answer open.

    Populations are public, so a share by inhabitants may give a large municipality away: it is an adopter, or the
    share could not be so high. Given the populations of adopters and of the others, and that the reader knows how
    many adopted. For each municipality there must be another set of as many adopters, with the same rounded share,
    in which it answered the other way. From ``proven_from`` municipalities on, it is enough that the smallest and
    the largest such sets lie on either side of the share; below, one exchange of two municipalities must do it.
    """
    if not adopters or not others:
        return True
    low, high = _same_share(adopters, others)
    if not _could_all_differ(adopters, others, low, high):
        return False
    if len(adopters) + len(others) >= proven_from:
        return True
    have = sum(adopters)
    inner, outer = sorted(adopters), sorted(others)
    return all(_is_between(outer, low - have + m, high - have + m) for m in inner) and all(
        _is_between(inner, have + m - high, have + m - low) for m in outer
    )


def _same_share(adopters: Sequence[int], others: Sequence[int]) -> tuple[int, int]:
    """Give the lowest and highest number of inhabitants that round to the same share, half up."""
    have = sum(adopters)
    everyone = have + sum(others)
    unit = share_unit(len(adopters) + len(others))
    rounded = (2 * have * unit + everyone) // (2 * everyone) if everyone else 0
    low = -((1 - 2 * rounded) * everyone // (2 * unit))
    high = ((2 * rounded + 1) * everyone - 1) // (2 * unit)
    return low, high


def _could_all_differ(adopters: Sequence[int], others: Sequence[int], low: int, high: int) -> bool:
    sizes = sorted([*adopters, *others])
    sums = [0, *accumulate(sizes)]
    count, chosen = len(sizes), len(adopters)

    def extremes(without: int, many: int) -> tuple[int, int]:
        smallest = sums[many] if without >= many else sums[many + 1] - sizes[without]
        from_top = count - many
        largest = (
            sums[count] - sums[from_top]
            if without < from_top
            else sums[count] - sums[from_top - 1] - sizes[without]
        )
        return smallest, largest

    for size in set(adopters):
        least, most = extremes(bisect_left(sizes, size), chosen)
        if most < low or least > high:
            return False
    for size in set(others):
        least, most = extremes(bisect_left(sizes, size), chosen - 1)
        if size + most < low or size + least > high:
            return False
    return True


def _is_between(ordered: Sequence[int], low: int, high: int) -> bool:
    place = bisect_left(ordered, low)
    return place < len(ordered) and ordered[place] <= high
