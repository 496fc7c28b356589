"""What is shown, and what is counted."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.core.example_survey import EXAMPLE
from webapp.core.answer import (
    Answer,
    Choice,
    Choices,
    DontKnow,
    FreeText,
    Given,
    Level,
    Missing,
    NotApplicable,
    Number,
)
from webapp.core.progress import missing_items, progress
from webapp.core.relevance import counted_answers, shown_items

ALWAYS = ("level", "percent", "yes", "several", "words", "practice")


def test_items_without_a_condition_are_shown_before_anything_is_answered() -> None:
    assert shown_items(EXAMPLE, {}) == ALWAYS


def test_a_level_that_is_high_enough_shows_the_item() -> None:
    assert "number" not in shown_items(EXAMPLE, {"level": Level(1)})
    assert "number" in shown_items(EXAMPLE, {"level": Level(2)})


def test_a_chosen_value_shows_the_item_among_one_and_among_several() -> None:
    assert "choice" in shown_items(EXAMPLE, {"yes": Choice("planlagt")})
    assert "choice" not in shown_items(EXAMPLE, {"yes": Choice("nei")})
    assert "after_several" in shown_items(EXAMPLE, {"several": Choices(("x", "z"))})
    assert "after_several" not in shown_items(EXAMPLE, {"several": Choices(("z",))})


def test_dont_know_not_applicable_and_blank_never_show_an_item() -> None:
    for answer in (None, DontKnow(), NotApplicable("fordi"), FreeText("2")):
        assert shown_items(EXAMPLE, {"level": answer, "yes": answer, "several": answer}) == ALWAYS


def test_zero_is_an_answer_and_below_one() -> None:
    answers: dict[str, Given] = {"level": Level(4), "number": Number(Decimal(0))}

    assert "after_number" not in shown_items(EXAMPLE, answers)
    assert counted_answers(EXAMPLE, answers)["number"] == Number(Decimal(0))


def test_an_item_whose_controlling_item_is_hidden_is_hidden() -> None:
    answers: dict[str, Given] = {"level": Level(0), "number": Number(Decimal(5)), "after_number": Level(3)}

    assert shown_items(EXAMPLE, answers) == ALWAYS


def test_a_hidden_answer_is_kept_but_not_counted_and_comes_back() -> None:
    kept: dict[str, Answer | Given | None] = {
        "number": Answer("number", Number(Decimal(5)), version=3),
        "after_number": Level(3),
    }
    hidden = {**kept, "level": Level(1)}
    shown = {**kept, "level": Level(2)}

    assert counted_answers(EXAMPLE, hidden)["after_number"] is Missing.NOT_APPLICABLE
    assert progress(EXAMPLE, hidden).answered == 1
    assert counted_answers(EXAMPLE, shown)["after_number"] == Level(3)
    assert progress(EXAMPLE, shown).answered == 3


def test_every_way_of_having_no_value_is_told_apart() -> None:
    counted = counted_answers(
        EXAMPLE,
        {
            "level": Level(2),
            "number": Number(Decimal(1)),
            "after_number": NotApplicable("ingen"),
            "yes": DontKnow(),
        },
    )

    assert counted["after_number"] is Missing.NOT_APPLICABLE
    assert counted["yes"] is Missing.DONT_KNOW
    assert counted["choice"] is Missing.NOT_APPLICABLE
    assert counted["several"] is Missing.BLANK


GIVEN = st.one_of(
    st.none(),
    st.builds(Level, st.integers(0, 4)),
    st.builds(Number, st.decimals(0, 10, places=1)),
    st.builds(Choice, st.sampled_from(["ja", "planlagt", "nei", "a", "x"])),
    st.builds(Choices, st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True).map(tuple)),
    st.just(DontKnow()),
    st.builds(NotApplicable, st.text(max_size=3)),
)
ANSWERS = st.dictionaries(st.sampled_from([i.key for i in EXAMPLE.items()]), GIVEN)


@given(ANSWERS)
def test_what_is_hidden_is_counted_nowhere(answers: dict[str, Given | None]) -> None:
    shown = shown_items(EXAMPLE, answers)
    counted = counted_answers(EXAMPLE, answers)

    assert progress(EXAMPLE, answers).shown == len(shown)
    assert set(missing_items(EXAMPLE, answers)) <= set(shown)
    for item in EXAMPLE.items():
        if item.key not in shown:
            assert counted[item.key] is Missing.NOT_APPLICABLE


@given(ANSWERS, st.builds(Level, st.integers(0, 4)))
def test_toggling_a_condition_and_back_changes_nothing(
    answers: dict[str, Given | None], level: Level
) -> None:
    before = (shown_items(EXAMPLE, answers), counted_answers(EXAMPLE, answers), progress(EXAMPLE, answers))
    there = {**answers, "level": level}
    back = {**there, "level": answers.get("level")}

    after = (shown_items(EXAMPLE, back), counted_answers(EXAMPLE, back), progress(EXAMPLE, back))
    assert after == before
