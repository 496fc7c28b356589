"""Whole synthetic rounds in a real database: frozen, complete, and written as the product itself writes."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.databases import Templates
from webapp.core.round import RoundState
from webapp.rehearsal.building import build
from webapp.rehearsal.people import PEOPLE
from webapp.rehearsal.rounds import YEARS
from webapp.store import answers as store_answers
from webapp.store import tables as t
from webapp.store.database import Database, connect, reading, use, writing
from webapp.store.rounds import all_rounds, population

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TIMES = (t.Revision.started_at, t.Revision.saved_at, t.Revision.sent_at, t.Revision.delivered_at)
FEW = frozenset(
    {"0301", "1101", "1505", "1507", "1508", "1515", "1580", "3107", "3201", "3301", "3303", "3305"}
)
FEW |= {"3312", "3405", "4203", "4601", "4618", "4640", "5001", "5501"}


@pytest.fixture
def small(migrated_database_url: str) -> Iterator[Database]:
    """A small demo, on both engines."""
    kept = connect(migrated_database_url)
    use(kept)
    build(now=NOW, municipalities=FEW, with_releases=False)
    yield kept
    kept.engine.dispose()


def test_three_rounds_are_closed_and_this_years_is_open(small: Database) -> None:
    with reading() as session:
        rounds = {r.key: r for r in all_rounds(session)}

    assert {key: r.state for key, r in rounds.items()} == {
        "2023": RoundState.CLOSED,
        "2024": RoundState.CLOSED,
        "2025": RoundState.CLOSED,
        "2026": RoundState.OPEN,
    }
    assert all(r.synthetic for r in rounds.values())
    assert rounds["2026"].deadline_at > NOW
    assert "syntetiske" in rounds["2025"].title.nb


def test_the_population_of_each_round_is_frozen_with_its_groups(small: Database) -> None:
    with reading() as session:
        frozen = {r.key: {m.number: m for m in population(session, r.id)} for r in all_rounds(session)}

    assert "1507" in frozen["2023"]
    assert frozen["2023"]["1507"].derived
    assert {"1508", "1580"} <= set(frozen["2024"])
    assert "3006" in frozen["2023"]  # Kongsberg's number then
    assert frozen["2023"]["3006"].groups == frozen["2025"]["3303"].groups


def test_delivered_answers_are_complete_have_a_history_and_cannot_change(small: Database) -> None:
    with reading() as session:
        kept = session.scalar(select(func.count()).select_from(t.Answer))
        written = session.scalar(select(func.count()).select_from(t.AnswerHistory))
        revision = session.execute(
            select(t.Revision.id, t.Revision.progress).where(t.Revision.state == "delivered").limit(1)
        ).one()
        now = store_answers.answers(session, revision.id)
        before = store_answers.earlier_versions(session, revision.id, dict.fromkeys(now, 1))

    assert kept == written
    assert kept
    assert sum(s["missing"] for s in revision.progress["sections"]) == 0
    assert {item: [s.answer for s in standing] for item, standing in before.items()} == {
        item: [answer] for item, answer in now.items()
    }
    with pytest.raises(IntegrityError, match="frozen"), writing() as session:
        session.execute(t.Answer.__table__.delete().where(t.Answer.revision_id == revision.id))  # type: ignore[attr-defined]  # a Table


def test_every_delivery_was_sent_first_and_is_in_the_rounds_time(small: Database) -> None:
    with reading() as session:
        events: dict[int, list[str]] = {}
        for event in session.execute(
            select(t.ApprovalEvent.revision_id, t.ApprovalEvent.kind).order_by(
                t.ApprovalEvent.at, t.ApprovalEvent.id
            )
        ):
            events.setdefault(event.revision_id, []).append(event.kind)
        rows = session.execute(
            select(*TIMES, t.Revision.id, t.Revision.state, t.Round.opened_at, t.Round.closed_at)
            .join(t.Submission, t.Submission.id == t.Revision.submission_id)
            .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
            .join(t.Round, t.Round.id == t.RoundSurvey.round_id)
        ).all()
    for row in rows:
        steps = events.get(row.id, [])
        match row.state:
            case "draft":
                assert steps == []
            case "awaiting_approval":
                assert steps[-1] == "sent"
            case _:
                times = [moment for moment in (row.opened_at, *row[:4], row.closed_at or NOW) if moment]
                assert steps[-2:] == ["sent", "delivered"]
                assert len(times) == 6
                assert times == sorted(times)


def test_the_people_of_the_demo_have_something_of_each_kind_to_do(small: Database) -> None:
    with reading() as session:
        people = session.scalar(select(func.count()).select_from(t.Person))
        rows = session.execute(
            select(t.Revision.state, func.count().label("number"))
            .join(t.Submission, t.Submission.id == t.Revision.submission_id)
            .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
            .join(t.Round, t.Round.id == t.RoundSurvey.round_id)
            .where(t.Round.key == "2026", t.Submission.municipality_number == "3303")
            .group_by(t.Revision.state)
        ).all()

    assert people == len(PEOPLE)
    assert {r.state: r.number for r in rows} == {
        "draft": 1,
        "awaiting_approval": 1,
    }  # and two not begun


def test_practice_examples_become_drafts_of_the_municipality(small: Database) -> None:
    with reading() as session:
        answers = session.scalar(
            select(func.count()).select_from(t.Answer).where(t.Answer.fields.is_not(None))
        )
        drafts = session.execute(select(t.Practice.consent, t.Practice.state, t.Practice.fields)).all()

    assert len(drafts) == answers
    assert {(d.consent, d.state) for d in drafts} == {("own_municipality", "draft")}
    assert all("[Syntetisk" in d.fields["beskrivelse"] for d in drafts)


@pytest.mark.slow
def test_the_whole_country_answers_about_nine_of_ten_and_small_ones_less(
    templates: Templates, tmp_path: Path
) -> None:
    with templates.copy("sqlite", "migrated", tmp_path) as url:
        kept = connect(url)
        use(kept)
        built = build(now=NOW, with_releases=False)
        with reading() as session:
            asked = {r.key: population(session, r.id) for r in all_rounds(session)}
            delivered = Counter(
                (r.key, r.municipality_number)
                for r in session.execute(
                    select(t.Round.key, t.Submission.municipality_number)
                    .join(t.RoundSurvey, t.RoundSurvey.round_id == t.Round.id)
                    .join(t.Submission, t.Submission.round_survey_id == t.RoundSurvey.id)
                    .join(t.Revision, t.Revision.submission_id == t.Submission.id)
                    .where(t.Revision.state == "delivered")
                ).all()
            )
            late = session.scalar(
                select(func.count())
                .select_from(t.Revision)
                .join(t.Submission, t.Submission.id == t.Revision.submission_id)
                .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
                .join(t.Round, t.Round.id == t.RoundSurvey.round_id)
                .where(t.Revision.delivered_at > t.Round.deadline_at)
            )
        kept.engine.dispose()

    def rate(year: int, least: int, most: int) -> float:
        there = [m.number for m in asked[str(year)] if least <= m.population < most]
        return sum(delivered[str(year), number] for number in there) / (4 * len(there))

    assert [len(asked[str(y)]) for y in YEARS] == [356, 357, 357]
    for year in YEARS:
        assert 0.86 < rate(year, 0, 10**7) < 0.94
        assert rate(year, 0, 3_000) + 0.04 < rate(year, 20_000, 10**7)
    assert late
    assert built.answers > 60_000
