"""What a subject of a release is called on a chart or page: its question, its levels, options or classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from webapp.core.agreement import Clause
from webapp.core.subject import Form, SubjectKind
from webapp.core.survey import (
    ChoiceItem,
    Item,
    MaturityItem,
    MultipleChoiceItem,
    NumberItem,
    PracticeItem,
    Survey,
    TextItem,
    YesPlannedNoItem,
)
from webapp.core.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """One level, option or class: its key in the release (an option's value; ``d0`` to ``d4`` for levels) and its words."""

    key: str
    words: Text


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one subject. ``unit`` is a number's; ``level_names`` are those of the survey it is shown under.

    ``lead`` is the key of the part that groups are compared by: the yes of a yes, planned or no. Where it is empty that
    is the most common one.
    """

    kind: SubjectKind
    key: str
    survey_key: str
    form: Form
    title: Text
    parts: tuple[Part, ...]
    level_names: tuple[Text, ...]
    unit: Text | None = None
    lead: str = ""


def item_labels(survey: Survey, item: Item) -> Labels | None:
    """Give the words of an item; None for text and practice, which are never in a release."""
    match item:
        case MaturityItem():
            form, parts, unit = Form.LEVELS, _levels(survey.level_names), None
        case ChoiceItem() | YesPlannedNoItem():
            form, parts, unit = Form.SINGLE, tuple(Part(o.value, o.text) for o in item.options), None
        case MultipleChoiceItem():
            form, parts, unit = Form.MULTIPLE, tuple(Part(o.value, o.text) for o in item.options), None
        case NumberItem():
            form, parts, unit = Form.NUMBERS, tuple(Part(c.key, c.text) for c in item.classes), item.unit
        case TextItem() | PracticeItem():
            return None
        case _:
            assert_never(item)
    key = f"{survey.key}/{item.key}"
    lead = parts[0].key if isinstance(item, YesPlannedNoItem) else ""
    return Labels(SubjectKind.ITEM, key, survey.key, form, item.text, parts, survey.level_names, unit, lead)


def clause_labels(clause: Clause, survey: Survey) -> Labels:
    """Give the words of a clause that is shown under ``survey``."""
    names = survey.level_names
    return Labels(SubjectKind.CLAUSE, clause.key, survey.key, Form.LEVELS, clause.text, _levels(names), names)


def _levels(names: tuple[Text, ...]) -> tuple[Part, ...]:
    return tuple(
        Part(f"d{level}", Text(f"{level} {name.nb}", f"{level} {name.nn}"))
        for level, name in enumerate(names)
    )
