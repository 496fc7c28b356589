"""How far a response has come."""

import json
from decimal import Decimal

from tests.core.example_survey import EXAMPLE
from webapp.core.answer import Choice, Choices, DontKnow, FreeText, Given, Level, NotApplicable, Number
from webapp.core.progress import Progress, SectionProgress, missing_items, progress


def test_an_empty_response_lacks_every_shown_item_that_must_be_answered() -> None:
    assert missing_items(EXAMPLE, {}) == ("level", "percent", "yes", "several")
    assert progress(EXAMPLE, {}) == Progress((SectionProgress("s1", 2, 0, 2), SectionProgress("s2", 4, 0, 2)))
    assert not progress(EXAMPLE, {}).has_begun


def test_text_and_practice_are_optional() -> None:
    answers: dict[str, Given] = {
        "level": Level(0),
        "percent": Number(Decimal(0)),
        "yes": Choice("nei"),
        "several": Choices(("ingen",)),
    }

    assert missing_items(EXAMPLE, answers) == ()
    assert progress(EXAMPLE, answers).is_complete
    assert (progress(EXAMPLE, answers).answered, progress(EXAMPLE, answers).shown) == (4, 6)


def test_dont_know_is_an_answer() -> None:
    answers = {key: DontKnow() for key in ("level", "percent", "yes", "several")}

    assert progress(EXAMPLE, answers).is_complete


def test_not_applicable_is_an_answer_with_a_reason_where_it_is_allowed() -> None:
    answers: dict[str, Given] = {"level": Level(2), "number": Number(Decimal(1))}

    assert "after_number" not in missing_items(EXAMPLE, {**answers, "after_number": NotApplicable("Ingen")})
    assert "after_number" in missing_items(EXAMPLE, {**answers, "after_number": NotApplicable("  ")})
    assert "level" in missing_items(EXAMPLE, {"level": NotApplicable("Ingen")})


def test_an_item_that_becomes_shown_becomes_missing() -> None:
    assert missing_items(EXAMPLE, {"level": Level(2)}) == ("number", "percent", "yes", "several")


def test_progress_survives_being_kept_as_json() -> None:
    made = progress(EXAMPLE, {"level": Level(3), "words": FreeText("ja")})

    assert Progress.from_json(json.loads(json.dumps(made.to_json()))) == made
    assert made.section("s2") == SectionProgress("s2", 4, 1, 2)
    assert made.section("s9") is None
