"""Movement between two rounds: when it is withheld, and that it cannot be had from the country's row or from the rounds."""

import pytest

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
