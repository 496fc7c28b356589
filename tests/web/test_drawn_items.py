"""A question that was drawn before is given again only when it would be drawn the same."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from tests.core.example_survey import EXAMPLE
from webapp.core.answer import Answer, Choice, FreeText, Given, Level, Number, Practice
from webapp.web import drawn_items
from webapp.web.languages import speaking
from webapp.web.questions import Question, ask


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """The application, in whose context things are drawn."""
    with app.test_request_context("/nb/"):
        yield app


def question(key: str, given: Given | None = None, version: int = 1, **more: Any) -> Question:  # noqa: ANN401
    """Give a question of the example survey, answered so."""
    item = EXAMPLE.item(key)
    assert item is not None
    return ask(
        EXAMPLE, item, Answer(key, given, "", version) if given is not None else None, number=1, **more
    )


def kept(app: Flask) -> int:
    """Give how many questions are kept."""
    return len(app.extensions["drawn_items"])


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_difference_is_drawn(in_app: Flask) -> None:
    level = question("level", Level(2))
    different = [
        drawn_items.item(level),
        drawn_items.item(level, 3),
        drawn_items.item(level, read_only=True),
        drawn_items.item(question("level", Level(3))),
        drawn_items.item(question("level", Level(3)), read_only=True),
        drawn_items.item(question("level")),
        drawn_items.item(question("level"), read_only=True),
        drawn_items.item(question("level", Level(2), version=2)),
        drawn_items.item(question("level", Level(2), is_shown=False)),
        drawn_items.item(question("number", Number(Decimal(1)))),
        drawn_items.item(question("yes", Choice("ja"))),
    ]
    with speaking("nn"):
        different.append(drawn_items.item(level))

    assert len(set(different)) == len(different)
    assert kept(in_app) == len(different)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_same_is_given_again(in_app: Flask) -> None:
    first = drawn_items.item(question("level", Level(2)))

    assert drawn_items.item(question("level", Level(2))) is first
    assert kept(in_app) == 1


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_someone_typed_or_what_belongs_to_one_visit_is_not_kept(in_app: Flask) -> None:
    item = EXAMPLE.item("level")
    assert item is not None
    for each in (
        question("words", FreeText("Noe")),
        question("practice", Practice({"navn": "Noe"})),
        question("level", Level(2), faults=("Feil",)),
        question("level", Level(2), previous="1"),
        question("number", Number(Decimal(900)), warning="Stort tall"),
        ask(EXAMPLE, item, Answer("level", Level(2), "Sak 12/26", 1)),
    ):
        for read_only in (True, False):
            drawn_items.item(each, read_only=read_only)

    assert kept(in_app) == 0


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_longest_unused_goes_first(in_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_items, "KEPT", 2)
    first = drawn_items.item(question("level", Level(1)))
    drawn_items.item(question("level", Level(2)))
    drawn_items.item(question("level", Level(1)))
    drawn_items.item(question("level", Level(3)))

    assert kept(in_app) == 2
    assert drawn_items.item(question("level", Level(1))) is first
