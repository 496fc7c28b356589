"""Measures of spread: what holds for any answers, and what has no base."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.counted import counted, municipality
from webapp.core import spread
from webapp.core.answer import Missing
from webapp.core.movement import Movement, mcnemar, movements, share, split_change
from webapp.core.spread import Quality
from webapp.core.subject import LevelValue
from webapp.core.tally import COUNTRY, Tally, layout, tally_levels

VALUES: st.SearchStrategy[LevelValue] = st.one_of(st.integers(0, 4), st.sampled_from(list(Missing)))
ROUNDS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=25)
NOBODY = Tally(0, 0, 0, 0, 0, (0,) * 5)


def two_rounds(pairs: list[tuple[LevelValue, LevelValue]]) -> tuple[Tally, Tally, Movement]:
    municipalities = [municipality(f"{n:02}") for n in range(len(pairs))]
    where = layout(municipalities)
    before, after = ({m.number: p[end] for m, p in zip(municipalities, pairs, strict=True)} for end in (0, 1))
    moved = movements(where.numbers, where.members[:1], before, after)[0]
    return tally_levels(where, before)[COUNTRY], tally_levels(where, after)[COUNTRY], moved


@settings(deadline=None)
@given(ROUNDS)
def test_a_share_lies_between_its_bounds(pairs: list[tuple[LevelValue, LevelValue]]) -> None:
    row, _, _ = two_rounds(pairs)
    found, lower, upper = spread.adoption_share(row), spread.lower_bound(row), spread.upper_bound(row)

    if found is None:
        assert row.valid == 0
    else:
        assert lower is not None
        assert upper is not None
        assert 0 <= lower <= found <= upper <= 1


@settings(deadline=None)
@given(ROUNDS)
def test_the_matrix_the_flows_and_the_split_add_up(pairs: list[tuple[LevelValue, LevelValue]]) -> None:
    before, after, moved = two_rounds(pairs)

    assert moved.panel == sum(map(sum, moved.matrix)) == moved.up + moved.same + moved.down
    assert moved.at_risk + moved.adopters_before == moved.panel
    assert moved.adopters_after == sum(row[level] for row in moved.matrix for level in (3, 4))
    split = split_change(spread.adoption_share(before), spread.adoption_share(after), moved)
    if split is not None:
        assert split.total == split.panel + split.composition
        assert moved.share_before is not None
        assert moved.share_after is not None
        assert split.panel == moved.share_after - moved.share_before


def test_every_share_is_none_when_its_base_is_zero() -> None:
    empty = Movement(((0,) * 5,) * 5)

    assert share(0, 0) is None
    assert [
        measure(NOBODY)
        for measure in (
            spread.response_rate,
            spread.item_answer_rate,
            spread.adoption_share,
            spread.lower_bound,
            spread.upper_bound,
            spread.population_share,
        )
    ] == [None] * 6
    assert spread.median_level(NOBODY.counts) is None
    assert (empty.net_movement, empty.entry_rate, empty.exit_rate, empty.share_before, empty.change) == (
        None,
    ) * 5
    assert split_change(None, Fraction(1), empty) is None


def test_nobody_at_risk_gives_no_entry_rate_but_an_exit_rate() -> None:
    moved = Movement(((0,) * 5, (0,) * 5, (0,) * 5, (0, 0, 0, 2, 0), (0, 0, 1, 0, 0)))

    assert (moved.entry_rate, moved.exit_rate, moved.entered, moved.left) == (None, Fraction(1, 3), 0, 1)


@pytest.mark.parametrize(
    ("submitted", "invited", "expected"),
    [
        (80, 100, Quality.GOOD),
        (79, 100, Quality.LOW_COVERAGE),
        (60, 100, Quality.LOW_COVERAGE),
        (59, 100, Quality.BOUNDS_ONLY),
        (0, 0, Quality.BOUNDS_ONLY),
    ],
)
def test_the_quality_mark_follows_the_response_rate(submitted: int, invited: int, expected: Quality) -> None:
    assert spread.quality(submitted, invited) is expected


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_a_clause_is_adopted_exactly_when_more_than_half_of_its_items_are(levels: list[int]) -> None:
    level = spread.clause_level(levels)

    assert isinstance(level, int)
    assert (level >= 3) == (2 * sum(v >= 3 for v in levels) > len(levels))


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_the_median_of_a_distribution_is_that_of_its_answers(levels: list[int]) -> None:
    distribution = [levels.count(level) for level in range(5)]

    assert (
        spread.median_level(distribution)
        == sorted(levels)[(len(levels) - 1) // 2]
        == spread.clause_level(levels)
    )


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], Missing.NOT_ASKED),
        ([Missing.NOT_ASKED], Missing.NOT_ASKED),
        ([Missing.NOT_ASKED, Missing.NOT_DELIVERED], Missing.NOT_DELIVERED),
        ([Missing.NOT_APPLICABLE] * 2, Missing.NOT_APPLICABLE),
        ([Missing.NOT_APPLICABLE, Missing.DONT_KNOW], Missing.DONT_KNOW),
        ([Missing.NOT_APPLICABLE, Missing.NOT_DELIVERED], Missing.BLANK),
        ([Missing.DONT_KNOW, 0], 0),
    ],
)
def test_a_clause_without_levels_says_why(levels: list[LevelValue], expected: LevelValue) -> None:
    assert spread.clause_level(levels) == expected


def test_clause_levels_are_given_for_each_municipality() -> None:
    items: list[dict[str, LevelValue]] = [{"01": 3, "02": Missing.DONT_KNOW}, {"01": 2}]

    assert spread.clause_levels(items, ["01", "02", "03"]) == {
        "01": 2,
        "02": Missing.DONT_KNOW,
        "03": Missing.NOT_DELIVERED,
    }


def test_a_profile_needs_two_thirds_of_the_items_that_apply() -> None:
    assert spread.breadth([3, 2, Missing.BLANK]) == Fraction(1, 2)
    assert spread.breadth([3, Missing.BLANK]) is None
    assert spread.breadth([3, Missing.NOT_APPLICABLE, Missing.NOT_ASKED]) == 1
    assert spread.breadth([Missing.NOT_APPLICABLE]) is None


def test_mcnemar_is_symmetric_and_one_when_nothing_moved() -> None:
    assert mcnemar(0, 0) == 1
    assert mcnemar(8, 1) == mcnemar(1, 8) == Fraction(20, 512)


def test_shares_are_exact() -> None:
    assert spread.adoption_share(counted((1, 0, 1, 1, 0))) == Fraction(1, 3)
