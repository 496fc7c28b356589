"""Synthetic rounds, written through the real tables with every constraint and trigger on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cached_property

from sqlalchemy.orm import Session

from webapp.core.answer import Answer, Level
from webapp.core.municipality import Municipality
from webapp.core.progress import progress
from webapp.core.reference import Reference
from webapp.core.round import RoundPlan
from webapp.core.round_rules import RoundRules
from webapp.core.survey import ADOPTED_FROM, Survey
from webapp.core.text import Text
from webapp.rehearsal import rows
from webapp.rehearsal.answers import Course, answer_survey
from webapp.rehearsal.places import Place, chance, places
from webapp.rounds.actions import close_round, create_round, open_round
from webapp.store.rounds import asked_surveys, round_called

SEED = 2026
YEARS = (2023, 2024, 2025)
"""The closed rounds. A round's reference date is the last day of its year: 356, 357 and 357 municipalities."""
OPEN_YEAR = 2026


class Outcome(Enum):
    """How far a municipality came with one survey."""

    NOT_BEGUN = "not begun"
    BEGUN = "begun"
    SENT = "sent"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class Stage:
    """What the rounds are played on. ``only`` (newest numbers) makes a small stage; None is all municipalities."""

    seed: int
    reference: Reference
    surveys: Mapping[str, Survey]
    beside: Mapping[str, tuple[str, ...]]
    only: frozenset[str] | None = None
    hands: Mapping[str, rows.Hands] = field(default_factory=dict)

    def places_of(self, year: int) -> list[Place]:
        """Give the places of the round of ``year``."""
        return places(self.seed, self.municipalities(year), self.identities(year), self.beside)

    def municipalities(self, year: int) -> list[Municipality]:
        """Give the municipalities of the round's reference date, by number."""
        identities = self.identities(year)
        everyone = self.reference.municipalities_on(reference_date(year))
        return [
            m
            for m in everyone
            if self.only is None or m.number in self.only or identities.get(m.number) in self.only
        ]

    def identities(self, year: int) -> dict[str, str]:
        """Give the newest number of each number of that year whose history is kept."""
        kept = self.reference.kept_numbers(reference_date(year), reference_date(OPEN_YEAR))
        return {old: new for new, old in kept.items()}

    @cached_property
    def courses(self) -> dict[str, Course]:
        """How hard each item is, by survey."""
        return {key: Course.of(self.seed, survey) for key, survey in self.surveys.items()}


@dataclass(frozen=True, slots=True)
class Played:
    """What a round came to; the next one grows out of ``adopted`` and ``known`` (survey and item: identities)."""

    adopted: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    known: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    submissions: int = 0
    answers: int = 0


def reference_date(year: int) -> date:
    """Give the day the round of ``year`` is for: its last, so that figures are for the whole calendar year."""
    return date(year, 12, 31)


def play_closed_round(session: Session, stage: Stage, year: int, before: Played) -> Played:
    """Play the round of ``year`` from opening to closing, the following January to March."""
    opened = datetime(year + 1, 1, 15, 8, tzinfo=UTC)
    deadline = datetime(year + 1, 3, 15, 22, 59, tzinfo=UTC)
    closed = datetime(year + 1, 3, 29, 10, tzinfo=UTC)
    played = _play(session, stage, year, rows.Period(opened, deadline, closed), before, is_open=False)
    round_ = round_called(session, str(year))
    assert round_ is not None  # noqa: S101 -- it was made above
    close_round(session, round_, now=closed, by=None)
    return played


def play_open_round(session: Session, stage: Stage, now: datetime, before: Played) -> Played:
    """Open this year's round three weeks before ``now`` with five weeks left, and let a few municipalities begin."""
    period = rows.Period(now - timedelta(weeks=3), now + timedelta(weeks=5), now)
    return _play(session, stage, OPEN_YEAR, period, before, is_open=True)


def _play(
    session: Session, stage: Stage, year: int, period: rows.Period, before: Played, *, is_open: bool
) -> Played:
    plan = RoundPlan(
        key=str(year),
        title=Text(f"Årsrunde {year} (syntetiske svar)", f"Årsrunde {year} (syntetiske svar)"),
        reference_date=reference_date(year),
        opens_at=period.opened,
        deadline_at=period.deadline,
        surveys=tuple(stage.surveys),
        rules=RoundRules().to_json(),
        synthetic=True,
    )
    round_id = create_round(session, plan, now=period.opened - timedelta(weeks=6), by=None)
    round_ = round_called(session, plan.key)
    assert round_ is not None  # noqa: S101 -- it was made above
    open_round(session, round_, stage.municipalities(year), now=period.opened, by=None)
    asked = {a.survey_key: a.id for a in asked_surveys(session, round_id)}
    there = stage.places_of(year)
    responses: list[rows.Response] = []
    for key, survey in stage.surveys.items():
        responses.extend(
            _responses(stage, survey, there, year, period, before, is_open=is_open, asked=asked[key])
        )
    rows.write(session, responses)
    return _played(responses, before)


def _responses(  # noqa: PLR0913 -- one call, each argument another fact of the round
    stage: Stage,
    survey: Survey,
    there: list[Place],
    year: int,
    period: rows.Period,
    before: Played,
    *,
    is_open: bool,
    asked: int,
) -> Iterator[rows.Response]:
    def exposure(item: str, place: Place) -> float:
        known = before.known.get((survey.key, item), frozenset()).intersection(place.neighbours)
        return len(known & before.adopted[survey.key, item]) / len(known) if known else 0.0

    course = stage.courses[survey.key]
    for place in there:
        luck = chance(stage.seed, survey.key, place.identity, year, "outcome")
        hands = stage.hands.get(place.identity)
        if is_open:
            outcome = _outcome_so_far(
                luck.random(), None if hands is None else list(stage.surveys).index(survey.key)
            )
        else:
            outcome = _outcome(place, luck.gauss(0, 0.35), luck.random())
        if outcome is Outcome.NOT_BEGUN:
            continue
        answers = answer_survey(course, place, year - YEARS[0], exposure)
        if outcome is Outcome.BEGUN:
            answers = _first_sections(survey, answers, 1 + int(luck.random() * (len(survey.sections) - 1)))
        yield rows.Response(
            place=place,
            survey=survey,
            asked=asked,
            answers=tuple(answers.values()),
            progress=progress(survey, answers),
            is_sent=outcome in {Outcome.SENT, Outcome.DELIVERED},
            is_delivered=outcome is Outcome.DELIVERED,
            was_returned=luck.random() < 0.04,
            times=rows.Times.of(period, luck),
            hands=hands or rows.Hands(),
        )


def _outcome(place: Place, mood: float, luck: float) -> Outcome:
    """Say how far a municipality came in a closed round: about nine of ten delivered, small ones less often."""
    delivers = 1 / (1 + math.exp(-(place.diligence + mood)))
    if luck < delivers:
        return Outcome.DELIVERED
    beyond = (luck - delivers) / (1 - delivers)
    return Outcome.NOT_BEGUN if beyond < 0.5 else Outcome.BEGUN if beyond < 0.85 else Outcome.SENT


def _outcome_so_far(luck: float, demo_survey: int | None) -> Outcome:
    """Say how far a municipality is in the open round; those of the demo have something of each kind to do."""
    if demo_survey is not None:
        return (Outcome.BEGUN, Outcome.SENT, Outcome.NOT_BEGUN, Outcome.NOT_BEGUN)[demo_survey % 4]
    if luck < 0.06:
        return Outcome.DELIVERED
    return Outcome.SENT if luck < 0.10 else Outcome.BEGUN if luck < 0.24 else Outcome.NOT_BEGUN


def _first_sections(survey: Survey, answers: Mapping[str, Answer], count: int) -> dict[str, Answer]:
    begun = {item.key for section in survey.sections[:count] for item in section.items}
    return {key: answer for key, answer in answers.items() if key in begun}


def _played(responses: list[rows.Response], before: Played) -> Played:
    adopted: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    known: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for response in responses:
        if response.is_delivered:
            for answer in response.answers:
                if isinstance(answer.given, Level):
                    subject = response.survey.key, answer.item
                    known[subject].add(response.place.identity)
                    adopted[subject]  # an item nobody has adopted is known too
                    if answer.given.level >= ADOPTED_FROM:
                        adopted[subject].add(response.place.identity)
    return Played(
        {subject: frozenset(who) for subject, who in adopted.items()},
        {subject: frozenset(who) for subject, who in known.items()},
        before.submissions + len(responses),
        before.answers + sum(len(r.answers) for r in responses),
    )
