"""A round's rules are kept and read back, and rules that protect nobody are refused."""

import pytest

from webapp.core.round_rules import RoundRules
from webapp.core.suppression import DisclosureRules
from webapp.core.survey import ADOPTED_FROM


def test_rules_are_read_back_as_they_were_kept() -> None:
    rules = RoundRules(DisclosureRules(7, 3, 12, 6, 40), advisers_read_delivered=True)

    assert RoundRules.from_json(rules.to_json()) == rules


def test_a_round_that_says_nothing_has_the_usual_rules() -> None:
    assert RoundRules.from_json({}) == RoundRules(DisclosureRules(), advisers_read_delivered=False)
    assert RoundRules.from_json({}).adopted_from == ADOPTED_FROM


@pytest.mark.parametrize("said", [None, 1, "true", "yes"])
def test_only_a_plain_yes_lets_advisers_read_by_name(said: object) -> None:
    kept = {"audience": {"advisers_read_delivered": said}}

    assert not RoundRules.from_json(kept).advisers_read_delivered


def test_rules_that_protect_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="protect nobody"):
        RoundRules.from_json({"disclosure": {"base": 1}})
