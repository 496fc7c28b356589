"""Synthetic answers to one survey by one municipality: plausible, consistent with what is shown, and repeatable."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import assert_never

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
from webapp.core.relevance import shown_items
from webapp.core.survey import (
    ChoiceItem,
    CountedItem,
    MaturityItem,
    MultipleChoiceItem,
    NumberItem,
    Option,
    PracticeItem,
    Survey,
    TextItem,
    YesPlannedNoItem,
)
from webapp.rehearsal import texts
from webapp.rehearsal.places import Place, chance

STEPS = (-1.05, -0.25, 0.6, 1.55)
"""Where the next level begins on the scale of abilities."""
EXPOSURE = 0.55
"""How much it lifts a municipality that all its neighbours had adopted last round, against none of them."""
OTHER = frozenset({"annet"})


@dataclass(frozen=True, slots=True)
class Plausible:
    """What a number usually is: its middle, its change with ability, and its spread; or per thousand residents."""

    middle: float
    per_ability: float
    spread: float
    per_thousand: bool = False


USUAL: Mapping[str, Plausible] = {
    "uu_publikumsbygg": Plausible(58, 12, 15),
    "koordinator_arsverk": Plausible(0.8, 0.45, 0.3),
    "tilskudd_belop": Plausible(170_000, 60_000, 60_000, per_thousand=True),
    "frivilligsentral_antall": Plausible(1.1, 0.7, 0.6),
    "lederspenn": Plausible(29, 3, 7),
    "andel_heltid": Plausible(39, 5, 6),
    "andel_heltid_turnus": Plausible(28, 5, 6),
    "stillingsstorrelse": Plausible(71, 2.5, 3),
    "andel_utlyst_heltid": Plausible(55, 15, 18),
    "ledige_arsverk": Plausible(1.4, -0.3, 0.6, per_thousand=True),
    "andel_helseutdanning": Plausible(74, 1.5, 4),
    "gjennomtrekk": Plausible(11, -1, 3),
    "sykefravar_prosent": Plausible(10.2, -0.4, 1.2),
    "innleie_kostnad": Plausible(420_000, -180_000, 220_000, per_thousand=True),
}
"""By item key; other numbers are drawn around the middle of their classes."""

Exposure = Callable[[str, Place], float]
"""The share of a place's neighbours that had adopted the item in the round before; 0 where none is known."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn once for a survey: how hard each item is."""

    seed: int
    survey: Survey
    difficulty: Mapping[str, float]

    @classmethod
    def of(cls, seed: int, survey: Survey) -> Course:
        """Draw how hard each item of ``survey`` is."""
        drawn = {i.key: 0.45 * chance(seed, survey.key, i.key).gauss(0, 1) for i in survey.items()}
        return cls(seed, survey, drawn)


def answer_survey(course: Course, place: Place, year: int, exposure: Exposure) -> dict[str, Answer]:
    """Give the answers of ``place`` in the round number ``year`` (0 is the first): shown items only, by key.

    What is particular to the municipality is drawn from its identity alone and so stays from round to round; the round
    adds its pace, what the neighbours did, and a little noise, so that most move up and a few fall back.
    """
    survey = course.survey
    lasting = chance(course.seed, survey.key, place.identity, "lasting")
    passing = chance(course.seed, survey.key, place.identity, year)
    leaning = place.ability + 0.3 * lasting.gauss(0, 1) + year * place.pace
    given: dict[str, Answer] = {}
    for item in survey.items():
        tendency = (
            leaning
            - course.difficulty[item.key]
            + 0.5 * lasting.gauss(0, 1)
            + 0.16 * passing.gauss(0, 1)
            + EXPOSURE * exposure(item.key, place)
        )
        habit = lasting.random()  # what lasts: whether the item applies at all, whether they give examples
        if isinstance(item, TextItem | PracticeItem):
            answer = _words(survey.key, item, place, tendency, habit, passing)
        else:
            answer = _answer(item, place, tendency, habit, passing)
        if answer is not None:
            given[item.key] = answer
    shown = frozenset(shown_items(survey, given))
    return {key: answer for key, answer in given.items() if key in shown}


def _answer(item: CountedItem, place: Place, tendency: float, habit: float, passing: Random) -> Answer:
    """Give one answer that must be given."""
    luck = passing.random()
    if item.not_applicable is not None and habit < 0.04:
        return Answer(item.key, NotApplicable(texts.reason(place, habit)), version=1)
    unsure = 0.045 if isinstance(item, NumberItem) else 0.018
    if luck < unsure * (1.6 if place.municipality.population < 5_000 else 1.0):
        return Answer(item.key, DontKnow(), version=1)
    given = _value(item, place, tendency, habit, passing)
    answer = Answer(item.key, given, version=1)
    if item.evidence is not None and isinstance(given, Level) and luck > (0.42 if given.level >= 3 else 0.88):
        return replace(answer, evidence=texts.evidence(place, passing))
    return answer


def _value(item: CountedItem, place: Place, tendency: float, habit: float, passing: Random) -> Given:
    match item:
        case MaturityItem():
            return Level(sum(tendency >= step for step in STEPS))
        case NumberItem():
            return Number(_number(item, place, tendency, habit, passing))
        case YesPlannedNoItem():
            return Choice(_graded(item.options, tendency, (0.15, -0.55)))
        case ChoiceItem():
            last = len(item.options) - 1
            return Choice(_graded(item.options, tendency, tuple(1.0 - 2.2 * n / last for n in range(last))))
        case MultipleChoiceItem():
            return Choices(_several(item, place, tendency, passing))
        case other:
            assert_never(other)


def _graded(options: tuple[Option, ...], tendency: float, steps: tuple[float, ...]) -> str:
    """Choose among options that stand from furthest along to not begun."""
    for option, step in zip(options, steps, strict=False):
        if tendency >= step:
            return option.value
    return options[min(len(steps), len(options) - 1)].value


def _several(item: MultipleChoiceItem, place: Place, tendency: float, passing: Random) -> tuple[str, ...]:
    """Choose some options; who is further along has more of them, and an exclusive one stands alone."""
    exclusive = [o.value for o in item.options if o.exclusive]
    if exclusive and tendency < -1.3:
        return (exclusive[0],)
    share = 1 / (1 + math.exp(-0.8 * tendency))
    chosen = []
    for option in item.options:
        if option.exclusive:
            continue
        liking = chance(item.key, option.value, place.identity).random()  # what they have, they mostly keep
        likely = 0.10 if option.value in OTHER else 0.18 + 0.5 * share
        if 0.8 * liking + 0.2 * passing.random() < likely:
            chosen.append(option.value)
    if item.max_choices is not None:
        chosen = chosen[: item.max_choices]
    return tuple(chosen) or (exclusive[0] if exclusive else item.options[0].value,)


def _number(item: NumberItem, place: Place, tendency: float, habit: float, passing: Random) -> Decimal:
    usual = USUAL.get(item.key) or _around_classes(item)
    own = 2.4 * (habit - 0.5)  # most of the difference between municipalities lasts
    drawn = usual.middle + usual.per_ability * tendency + usual.spread * (own + 0.3 * passing.gauss(0, 1))
    if usual.per_thousand:
        drawn = max(drawn, 0.15 * usual.middle) * place.municipality.population / 1000
        drawn = round(drawn, -3) if drawn >= 20_000 else drawn
    bounded = min(max(Decimal(str(drawn)), item.minimum), item.maximum)
    return bounded.quantize(Decimal(1).scaleb(-item.decimals))


def _around_classes(item: NumberItem) -> Plausible:
    ends = [float(c.lower) for c in item.classes if c.upper is not None] or [float(item.minimum)]
    middle = ends[len(ends) // 2]
    spread = max(ends) - min(ends) or float(item.maximum - item.minimum) / 10
    return Plausible(middle, spread / 6, spread / 4)


def _words(
    survey: str, item: TextItem | PracticeItem, place: Place, tendency: float, habit: float, passing: Random
) -> Answer | None:
    """Give what they write, for those who write anything."""
    if isinstance(item, PracticeItem):
        if tendency < 0.2 or habit < 0.78:
            return None
        return Answer(item.key, Practice(texts.practice(survey, item, place, passing)), version=1)
    if habit < 0.7:
        return None
    return Answer(item.key, FreeText(texts.free_text(item, place, passing)[: item.max_length]), version=1)
