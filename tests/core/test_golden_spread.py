"""The golden example: every number of spread_example.json that this part of the platform covers, to six decimals."""

from fractions import Fraction
from typing import Any

import pytest

from tests.core.counted import CODES, GOLDEN, counted, golden_levels, golden_municipalities, with_total
from webapp.core import spread
from webapp.core.answer import Missing
from webapp.core.movement import Movement, mcnemar, movements, split_change
from webapp.core.subject import Form
from webapp.core.suppression.cells import decide
from webapp.core.suppression.rules import DisclosureRules
from webapp.core.tally import COUNTRY, RowKey, Tally, layout, tally_levels

EXPECTED = GOLDEN["expected"]
WHERE = layout(golden_municipalities())


def six(exact: Fraction | None) -> float | None:
    return None if exact is None else round(float(exact), 6)


def golden_tally(round_number: int, row: RowKey = COUNTRY) -> Tally:
    return tally_levels(WHERE, golden_levels(round_number))[row]


def golden_movement(first: int) -> Movement:
    return movements(WHERE.numbers, WHERE.members[:1], golden_levels(first), golden_levels(first + 1))[0]


@pytest.mark.parametrize("round_number", [1, 2, 3])
def test_adoption(round_number: int) -> None:
    row = golden_tally(round_number)

    assert {
        "invited": row.invited,
        "submitted": row.submitted,
        "not_applicable": row.not_applicable,
        "dont_know": row.dont_know,
        "not_submitted": row.invited - row.submitted,
        "valid": row.valid,
        "adopters": row.adopters,
        "response_rate": six(spread.response_rate(row)),
        "item_answer_rate": six(spread.item_answer_rate(row)),
        "adoption_share": six(spread.adoption_share(row)),
        "lower_bound": six(spread.lower_bound(row)),
        "upper_bound": six(spread.upper_bound(row)),
        "population_share": six(spread.population_share(row)),
        "distribution": list(row.counts),
        "median_level": spread.median_level(row.counts),
    } == EXPECTED["adoption"][str(round_number)]


@pytest.mark.parametrize("first", [1, 2])
def test_movement(first: int) -> None:
    moved = golden_movement(first)
    before, after = (spread.adoption_share(golden_tally(n)) for n in (first, first + 1))
    split = split_change(before, after, moved)
    assert split is not None

    assert {
        "panel": moved.panel,
        "matrix": [list(row) for row in moved.matrix],
        "up": moved.up,
        "same": moved.same,
        "down": moved.down,
        "net_movement": six(moved.net_movement),
        "entered": moved.entered,
        "left": moved.left,
        "entry_rate": six(moved.entry_rate),
        "exit_rate": six(moved.exit_rate),
        "panel_share_before": six(moved.share_before),
        "panel_share_after": six(moved.share_after),
        "change_total": six(split.total),
        "change_in_panel": six(split.panel),
        "change_by_composition": six(split.composition),
        "mcnemar_exact_p": six(mcnemar(moved.entered, moved.left)),
    } == EXPECTED[f"transition_{first}_{first + 1}"]


@pytest.mark.parametrize(("levels", "expected"), [([3, 3, 1], 3), ([4, 2], 2), ([0, 3, 3, 4], 3)])
def test_clause_level_is_the_low_median(levels: list[int], expected: int) -> None:
    assert EXPECTED["clause_level_low_median"]["[" + ",".join(map(str, levels)) + "]"] == expected
    assert spread.clause_level(levels) == expected


@pytest.mark.parametrize("name", ["profile_1", "profile_2"])
def test_profile(name: str) -> None:
    given = [value if isinstance(value, int) else CODES[value] for value in GOLDEN["input"][name]]
    # The last of profile_2 is blank, not undelivered.
    blank = [Missing.BLANK if value is Missing.NOT_DELIVERED else value for value in given]

    assert six(spread.breadth(blank)) == EXPECTED[name]


@pytest.mark.parametrize("name", ["suppression_1", "suppression_2"])
def test_suppression(name: str) -> None:
    rows = {code: counted((valid - c, 0, 0, c, 0)) for code, valid, c in GOLDEN["input"][name]}

    decisions = decide(Form.LEVELS, with_total(rows), DisclosureRules())

    hidden = {key[1]: decision.row.value for key, decision in decisions.items() if decision.row}
    assert hidden == EXPECTED[name]


@pytest.mark.parametrize(
    ("breakdown", "name"), [("county", "gap_county_3"), ("kostra_group", "gap_kostra_3")]
)
def test_groups_are_counted_as_in_the_example(breakdown: str, name: str) -> None:
    expected: dict[str, dict[str, Any]] = EXPECTED[name]["groups"]
    tallies = {code: golden_tally(3, (breakdown, code)) for code in expected}

    assert {
        code: {
            "invited": row.invited,
            "valid": row.valid,
            "adopters": row.adopters,
            "adoption_share": six(spread.adoption_share(row)),
        }
        for code, row in tallies.items()
    } == expected


def test_a_missing_value_that_becomes_zero_is_counted_as_zero_and_was_not_before() -> None:
    levels = golden_levels(3)
    assert levels["K05"] is Missing.DONT_KNOW

    row = tally_levels(WHERE, levels | {"K05": 0})[COUNTRY]

    assert row.valid == 11
    assert {spread.adoption_share(row), spread.lower_bound(row), spread.upper_bound(row)} == {Fraction(6, 11)}
