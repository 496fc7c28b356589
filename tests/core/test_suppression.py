"""The disclosure rules: each by small examples, and properties that hold for any tables of a release."""

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.counted import cells, counted, equations, hidden_cells, with_total, worked_out
from webapp.core.subject import Form
from webapp.core.suppression.cells import decide
from webapp.core.suppression.rules import Decision, DisclosureRules, Reason
from webapp.core.tally import COUNTRY, RowKey, Tally

RULES = DisclosureRules()
ROW = st.tuples(*[st.integers(0, 7)] * 5)


def decided(rows: Mapping[str, tuple[int, ...]], form: Form = Form.LEVELS) -> dict[RowKey, Decision]:
    return decide(form, with_total({code: counted(counts) for code, counts in rows.items()}), RULES)


def respondents(valid: int, *chosen: int) -> Tally:
    return Tally(valid, valid, 0, 0, valid, chosen)


# R1 base


@pytest.mark.parametrize(("counts", "reason"), [((1, 1, 0, 1, 1), Reason.BASE), ((0, 3, 0, 3, 0), None)])
def test_figures_from_four_municipalities_are_withheld_and_from_six_they_are_not(
    counts: tuple[int, ...], reason: Reason | None
) -> None:
    decisions = decided({"A": counts, "B": (9, 9, 9, 9, 9), "C": (9, 9, 9, 9, 9)})

    assert decisions["county", "A"].row is reason


def test_the_country_itself_is_withheld_when_it_is_small() -> None:
    decisions = decided({"A": (2, 0, 0, 1, 0), "B": (0, 0, 0, 1, 0)})

    assert {decision.row for decision in decisions.values()} == {Reason.BASE}


def test_a_row_where_nobody_delivered_is_known_to_be_empty_and_hides_no_other() -> None:
    rows = {"A": Tally(4, 0, 0, 0, 0, (0,) * 5), "B": counted((3, 0, 0, 3, 0)), "C": counted((3, 0, 0, 4, 0))}

    decisions = decide(Form.LEVELS, with_total(rows), RULES)

    assert {decision.row for decision in decisions.values()} == {None}


# R2 cells


def test_one_and_two_are_hidden_and_zero_and_three_are_shown() -> None:
    decision = decided({"A": (0, 9, 1, 3, 9), "B": (0, 9, 9, 9, 9), "C": (0, 9, 9, 9, 9)})["county", "A"]

    assert decision.row is None
    assert decision.counts[2] is Reason.SMALL
    assert (decision.counts[3], decision.counts[4]) == (None, None)


def test_four_against_one_does_not_publish_the_one() -> None:
    """A limit on the whole row is not enough (PITFALLS 27): the one is in a bucket of its own."""
    rows = {"A": (0, 4, 0, 0, 1), "B": (9, 9, 9, 9, 9), "C": (9, 9, 9, 9, 9), "D": (9, 9, 9, 9, 9)}

    decision = decided(rows)["county", "A"]

    assert decision.row is None
    assert decision.adopters is Reason.SMALL
    assert decision.counts[4] is Reason.SMALL


# R3 unanimous


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((5, 4, 0, 0, 0), Reason.UNANIMOUS),
        ((0, 0, 0, 9, 0), Reason.UNANIMOUS),
        ((5, 5, 0, 0, 0), None),
        ((0, 0, 0, 5, 5), None),
    ],
)
def test_nobody_and_everybody_are_withheld_below_ten(counts: tuple[int, ...], reason: Reason | None) -> None:
    decisions = decided({"A": counts, "B": (9, 9, 9, 9, 9), "C": (9, 9, 9, 9, 9)})

    assert decisions["county", "A"].row is reason


# R4 secondary


def test_a_lone_withheld_row_takes_the_smallest_other_and_of_equals_the_lowest_code() -> None:
    rows = {"D": (0, 2, 0, 2, 0), "A": (9, 0, 0, 9, 0), "C": (4, 0, 0, 4, 0), "B": (4, 0, 0, 4, 0)}

    decisions = decided(rows)

    assert {key[1]: d.row for key, d in decisions.items() if d.row} == {
        "D": Reason.BASE,
        "B": Reason.SECONDARY,
    }


def test_withheld_rows_that_together_are_fewer_than_five_take_another() -> None:
    rows = {"A": (1, 0, 0, 1, 0), "B": (1, 0, 0, 1, 0), "C": (9, 0, 0, 9, 0), "D": (8, 0, 0, 8, 0)}

    assert decided(rows)["county", "D"].row is Reason.SECONDARY
    assert decided(rows)["county", "C"].row is None


def test_withheld_rows_that_are_unanimous_together_take_another() -> None:
    """Two rows of four adopters each would be told as eight of eight."""
    rows = {"A": (0, 0, 0, 4, 0), "B": (0, 0, 0, 4, 0), "C": (9, 0, 0, 9, 0), "D": (8, 0, 0, 8, 0)}
    hidden = Reason.SECONDARY

    assert decided(rows)["county", "D"] == Decision(hidden, hidden, (hidden,) * 5)


def test_a_withheld_cell_cannot_be_had_from_its_row_nor_from_its_column() -> None:
    """The row adds up to V and the column to the country (PITFALLS 27); each needs a second unknown."""
    decisions = decided({"A": (9, 1, 8, 7, 6), "B": (9, 9, 9, 9, 9), "C": (9, 8, 9, 9, 9)})

    assert decisions["county", "A"].counts == (None, Reason.SMALL, Reason.SECONDARY, None, None)
    assert decisions["county", "C"].counts[1] is Reason.SECONDARY


def test_hidden_cells_that_together_are_one_or_two_take_another() -> None:
    """A's 1 beside B's 0 would be told as one of two groups together."""
    decisions = decided(
        {"A": (9, 9, 9, 9, 1), "B": (4, 4, 4, 5, 0), "C": (9, 9, 9, 9, 4), "D": (9, 9, 9, 9, 9)}
    )

    assert [bool(decisions["county", code].counts[4]) for code in "ABCD"] == [True, True, True, False]


def test_a_zero_that_its_row_tells_anyway_hides_nothing() -> None:
    """B's level 4 is hidden to cover A's; with B's adopters shown as 0 it would be known, so they go too."""
    rows = {"A": (9, 9, 9, 9, 1), "B": (4, 4, 4, 0, 0), "C": (9, 9, 9, 9, 9)}
    tallies = with_total({code: counted(counts) for code, counts in rows.items()})

    decisions = decide(Form.LEVELS, tallies, RULES)

    assert decisions["county", "A"].counts[4] is Reason.SMALL
    assert decisions["county", "B"].adopters is Reason.SECONDARY


def test_each_breakdown_covers_its_own_withheld_row() -> None:
    one = with_total(
        {"A": counted((0, 2, 0, 2, 0)), "B": counted((9, 0, 0, 9, 0)), "C": counted((9, 0, 0, 8, 0))}
    )
    other = with_total({"X": counted((9, 0, 0, 9, 0)), "Y": counted((9, 2, 0, 10, 0))}, "size")

    decisions = decide(Form.LEVELS, one | other, RULES)

    assert {key for key, decision in decisions.items() if decision.row} == {("county", "A"), ("county", "C")}


def test_the_only_group_of_a_breakdown_is_the_country_and_stands_or_falls_with_it() -> None:
    decisions = decided({"A": (9, 9, 9, 9, 1)})

    assert decisions[COUNTRY].counts == decisions["county", "A"].counts


# Choices and numbers


def test_each_option_of_a_choice_is_a_yes_or_no_row() -> None:
    rows = {
        "A": respondents(12, 12, 11, 1, 6),
        "B": respondents(20, 9, 9, 9, 9),
        "C": respondents(20, 9, 9, 9, 9),
    }

    decision = decide(Form.MULTIPLE, with_total(rows), RULES)["county", "A"]

    assert decision.row is None
    assert decision.counts == (None, Reason.SMALL, Reason.SMALL, None)


def test_an_option_that_nobody_or_everybody_chose_is_withheld_below_ten() -> None:
    rows = {"A": respondents(9, 9, 0, 4), "B": respondents(20, 9, 9, 9), "C": respondents(20, 9, 9, 9)}

    decision = decide(Form.MULTIPLE, with_total(rows), RULES)["county", "A"]

    assert decision.counts == (Reason.UNANIMOUS, Reason.UNANIMOUS, None)


def test_the_options_of_a_single_choice_add_up_so_one_is_never_withheld_alone() -> None:
    rows = {
        "A": respondents(30, 2, 10, 18),
        "B": respondents(30, 10, 10, 10),
        "C": respondents(30, 10, 10, 10),
    }

    single = decide(Form.SINGLE, with_total(rows), RULES)["county", "A"]
    multiple = decide(Form.MULTIPLE, with_total(rows), RULES)["county", "A"]

    assert single.counts == (Reason.SMALL, Reason.SECONDARY, None)
    assert multiple.counts == (Reason.SMALL, None, None)


def test_numbers_that_all_lie_in_one_class_are_withheld_below_ten() -> None:
    rows = {"A": respondents(9, 0, 9), "B": respondents(20, 10, 10), "C": respondents(20, 10, 10)}

    assert decide(Form.NUMBERS, with_total(rows), RULES)["county", "A"].row is Reason.UNANIMOUS


# What holds for any table


@st.composite
def tables(draw: st.DrawFn) -> tuple[Form, dict[RowKey, Tally]]:
    form = draw(st.sampled_from(list(Form)))
    codes = "ABCDEF"[: draw(st.integers(1, 6))]
    rows: dict[str, Tally] = {}
    for code in codes:
        if form is Form.MULTIPLE:
            valid = draw(st.integers(0, 14))
            rows[code] = respondents(valid, *(draw(st.integers(0, valid)) for _ in range(3)))
        elif form is Form.LEVELS:
            rows[code] = counted(draw(ROW), unanswered=draw(st.integers(0, 2)))
        else:
            chosen = draw(st.tuples(*[st.integers(0, 7)] * 3))
            rows[code] = respondents(sum(chosen), *chosen)
    first = with_total(rows)
    # The same municipalities once more, in other groups: linked tables with one total.
    merged = {("size", code): row for (_, code), row in with_total(_merged(rows)).items() if code}
    return form, first | merged


def _merged(rows: dict[str, Tally]) -> dict[str, Tally]:
    codes = list(rows)
    return {
        f"{number}": with_total({code: rows[code] for code in part})[COUNTRY]
        for number, part in enumerate((codes[:2], codes[2:]))
        if part
    }


@settings(max_examples=300, deadline=None)
@given(tables())
def test_no_withheld_number_is_worked_out_by_subtraction(table: tuple[Form, dict[RowKey, Tally]]) -> None:
    form, tallies = table
    hidden = hidden_cells(form, tallies, decide(form, tallies, RULES))
    # A row that nobody delivered is empty by its participation: nothing there is hidden.
    hidden = {cell for cell in hidden if tallies[cell[0]].submitted}

    assert worked_out(hidden, equations(form, tallies)) == set()


@settings(max_examples=300, deadline=None)
@given(tables())
def test_no_line_with_a_shown_total_has_one_withheld_entry_or_too_few_behind_those_it_has(
    table: tuple[Form, dict[RowKey, Tally]],
) -> None:
    form, tallies = table
    hidden = hidden_cells(form, tallies, decide(form, tallies, RULES))

    for total, parts in equations(form, tallies):
        covered = [part for part in parts if part in hidden]
        if total in hidden or not covered or len(covered) == len(parts):
            continue
        assert len(covered) > 1, (total, covered)
        if total[0] == COUNTRY and parts[0][0] != COUNTRY:
            assert sum(tallies[key].valid for key, _ in covered) >= RULES.base, (total, covered)
            if total[1] != "valid":
                told = sum(cells(form, tallies)[cell] for cell in covered)
                assert not 0 < told <= RULES.small_cell, (total, covered)


@settings(max_examples=300, deadline=None)
@given(tables())
def test_nothing_shown_breaks_a_rule(table: tuple[Form, dict[RowKey, Tally]]) -> None:
    form, tallies = table
    hidden = hidden_cells(form, tallies, decide(form, tallies, RULES))

    for (key, name), count in cells(form, tallies).items():
        row = tallies[key]
        if (key, name) in hidden or not row.submitted:
            continue
        assert row.valid >= RULES.base
        if name != "valid":
            assert not 0 < count <= RULES.small_cell
        if name == "adopters" or form in (Form.SINGLE, Form.MULTIPLE):
            assert not 0 < row.valid - count <= RULES.small_cell or name == "valid"
        if name == "adopters":
            assert row.valid >= RULES.unanimity or 0 < count < row.valid


@settings(max_examples=100, deadline=None)
@given(tables(), st.randoms())
def test_order_of_rows_changes_no_decision(table: tuple[Form, dict[RowKey, Tally]], shuffled: Random) -> None:
    form, tallies = table
    keys = list(tallies)
    shuffled.shuffle(keys)

    assert decide(form, {key: tallies[key] for key in keys}, RULES) == decide(form, tallies, RULES)


# The rules themselves


@pytest.mark.parametrize(
    "setting", [{"base": 2}, {"small_cell": 0}, {"unanimity": 4}, {"residual": 0}, {"proven_from": 1}]
)
def test_rules_that_protect_nobody_are_refused(setting: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="protect nobody"):
        DisclosureRules(**setting)
