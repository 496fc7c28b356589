"""Answers and the room for them in words: ``3 På plass``, ``12,5 %``, a number from 0 to 100."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from webapp.core.answer import (
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
from webapp.core.survey import (
    ChoiceItem,
    Item,
    MaturityItem,
    MultipleChoiceItem,
    NumberItem,
    Option,
    Survey,
    YesPlannedNoItem,
)
from webapp.web.languages import current
from webapp.web.words import gettext as _
from webapp.web.words import ngettext
from webapp.web.writing_out import number as written_number


def written(survey: Survey, item: Item, given: Given | None) -> str:  # noqa: PLR0911 -- likewise
    """Write an answer out as a person says it, in the current language: ``3 På plass``, ``12,5 prosent``."""
    language = current()
    match given:
        case None:
            return _("Not answered")
        case DontKnow():
            return survey.unknown.of(language)
        case NotApplicable(reason):
            return _("Not applicable: %(reason)s", reason=reason)
        case Level(level):
            return f"{level} {survey.level_names[level].of(language)}"
        case Number(number):
            return with_unit(item, number)
        case Choice(value):
            return _option_text(item, value)
        case Choices(values):
            return "; ".join(_option_text(item, value) for value in values)
        case FreeText(text):
            return text
        case Practice(fields):
            names = {each.key: each.text.of(language) for each in getattr(item, "fields", ())}
            return "\n".join(f"{names.get(key, key)}: {text}" for key, text in fields.items())
        case other:
            assert_never(other)


def with_unit(item: Item, number: Decimal) -> str:
    """Write a number with its item's unit: ``12,5 %``, ``14 årsverk``."""
    if isinstance(item, NumberItem):
        return f"{written_number(number)}\u00a0{'%' if item.is_percent else item.unit.of(current())}"
    return written_number(number)


def bounds_text(item: NumberItem) -> str:
    """Say what can be written: a number from 0 to 100, with at most one decimal."""
    low, high = written_number(item.minimum), written_number(item.maximum)
    if item.decimals == 0:
        return _("Write a whole number from %(low)s to %(high)s.", low=low, high=high)
    return ngettext(
        "Write a number from %(low)s to %(high)s, with at most %(num)d decimal.",
        "Write a number from %(low)s to %(high)s, with at most %(num)d decimals.",
        item.decimals,
        low=low,
        high=high,
    )


def how_many(item: MultipleChoiceItem) -> str:
    """Say how many can be chosen, and which cannot be combined with others."""
    said = (
        _("Choose all that apply.")
        if item.max_choices is None
        else ngettext("Choose at most %(num)d.", "Choose at most %(num)d.", item.max_choices)
    )
    alone = [option.text.of(current()) for option in item.options if option.exclusive]
    return " ".join([said, *(_("“%(option)s” stands alone.", option=option) for option in alone)])


def options_of(item: Item) -> tuple[Option, ...]:
    """Give what there is to choose between; nothing for kinds where one writes."""
    return item.options if isinstance(item, ChoiceItem | YesPlannedNoItem | MultipleChoiceItem) else ()


def _option_text(item: Item, value: str) -> str:
    return next((option.text.of(current()) for option in options_of(item) if option.value == value), value)


def labels_of(survey: Survey, item: Item) -> list[tuple[str, str, str]]:
    """Give (value, name, description) of each radio button of a maturity item or a choice."""
    language = current()
    if isinstance(item, MaturityItem):
        return [
            (str(level), survey.level_names[level].of(language), anchor.of(language))
            for level, anchor in enumerate(item.anchors)
        ]
    return [(option.value, option.text.of(language), "") for option in options_of(item)]
