"""What was posted, and the answer or the fault it gives."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.example_survey import (
    AFTER_NUMBER,
    CHOICE,
    EXAMPLE,
    LEVEL,
    NUMBER,
    PERCENT,
    PRACTICE,
    SEVERAL,
    WORDS,
    YES,
)
from webapp.core.accepting import AnswerFault, RawAnswer, Refusal, accept, is_unusual
from webapp.core.answer import (
    Answer,
    Choice,
    Choices,
    DontKnow,
    FreeText,
    Given,
    Level,
    NotApplicable,
    Number,
    Practice,
)
from webapp.core.survey import Item


@pytest.mark.parametrize(
    ("item", "value", "meant"),
    [
        (LEVEL, ["0"], Level(0)),
        (LEVEL, ["4"], Level(4)),
        (LEVEL, [], None),
        (LEVEL, [""], None),
        (NUMBER, ["0"], Number(Decimal(0))),
        (NUMBER, ["0,0"], Number(Decimal(0))),
        (NUMBER, ["0,5"], Number(Decimal("0.5"))),
        (NUMBER, ["1 000,0"], Number(Decimal(1000))),
        (NUMBER, [" "], None),
        (PERCENT, ["45 %"], Number(Decimal(45))),
        (YES, ["planlagt"], Choice("planlagt")),
        (CHOICE, ["b"], Choice("b")),
        (SEVERAL, ["z", "x", "x"], Choices(("x", "z"))),
        (SEVERAL, ["ingen"], Choices(("ingen",))),
        (SEVERAL, [], None),
        (WORDS, ["to\r\nlinjer\rtre"], FreeText("to\nlinjer\ntre")),
        (WORDS, [" a\x00b\x0bc\ud800"], FreeText(" ab\nc?")),
        (WORDS, ["0"], FreeText("0")),
    ],
)
def test_what_was_posted_becomes_the_answer(item: Item, value: Sequence[str], meant: Given | None) -> None:
    assert accept(item, RawAnswer(value=value)) == Answer(item.key, meant)


@pytest.mark.parametrize(
    ("item", "value", "fault", "args"),
    [
        (LEVEL, ["5"], AnswerFault.UNKNOWN_LEVEL, {"value": "5"}),
        (LEVEL, ["-1"], AnswerFault.UNKNOWN_LEVEL, {"value": "-1"}),
        (LEVEL, ["03"], AnswerFault.UNKNOWN_LEVEL, {"value": "03"}),
        (LEVEL, ["1", "2"], AnswerFault.SEVERAL_VALUES, {}),
        (NUMBER, ["mange"], AnswerFault.NOT_A_NUMBER, {}),
        (NUMBER, ["5 %"], AnswerFault.NOT_A_NUMBER, {}),
        (NUMBER, ["1.234"], AnswerFault.AMBIGUOUS_DOT, {}),
        (NUMBER, ["\u22120,1"], AnswerFault.TOO_LOW, {"minimum": Decimal(0)}),
        (NUMBER, ["1000,1"], AnswerFault.TOO_HIGH, {"maximum": Decimal(1000)}),
        (NUMBER, ["9" * 5000], AnswerFault.TOO_HIGH, {"maximum": Decimal(1000)}),
        (NUMBER, ["1,25"], AnswerFault.TOO_MANY_DECIMALS, {"decimals": 1}),
        (PERCENT, ["12,5"], AnswerFault.TOO_MANY_DECIMALS, {"decimals": 0}),
        (YES, ["kanskje"], AnswerFault.UNKNOWN_OPTION, {"value": "kanskje"}),
        (CHOICE, ["A"], AnswerFault.UNKNOWN_OPTION, {"value": "A"}),
        (SEVERAL, ["x", "w"], AnswerFault.UNKNOWN_OPTION, {"value": "w"}),
        (SEVERAL, ["x", "ingen"], AnswerFault.EXCLUSIVE_COMBINED, {"option": "ingen"}),
        (SEVERAL, ["x", "y", "z"], AnswerFault.TOO_MANY_CHOICES, {"maximum": 2, "chosen": 3}),
        (WORDS, ["x" * 21], AnswerFault.TOO_LONG, {"maximum": 20, "length": 21}),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_its_fault(
    item: Item, value: Sequence[str], fault: AnswerFault, args: Mapping[str, object]
) -> None:
    assert accept(item, RawAnswer(value=value)) == Refusal(fault, args)  # type: ignore[arg-type] # literals


def test_twenty_letters_with_windows_line_endings_are_twenty_letters() -> None:
    assert accept(WORDS, RawAnswer(value=["x" * 18 + "\r\nx"])) == Answer("words", FreeText("x" * 18 + "\nx"))


def test_dont_know_is_accepted_on_every_item() -> None:
    for item in EXAMPLE.items():
        assert accept(item, RawAnswer(status="dont_know")) == Answer(item.key, DontKnow())


def test_not_applicable_needs_an_item_that_allows_it_and_a_reason() -> None:
    def posted(reason: str) -> RawAnswer:
        return RawAnswer(status="not_applicable", reason=reason)

    assert accept(AFTER_NUMBER, posted("Ingen")) == Answer("after_number", NotApplicable("Ingen"))
    assert accept(AFTER_NUMBER, posted(" \n")) == Refusal(AnswerFault.REASON_MISSING)
    assert accept(AFTER_NUMBER, posted("x" * 1001)) == Refusal(
        AnswerFault.REASON_TOO_LONG, {"maximum": 1000, "length": 1001}
    )
    assert accept(LEVEL, posted("Ingen")) == Refusal(AnswerFault.NOT_APPLICABLE_NOT_ALLOWED)


def test_a_value_beside_dont_know_is_not_guessed_away() -> None:
    refused = Refusal(AnswerFault.VALUE_AND_STATUS)

    assert accept(NUMBER, RawAnswer(value=["12"], status="dont_know")) == refused
    assert accept(PRACTICE, RawAnswer(fields={"navn": "Tur"}, status="dont_know")) == refused


def test_an_unknown_status_is_refused() -> None:
    assert accept(LEVEL, RawAnswer(status="blank")) == Refusal(
        AnswerFault.UNKNOWN_STATUS, {"status": "blank"}
    )


def test_evidence_follows_the_answer_and_may_stand_alone() -> None:
    assert accept(LEVEL, RawAnswer(value=["3"], evidence="Sak 12/25")) == Answer(
        "level", Level(3), "Sak 12/25"
    )
    assert accept(LEVEL, RawAnswer(evidence="Sak 12/25")) == Answer("level", None, "Sak 12/25")
    assert accept(LEVEL, RawAnswer(evidence="x" * 2001)) == Refusal(
        AnswerFault.EVIDENCE_TOO_LONG, {"maximum": 2000, "length": 2001}
    )


def test_a_practice_example_keeps_the_fields_that_were_filled_in() -> None:
    assert accept(PRACTICE, RawAnswer(fields={"rad": " ", "navn": "Tur"})) == Answer(
        "practice", Practice({"navn": "Tur"})
    )
    assert accept(PRACTICE, RawAnswer(fields={"navn": "", "rad": ""})) == Answer("practice", None)
    assert accept(PRACTICE, RawAnswer(fields={"kan_deles": "ja"})) == Refusal(
        AnswerFault.UNKNOWN_FIELD, {"field": "kan_deles"}
    )
    assert accept(PRACTICE, RawAnswer(fields={"navn": "x" * 31})) == Refusal(
        AnswerFault.TOO_LONG, {"maximum": 30, "length": 31, "field": "navn"}
    )


def test_a_number_above_the_warning_is_accepted_and_unusual() -> None:
    assert is_unusual(NUMBER, Number(Decimal(501)))
    assert not is_unusual(NUMBER, Number(Decimal(500)))
    assert not is_unusual(PERCENT, Number(Decimal(100)))


ANY_CHARACTER = st.characters(exclude_categories=())  # also NUL and half surrogates, as JSON can carry them


@given(
    st.sampled_from(list(EXAMPLE.items())),
    st.lists(st.text(ANY_CHARACTER, max_size=30), max_size=3),
    st.sampled_from(["", "dont_know", "not_applicable", "?"]),
    st.text(ANY_CHARACTER, max_size=5),
)
def test_anything_posted_gives_an_answer_or_a_fault_and_text_that_can_be_kept(
    item: Item, value: list[str], status: str, reason: str
) -> None:
    read = accept(item, RawAnswer(value=value, status=status, reason=reason, evidence=reason))

    assert isinstance(read, Refusal) or b"\0" not in read.evidence.encode()
    if isinstance(read, Answer) and isinstance(read.given, FreeText):
        assert b"\0" not in read.given.text.encode()
