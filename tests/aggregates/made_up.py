"""Made-up rounds for the tests of releases: real municipalities of some counties, every kind of item, chosen answers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from tests.core.example_survey import PRACTICE, SEVERAL, WORDS, YES, survey_of, text
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
from webapp.core.municipality import Municipality
from webapp.core.reference import Reference
from webapp.core.round import RoundPlan
from webapp.core.survey import MaturityItem, NumberClass, NumberItem, Survey
from webapp.core.text import Text
from webapp.rounds.actions import close_round, create_round, open_round
from webapp.store import tables as t
from webapp.store.answers import columns_of
from webapp.store.definitions_content import content_hash, survey_content
from webapp.store.rounds import round_called

COUNTIES = frozenset({"15", "18", "32", "46"})
CLAUSE = "ua2024.frivillighetspolitikk"
LEVEL = MaturityItem(
    key="level",
    text=Text("Hvor langt er <b>dere</b> & deres?", "Kor langt er <b>de</b> & dykkar?"),
    anchors=(text("0"), text("1"), text("2"), text("3"), text("4")),
    not_applicable=text("Hvorfor ikke?"),
    measures=(CLAUSE,),
)
AMOUNT = NumberItem(
    key="amount",
    text=text("Hvor mye?"),
    unit=text("kroner"),
    minimum=Decimal(0),
    maximum=Decimal(1000),
    decimals=1,
    classes=(
        NumberClass("lite", text("Lite"), Decimal(0), Decimal(50)),
        NumberClass("mye", text("Mye"), Decimal(50), None),
    ),
)
SURVEY = replace(survey_of((LEVEL, AMOUNT), (YES, SEVERAL, WORDS, PRACTICE)), key="frivillighet")
SECRET_WORDS = "dette skal aldri ut"

Answers = Callable[[Municipality, int], Mapping[str, Given] | None]
"""What a municipality answers, given its place in the order of numbers; None: it delivers nothing."""


def usual(municipality: Municipality, place: int) -> Mapping[str, Given] | None:
    """Answer plausibly: every ninth delivers nothing, every thirteenth does not know, every level occurs."""
    if place % 9 == 8:
        return None
    level: Given = Level((place * 7 + municipality.centrality_index) % 5)
    if place % 13 == 12:
        level = DontKnow()
    if place % 17 == 16:
        level = NotApplicable("Gjelder ikke oss")
    return {
        "level": level,
        "amount": Number(Decimal(place * 3 % 100) + Decimal("0.5")),
        "yes": Choice(("ja", "planlagt", "nei")[place % 3]),
        "several": Choices(("x", "y") if place % 2 else ("x",)),
        "words": FreeText(SECRET_WORDS),
        "practice": Practice({"navn": SECRET_WORDS}),
    }


def later(municipality: Municipality, place: int) -> Mapping[str, Given] | None:
    """Answer a year later: every third has come to level 3."""
    given = usual(municipality, place)
    return given if given is None or place % 3 else {**given, "level": Level(3)}


def play(
    session: Session,
    reference: Reference,
    year: int,
    answers: Answers = usual,
    *,
    survey: Survey = SURVEY,
    synthetic: bool = True,
    is_closed: bool = True,
    is_backwards: bool = False,
) -> None:
    """Play a whole round of ``year``: asked on its last day, delivered the next February, closed in March.

    ``is_backwards`` writes the same deliveries in the opposite order.
    """
    _questionnaire(session, survey)
    on = date(year, 12, 31)
    asked = [m for m in reference.municipalities_on(on) if m.county_number in COUNTIES]
    plan = RoundPlan(
        key=str(year),
        title=Text(f"Runde {year}", f"Runde {year} på nynorsk"),
        reference_date=on,
        opens_at=None,
        deadline_at=datetime(year + 1, 3, 1, tzinfo=UTC),
        surveys=(survey.key,),
        rules={},
        synthetic=synthetic,
    )
    create_round(session, plan, now=datetime(year, 12, 1, tzinfo=UTC), by=None)
    made = round_called(session, plan.key)
    assert made is not None
    open_round(session, made, asked, now=datetime(year + 1, 1, 1, tzinfo=UTC), by=None)
    asked_id = session.scalar(select(t.RoundSurvey.id).where(t.RoundSurvey.round_id == made.id))
    in_turn = list(enumerate(asked))
    for place, municipality in reversed(in_turn) if is_backwards else in_turn:
        given = answers(municipality, place)
        if given is not None:
            submission = session.scalar(
                insert(t.Submission)
                .values(
                    municipality_number=municipality.number,
                    round_survey_id=asked_id,
                    created_at=datetime(year + 1, 1, 2, tzinfo=UTC),
                )
                .returning(t.Submission.id)
            )
            assert submission is not None
            deliver(session, submission, municipality.number, 1, given, datetime(year + 1, 2, 1, tzinfo=UTC))
    if is_closed:
        opened = round_called(session, plan.key)
        assert opened is not None
        close_round(session, opened, now=datetime(year + 1, 3, 2, tzinfo=UTC), by=None)


def deliver(
    session: Session, submission: int, number: str, revision: int, given: Mapping[str, Given], at: datetime
) -> None:
    """Deliver one revision with these answers."""
    revision_id = session.scalar(
        insert(t.Revision)
        .values(
            submission_id=submission,
            municipality_number=number,
            number=revision,
            state="draft",
            reason="Retting" if revision > 1 else None,
            progress={},
            started_at=at,
        )
        .returning(t.Revision.id)
    )
    session.execute(
        insert(t.Answer),
        [
            {
                "revision_id": revision_id,
                "item_key": item,
                "municipality_number": number,
                "version": 1,
                "saved_at": at,
                **columns_of(answer),
            }
            for item, answer in given.items()
        ],
    )
    session.execute(
        update(t.Revision)
        .where(t.Revision.id == revision_id)
        .values(state="delivered", sent_at=at, delivered_at=at)
    )


def correct(session: Session, number: str, year: int, given: Mapping[str, Given], at: datetime) -> None:
    """Let a municipality deliver a second revision of what it delivered in the round of ``year``."""
    submission = session.scalar(
        select(t.Submission.id)
        .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
        .join(t.Round, t.Round.id == t.RoundSurvey.round_id)
        .where(t.Round.key == str(year), t.Submission.municipality_number == number)
    )
    assert submission is not None
    deliver(session, submission, number, 2, given, at)


def _questionnaire(session: Session, survey: Survey) -> None:
    digest = content_hash(survey)
    if session.scalar(select(t.QuestionnaireVersion.id).where(t.QuestionnaireVersion.hash == digest)) is None:
        session.execute(
            insert(t.QuestionnaireVersion).values(
                survey_key=survey.key,
                version=survey.version,
                content=survey_content(survey),
                hash=digest,
                created_at=datetime(2020, 1, 1, tzinfo=UTC),
            )
        )
