"""Which items of a survey are shown, given what has been answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

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
    Practice,
    Value,
)
from webapp.core.survey import Condition, Item, Survey

Answers = Mapping[str, "Answer | Given | None"]
"""What stands on the items, by item key; an item that is not there is blank."""


def given(answers: Answers, item: str) -> Given | None:
    """Give what was answered on ``item``, or None when it is blank."""
    answer = answers.get(item)
    return answer.given if isinstance(answer, Answer) else answer


def shown_items(survey: Survey, answers: Answers) -> tuple[str, ...]:
    """Give the keys of the items that are shown, in the order of the survey.

    An item with a condition is shown when its controlling item is shown too and has an answer that meets it.
    Don't-know, not-applicable and a blank never meet a condition. A hidden item's answer is left where it is.
    """
    shown: dict[str, None] = {}
    for item in survey.items():
        if item.relevant_if is None or _meets(item.relevant_if, answers, shown):
            shown[item.key] = None
    return tuple(shown)


def counted_answers(survey: Survey, answers: Answers) -> dict[str, Value | Missing]:
    """Give, for every item, the value that counts, or why there is none (measures.md A0).

    The one place that says a hidden answer is not counted, for scores, exports and reports alike.
    """
    shown = frozenset(shown_items(survey, answers))
    return {item.key: _counted(item, item.key in shown, given(answers, item.key)) for item in survey.items()}


def _counted(item: Item, is_shown: bool, answer: Given | None) -> Value | Missing:  # noqa: FBT001 - one of three facts
    if not is_shown:
        return Missing.NOT_APPLICABLE
    match answer:
        case None:
            return Missing.BLANK
        case DontKnow():
            return Missing.DONT_KNOW
        case NotApplicable():
            return Missing.NOT_APPLICABLE if item.not_applicable is not None else Missing.BLANK
        case _:
            return answer


def _meets(condition: Condition, answers: Answers, shown: Mapping[str, None]) -> bool:
    if condition.item not in shown:
        return False
    match given(answers, condition.item):
        case Choice(value):
            return value in condition.values
        case Choices(values):
            return any(value in condition.values for value in values)
        case Level(level):
            return condition.at_least is not None and level >= condition.at_least
        case Number(number):
            return condition.at_least is not None and number >= condition.at_least
        case None | DontKnow() | NotApplicable() | FreeText() | Practice():
            return False
        case other:
            assert_never(other)
