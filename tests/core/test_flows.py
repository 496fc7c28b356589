"""Movement between two rounds: when it is withheld, and that it cannot be had from the country's row or from the rounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.counted import Cell, Equation, worked_out
from webapp.core.movement import Movement
from webapp.core.suppression.flows import Moved, decide_movement
from webapp.core.suppression.rules import Decision, DisclosureRules, MovementDecision, Reason
from webapp.core.tally import COUNTRY

RULES = DisclosureRules()
SHOWN = Decision(None, None, (None,) * 5)


def moved(
    entered: int,
    left: int,
    below: int = 10,
    above: int = 10,
    *,
    gone: int = 0,
    new: int = 0,
    shown: Decision = SHOWN,
) -> Moved:
    matrix = (
        (below, 0, 0, entered, 0),
        (0,) * 5,
        (0,) * 5,
        (left, 0, 0, above, 0),
        (0,) * 5,
    )
    panel = below + above + entered + left
    return Moved(Movement(matrix), panel + gone, panel + new, shown, shown)


def movement_decided(**groups: Moved) -> dict[str, MovementDecision]:
    parts = [group.movement.matrix for group in groups.values()]
    whole = tuple(tuple(map(sum, zip(*rows, strict=True))) for rows in zip(*parts, strict=True))
    country = Moved(
        Movement(whole),
        sum(group.valid_before for group in groups.values()),
        sum(group.valid_after for group in groups.values()),
        SHOWN,
        SHOWN,
    )
    found = decide_movement({COUNTRY: country, **{("county", code): m for code, m in groups.items()}}, RULES)
    return {key[1]: decision for key, decision in found.items()}


def test_movement_is_shown_where_the_row_is_shown_in_both_rounds() -> None:
    decisions = movement_decided(A=moved(5, 4), B=moved(6, 3), C=moved(4, 5))

    assert set(decisions.values()) == {MovementDecision(None, None, None)}


def test_movement_is_withheld_where_a_round_withholds_the_row_and_then_another_too() -> None:
    withheld = Decision(Reason.UNANIMOUS, Reason.UNANIMOUS, (Reason.UNANIMOUS,) * 5)

    decisions = movement_decided(A=moved(5, 4, shown=withheld), B=moved(6, 3), C=moved(6, 5))

    assert [bool(decisions[code].panel) for code in ("A", "B", "C", "")] == [True, True, False, False]
    assert decisions["B"] == MovementDecision(Reason.SECONDARY, Reason.SECONDARY, Reason.SECONDARY)


def test_a_panel_of_four_is_withheld() -> None:
    assert movement_decided(A=moved(0, 0, 2, 2), B=moved(5, 5), C=moved(5, 6))["A"].panel is Reason.BASE


def test_one_and_two_who_entered_or_left_are_withheld_and_cannot_be_had_from_the_country() -> None:
    decisions = movement_decided(A=moved(2, 5, new=5), B=moved(6, 3, new=5), C=moved(7, 5, new=5))

    assert decisions["A"].entered is Reason.SMALL
    assert (decisions["A"].left, decisions["A"].panel) == (None, None)
    assert [bool(decisions[code].entered) for code in ("B", "C", "")] == [True, False, False]


def test_entered_and_left_go_together_where_the_two_rounds_tell_their_difference() -> None:
    decisions = movement_decided(A=moved(2, 5), B=moved(6, 3), C=moved(7, 5))

    assert (decisions["A"].entered, decisions["A"].left) == (Reason.SMALL, Reason.SECONDARY)


@pytest.mark.parametrize(("gone", "new"), [(1, 0), (0, 1), (4, 6)])
def test_a_group_whose_panel_leaves_one_to_four_of_a_round_is_withheld(gone: int, new: int) -> None:
    """Round minus panel would tell how those few answered."""
    others = {"B": moved(6, 5, gone=6, new=6), "C": moved(7, 5, gone=6, new=6)}

    assert movement_decided(A=moved(5, 5, gone=gone, new=new), **others)["A"].panel is Reason.SMALL
    assert movement_decided(A=moved(5, 5, gone=5, new=5), **others)["A"].panel is None


def test_entered_and_left_are_withheld_where_a_round_withholds_its_adopters() -> None:
    split = Decision(None, Reason.SMALL, (None,) * 5)

    decision = movement_decided(A=moved(5, 4, shown=split), B=moved(6, 3), C=moved(7, 5))["A"]

    assert decision == MovementDecision(None, Reason.SECONDARY, Reason.SECONDARY)


def test_the_only_group_of_a_breakdown_takes_the_country_with_it() -> None:
    decisions = movement_decided(A=moved(5, 5, gone=1))

    assert [bool(decision.panel) for decision in decisions.values()] == [True, True]


FEW = st.integers(0, 8)
GROUP = st.builds(moved, FEW, FEW, FEW, FEW, gone=FEW, new=FEW)


@settings(max_examples=300, deadline=None)
@given(st.lists(GROUP, min_size=1, max_size=6))
def test_no_withheld_movement_is_worked_out_by_subtraction(groups: list[Moved]) -> None:
    by_code = dict(zip("ABCDEF", groups, strict=False))
    decisions = movement_decided(**by_code)
    names = ("panel", "entered", "left")
    hidden: set[Cell] = {
        (("county", code), name)
        for code, decision in decisions.items()
        for name in names
        if getattr(decision, name)
    }
    sums: list[Equation] = [
        ((("county", ""), name), tuple((("county", code), name) for code in by_code)) for name in names
    ]
    sums += [
        ((("county", code), "difference"), ((("county", code), "entered"), (("county", code), "left")))
        for code, group in by_code.items()
        if group.valid_after - group.movement.panel < RULES.residual
    ]

    assert worked_out(hidden, sums) == set()


@settings(max_examples=300, deadline=None)
@given(st.lists(GROUP, min_size=2, max_size=6))
def test_hidden_panels_leave_nobody_or_five_of_a_round_together(groups: list[Moved]) -> None:
    by_code = dict(zip("ABCDEF", groups, strict=False))
    decisions = movement_decided(**by_code)
    covered = [group for code, group in by_code.items() if decisions[code].panel]
    rests = [sum(g.valid_before - g.movement.panel for g in part) for part in (covered, groups)]
    if decisions[""].panel or len(covered) == len(groups) or rests[1] < RULES.residual:
        return

    assert rests[0] == 0 or rests[0] >= RULES.residual
    assert not covered or len(covered) > 1
