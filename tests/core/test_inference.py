"""What a median and an inhabitant share would tell, against trying every possibility."""

from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.core.suppression.inference import gives_nobody_away, told_place

ROW = st.tuples(*[st.integers(0, 7)] * 5)
BLOCKS = [range(3), range(3, 5)]


@settings(deadline=None)
@given(ROW, st.tuples(*[st.booleans()] * 5), st.integers(0, 34))
def test_a_median_is_told_only_when_every_way_of_filling_the_hidden_cells_gives_it(
    counts: tuple[int, ...], is_hidden: tuple[bool, ...], place: int
) -> None:
    if not sum(counts):
        return
    position = place % sum(counts)
    told = told_place(counts, is_hidden, BLOCKS, position)

    possible = {
        _at(filled, position)
        for low in _fillings(counts, is_hidden, BLOCKS[0])
        for filled in _second(low, counts, is_hidden)
    }

    assert told == (possible.pop() if len(possible) == 1 else None)


def _fillings(counts: tuple[int, ...], is_hidden: tuple[bool, ...], block: range) -> list[tuple[int, ...]]:
    free = [part for part in block if is_hidden[part]]
    mass = sum(counts[part] for part in free)
    ways: list[tuple[int, ...]] = []
    for numbers in _compositions(mass, len(free)):
        filled = list(counts)
        for part, number in zip(free, numbers, strict=True):
            filled[part] = number
        ways.append(tuple(filled))
    return ways


def _second(
    low: tuple[int, ...], counts: tuple[int, ...], is_hidden: tuple[bool, ...]
) -> list[tuple[int, ...]]:
    return [(*low[:3], *high[3:]) for high in _fillings(counts, is_hidden, BLOCKS[1])]


def _compositions(mass: int, parts: int) -> list[tuple[int, ...]]:
    if parts == 0:
        return [()]
    if parts == 1:
        return [(mass,)]
    return [(first, *rest) for first in range(mass + 1) for rest in _compositions(mass - first, parts - 1)]


def _at(counts: tuple[int, ...], position: int) -> int:
    return [level for level, count in enumerate(counts) for _ in range(count)][position]


def test_an_inhabitant_share_that_tells_how_the_largest_answered_is_withheld() -> None:
    small = [1000 + n for n in range(19)]

    assert not gives_nobody_away([50_000, *small[:9]], small[9:], 30)
    assert gives_nobody_away([1100, *small[:9]], small[9:], 30)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=2, max_size=9), st.integers(1, 511))
def test_a_shown_inhabitant_share_leaves_every_municipality_open(sizes: list[int], chosen: int) -> None:
    """By trying every set of as many adopters with the same rounded share."""
    mine = [n for n in range(len(sizes)) if chosen >> n & 1]
    others = [n for n in range(len(sizes)) if n not in mine]
    if (
        not mine
        or not others
        or not gives_nobody_away([sizes[n] for n in mine], [sizes[n] for n in others], 30)
    ):
        return
    everyone = sum(sizes)

    def rounded(adopters: list[int]) -> int:
        return (200 * sum(sizes[n] for n in adopters) + everyone) // (2 * everyone)

    sets = [[n for n in range(len(sizes)) if bits >> n & 1] for bits in range(1 << len(sizes))]
    same = [s for s in sets if len(s) == len(mine) and rounded(s) == rounded(mine)]

    assert all(any(n in s for s in same) and any(n not in s for s in same) for n in range(len(sizes)))
