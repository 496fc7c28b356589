"""What a release counts: the items of its surveys and the clauses they measure, with a value per municipality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.core.agreement import Catalogue
from webapp.core.answer import Choice, Choices, FreeText, Level, Missing, Number, Practice, Value
from webapp.core.spread import clause_levels
from webapp.core.subject import Earlier, Form, LevelValue, Subject, SubjectKind, SubjectValue
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

Counted = Mapping[str, Mapping[str, Value | Missing]]
"""What counts, by municipality number and item key; a municipality that has delivered nothing is not there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey as it was asked in one round, with what counts."""

    survey: Survey
    answers: Counted


@dataclass(frozen=True, slots=True)
class Series:
    """A survey now, and as the round before asked it: its answers under today's municipality numbers (None: never asked)."""

    now: Asked
    before: Asked | None


def item_key(survey: str, item: str) -> str:
    """Give the key of an item in a release: items of two surveys may share a name."""
    return f"{survey}/{item}"


def items_to_count(series: Sequence[Series]) -> Iterator[tuple[str, Subject]]:
    """Give each item that is counted, with the key of its survey, in the order of the questionnaires."""
    for one in series:
        for item in one.now.survey.items():
            subject = _item(one, item)
            if subject is not None:
                yield one.now.survey.key, subject


def clauses_to_count(
    series: Sequence[Series], catalogue: Catalogue, population: Sequence[str]
) -> Iterator[tuple[str, Subject]]:
    """Give each measurable clause that a maturity item of the round measures, with the survey it is shown under.

    The clause's level is the low median of its items (measures.md A3); over time only items that are comparable in
    both rounds count (C6).
    """
    surveys = {one.now.survey.key: one for one in series}
    measuring: dict[str, list[tuple[Series, MaturityItem]]] = {}
    for one in series:
        for item in one.now.survey.items():
            if isinstance(item, MaturityItem):
                for key in item.measures:
                    measuring.setdefault(key, []).append((one, item))
    for clause in catalogue.measurable():
        items = measuring.get(clause.key)
        if items:
            under = clause.survey if clause.survey in surveys else items[0][0].now.survey.key
            yield under, _clause(clause.key, items, population)


def is_comparable(item: MaturityItem, earlier: Item | None) -> bool:
    """Whether levels on ``item`` continue those on ``earlier``: anchors that changed break the series (measures.md C6)."""
    return isinstance(earlier, MaturityItem) and earlier.anchors == item.anchors


def _item(one: Series, item: Item) -> Subject | None:
    key = item_key(one.now.survey.key, item.key)
    values = {number: _value(answers[item.key]) for number, answers in one.now.answers.items()}
    match item:
        case MaturityItem():
            return Subject(SubjectKind.ITEM, key, Form.LEVELS, values, earlier=_earlier(one, item))
        case ChoiceItem() | YesPlannedNoItem():
            options = tuple(option.value for option in item.options)
            return Subject(SubjectKind.ITEM, key, Form.SINGLE, values, options=options)
        case MultipleChoiceItem():
            options = tuple(option.value for option in item.options)
            return Subject(SubjectKind.ITEM, key, Form.MULTIPLE, values, options=options)
        case NumberItem():
            return Subject(SubjectKind.ITEM, key, Form.NUMBERS, values, classes=item.classes)
        case TextItem() | PracticeItem():
            return None  # never in a release: quoted only with consent


def _clause(key: str, items: Sequence[tuple[Series, MaturityItem]], population: Sequence[str]) -> Subject:
    values = clause_levels([_levels(one.now, item) for one, item in items], population)
    shared = [
        (one, item, one.before)
        for one, item in items
        if one.before is not None and is_comparable(item, one.before.survey.item(item.key))
    ]
    earlier = None
    if shared:
        then = clause_levels([_levels(before, item) for _one, item, before in shared], population)
        now = None
        if len(shared) < len(items):
            now = clause_levels([_levels(one.now, item) for one, item, _before in shared], population)
        earlier = Earlier(_given(then), None if now is None else _given(now))
    return Subject(SubjectKind.CLAUSE, key, Form.LEVELS, _given(values), earlier=earlier)


def _given(levels: Mapping[str, LevelValue]) -> dict[str, LevelValue]:
    """Leave out those who have delivered nothing: a subject's values hold only those who have."""
    return {number: level for number, level in levels.items() if level is not Missing.NOT_DELIVERED}


def _earlier(one: Series, item: MaturityItem) -> Earlier | None:
    if one.before is None or not is_comparable(item, one.before.survey.item(item.key)):
        return None
    return Earlier(_levels(one.before, item))


def _levels(asked: Asked, item: MaturityItem) -> dict[str, LevelValue]:
    found: dict[str, LevelValue] = {}
    for number, answers in asked.answers.items():
        value = answers.get(item.key, Missing.NOT_ASKED)
        found[number] = value.level if isinstance(value, Level) else _missing(value)
    return found


def _missing(value: Value | Missing) -> Missing:
    return value if isinstance(value, Missing) else Missing.BLANK


def _value(value: Value | Missing) -> SubjectValue:
    match value:
        case Missing():
            return value
        case Level(level):
            return level
        case Number(number):
            return number
        case Choice(chosen):
            return chosen
        case Choices(several):
            return several
        case FreeText() | Practice():
            return Missing.BLANK
