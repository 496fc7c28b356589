"""The stage of the journeys: one survey, a round that is over, and an open one that only two have not answered."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from webapp import create_app, jobs
from webapp.accounts.people import hash_of
from webapp.core.progress import progress
from webapp.core.round import RoundPlan
from webapp.core.round_rules import RoundRules
from webapp.core.text import Text
from webapp.rehearsal import rows
from webapp.rehearsal.answers import answer_survey
from webapp.rehearsal.building import load_shipped
from webapp.rehearsal.people import BOKMAAL, NYNORSK, PASSWORD, create_people
from webapp.rehearsal.places import chance
from webapp.rehearsal.rounds import SEED, Played, Stage, play_closed_round, reference_date
from webapp.rounds.actions import create_round, open_round
from webapp.settings import Settings
from webapp.store import database
from webapp.store.database import writing
from webapp.store.definitions import read_surveys
from webapp.store.reference import read_reference
from webapp.store.rounds import asked_surveys, round_called

SURVEY = "frivillighet"
OVER, RUNNING = 2025, 2026
# Enough for figures to be shown, and few enough to be quick: of several counties and sizes, both language forms.
OTHERS = frozenset(
    "0301 1101 1103 1106 1508 1515 1804 1818 3201 3216 3301 3305 3403 4001 4204 4601 4624 4626 5001 5501".split()  # noqa: SIM905  a list of twenty numbers reads worse
)


def build(settings: Settings) -> None:
    """Make the database of ``settings`` with everything a journey begins from."""
    settings.data.mkdir(parents=True)
    database.upgrade(settings.database)
    app = create_app(settings)
    try:
        with app.app_context():
            _fill(hash_of(PASSWORD))
    finally:
        jobs.use(None)
        database.in_use().engine.dispose()
    with closing(sqlite3.connect(settings.data / "godpraksis.db")) as kept:
        kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _fill(password_hash: str) -> None:
    load_shipped(datetime(OVER, 11, 1, tzinfo=UTC))
    with writing() as session:
        hands = create_people(session, password_hash)
        survey = read_surveys().surveys[SURVEY]
        everyone = OTHERS | {BOKMAAL, NYNORSK}
        stage = Stage(SEED, read_reference(), {SURVEY: survey}, {}, everyone, hands)
        played = play_closed_round(session, stage, OVER, Played())
        _open_round(session, stage, played)


def _open_round(session: Session, stage: Stage, before: Played) -> None:
    """Open this year's round, where everyone but the journeys' two municipalities has delivered."""
    now = datetime.now(UTC)
    period = rows.Period(now - timedelta(weeks=3), now + timedelta(weeks=5), now)
    plan = RoundPlan(
        key=str(RUNNING),
        title=Text(f"Årsrunde {RUNNING}", f"Årsrunde {RUNNING}"),
        reference_date=reference_date(RUNNING),
        opens_at=period.opened,
        deadline_at=period.deadline,
        surveys=(SURVEY,),
        rules=RoundRules().to_json(),
        synthetic=True,
    )
    round_id = create_round(session, plan, now=period.opened, by=None)
    planned = round_called(session, plan.key)
    assert planned is not None
    open_round(session, planned, stage.municipalities(RUNNING), now=period.opened, by=None)
    [asked] = asked_surveys(session, round_id)
    survey, course = stage.surveys[SURVEY], stage.courses[SURVEY]
    responses = []
    for place in stage.places_of(RUNNING):
        if place.municipality.number in {BOKMAAL, NYNORSK}:
            continue
        answers = answer_survey(course, place, RUNNING - OVER, lambda _item, _place: 0.0)
        responses.append(
            rows.Response(
                place=place,
                survey=survey,
                asked=asked.id,
                answers=tuple(answers.values()),
                progress=progress(survey, answers),
                is_sent=True,
                is_delivered=True,
                was_returned=False,
                times=rows.Times.of(period, chance(place.identity)),
                hands=rows.Hands(),
            )
        )
    rows.write(session, responses)
