"""Opening freezes, opening twice is refused, and closing queues the release in the same transaction."""

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from tests.core.example_survey import EXAMPLE
from tests.making import answered, opened_round, planned_round, questionnaire, round_of
from tests.pages import Pages
from tests.rounds.counting import statements
from tests.seed import COORDINATOR, MUNICIPALITIES
from webapp.commands.rounds import rounds as command
from webapp.core.answer import Level
from webapp.core.municipality import Breakdown
from webapp.core.round import RoundError, RoundFault, RoundState
from webapp.jobs import State, latest
from webapp.jobs.rows import JobState
from webapp.rounds import actions
from webapp.rounds.actions import close_and_release, open_as_seen, release_lock
from webapp.store import tables as t
from webapp.store.database import Database, in_use, reading, use, writing
from webapp.store.rounds import asked_surveys, population

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def planned(
    deadline_at: datetime = datetime(2099, 3, 1, 22, 0, tzinfo=UTC), reference_date: date = date(2025, 12, 31)
) -> None:
    with writing() as session:
        planned_round(session, deadline_at=deadline_at, reference_date=reference_date)


def opened() -> None:
    with writing() as session:
        opened_round(session)


def state() -> RoundState:
    with reading() as session:
        return round_of(session).state


def release_job() -> JobState | None:
    with reading() as session:
        return latest(session, release_lock("2025"))


def press(adviser: Pages, address: str, *, expect: int = 303) -> str:
    """Press the one button of a confirming page; give where it led."""
    page = adviser.submit(adviser.get(address), form=address, expect=expect)
    return page.location if expect == 303 else page.words


def test_the_confirming_page_says_what_is_frozen(adviser: Pages) -> None:
    planned()

    page = adviser.get("/nb/runder/2025/apne")

    assert "6 kommuner, slik de er 31. desember 2025" in page.words
    assert EXAMPLE.version in page.words
    assert "KOSTRA-gruppe: 5 grupper" in page.words
    assert "færre enn 5 kommuner" in page.words
    assert statements(adviser) <= 8


def test_opening_freezes_population_groups_and_versions(adviser: Pages) -> None:
    planned()

    assert press(adviser, "/nb/runder/2025/apne") == "/nb/runder/2025"
    with writing() as session:
        before = population(session, round_of(session).id)
        session.execute(update(t.MunicipalityGroup).values(code="9"))
        session.execute(update(t.Municipality).values(population=1))
        newer = session.scalars(select(t.QuestionnaireVersion)).one()
        session.add(
            t.QuestionnaireVersion(
                survey_key=newer.survey_key,
                version="99",
                content=newer.content,
                hash="0" * 64,
                created_at=NOW + timedelta(days=1),
            )
        )
        frozen = newer.frozen_at

    with reading() as session:
        assert frozen is not None
        after = population(session, round_of(session).id)
        assert after == before
        assert len(after) == len(MUNICIPALITIES)
        assert after[0].groups[Breakdown.SIZE] == "4"
        assert [survey.version_id for survey in asked_surveys(session, round_of(session).id)] == [newer.id]


def test_only_municipalities_of_the_reference_date_are_asked(adviser: Pages) -> None:
    planned()
    with writing() as session:
        session.execute(
            update(t.Municipality).where(t.Municipality.number == "1557").values(valid_to=date(2025, 12, 31))
        )

    press(adviser, "/nb/runder/2025/apne")

    with reading() as session:
        numbers = [place.number for place in population(session, round_of(session).id)]
    assert numbers == ["1101", "1515", "1818", "3216", "4624"]


def test_two_who_open_at_once_open_it_once(database: Database) -> None:
    planned()
    outcomes: list[RoundFault | None] = []
    together = threading.Barrier(2)

    def attempt() -> None:
        together.wait()
        try:
            with writing() as session:
                open_as_seen(session, "2025", seen=None, now=NOW, by=None)
            outcomes.append(None)
        except RoundError as error:
            outcomes.append(error.fault)

    attempts = [threading.Thread(target=attempt) for _ in range(2)]
    for each in attempts:
        each.start()
    for each in attempts:
        each.join()

    assert sorted(outcomes, key=str) == [None, RoundFault.ALREADY_OPENED]
    assert state() is RoundState.OPEN


def test_the_second_to_open_is_told_so(adviser: Pages) -> None:
    planned()
    page = adviser.get("/nb/runder/2025/apne")
    press(adviser, "/nb/runder/2025/apne")

    refused = adviser.submit(page, form="/apne", expect=409)

    assert "Runden er allerede åpnet" in refused.words


def test_a_round_that_was_changed_after_the_confirming_page_is_not_opened(adviser: Pages) -> None:
    planned()
    page = adviser.get("/nb/runder/2025/apne")
    with writing() as session:
        session.execute(update(t.Round).values(rules={"disclosure": {"base": 8, "unanimity": 12}}))

    refused = adviser.submit(page, form="/apne", expect=409)

    assert "Noen andre har endret runden" in refused.words
    assert "færre enn 8 kommuner" in refused.words
    assert state() is RoundState.PLANNED
    adviser.submit(refused, form="/apne")
    assert state() is RoundState.OPEN


@pytest.mark.parametrize(
    ("deadline_at", "reference_date", "said"),
    [
        (datetime(2026, 1, 20, tzinfo=UTC), date(2025, 12, 31), "Fristen er gått ut."),
        (datetime(2099, 1, 20, tzinfo=UTC), date(2019, 12, 31), "Ingen kommuner er kjent på den datoen."),
    ],
)
def test_what_cannot_be_opened_says_why_and_has_no_button(
    adviser: Pages, deadline_at: datetime, reference_date: date, said: str
) -> None:
    planned(deadline_at, reference_date)

    page = adviser.get("/nb/runder/2025/apne")

    assert said in page.words
    assert not [form for form in page.forms() if form.action.endswith("/apne")]
    token = next(form.values["csrf_token"] for form in page.forms() if "csrf_token" in form.values)
    refused = adviser.post("/nb/runder/2025/apne", {"csrf_token": token, "seen": ""}, expect=409)
    assert state() is RoundState.PLANNED
    assert refused.status == 409


def test_an_opened_round_can_no_longer_be_changed(adviser: Pages) -> None:
    planned()
    form = adviser.get("/nb/runder/2025/endre")
    press(adviser, "/nb/runder/2025/apne")

    late = adviser.submit(form, {"title_nb": "For sent", "deadline_date": "1.3.2098"}, form="/endre")

    assert "planen kan ikke endres" in adviser.follow(late).words
    with reading() as session:
        assert round_of(session).title.nb == "Runde 2025"


def test_the_deadline_is_moved_in_norwegian_time(adviser: Pages) -> None:
    opened()

    adviser.submit(
        adviser.get("/nn/runder/2025/frist"),
        {"deadline_date": "25.10.2099", "deadline_time": "23:59"},
        form="/frist",
    )

    with reading() as session:
        assert round_of(session).deadline_at == datetime(2099, 10, 25, 22, 59, tzinfo=UTC)
    assert "25. oktober 2099 kl.\u00a023:59" in adviser.get("/nn/runder/2025").text


def test_a_deadline_that_has_passed_is_refused_and_kept_on_the_page(adviser: Pages) -> None:
    opened()

    page = adviser.submit(
        adviser.get("/nb/runder/2025/frist"), {"deadline_date": "1.1.2020"}, form="/frist", expect=422
    )

    assert "Fristen må være senere enn nå." in page.words
    assert page.form("/frist").values["deadline_date"] == ["1.1.2020"]


def test_the_confirming_page_says_how_many_have_not_delivered(adviser: Pages) -> None:
    opened()

    page = adviser.get("/nb/runder/2025/lukk")

    assert "6 av 6 kommuner har ikke levert alt." in page.words
    assert statements(adviser) <= 8


def test_closing_queues_the_release_with_the_round(adviser: Pages) -> None:
    opened()

    press(adviser, "/nb/runder/2025/lukk")

    assert state() is RoundState.CLOSED
    job = release_job()
    assert job is not None
    assert (job.name, job.state) == ("release.create", State.QUEUED)
    page = adviser.get("/nb/runder/2025")
    assert "Utgivelsen lages" in page.words
    assert statements(adviser) <= 8


def test_a_round_that_cannot_queue_its_release_stays_open(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()

    def fail(*_args: object, **_more: object) -> int:
        raise OSError

    monkeypatch.setattr(actions, "enqueue", fail)

    with pytest.raises(OSError), writing() as session:  # noqa: PT011  any: what matters is what is left
        close_and_release(session, "2025", now=NOW, by=None)

    assert state() is RoundState.OPEN


def test_closing_twice_is_refused_and_makes_one_release(adviser: Pages) -> None:
    opened()
    page = adviser.get("/nb/runder/2025/lukk")
    adviser.submit(page, form="/lukk")

    refused = adviser.submit(page, form="/lukk", expect=409)

    assert "Runden er ikke åpen." in refused.words
    with reading() as session:
        assert len(session.scalars(select(t.Job.id)).all()) == 1


def test_a_release_that_failed_can_be_made_again(adviser: Pages) -> None:
    opened()
    press(adviser, "/nb/runder/2025/lukk")
    with writing() as session:
        session.execute(update(t.Job).values(state="failed", finished_at=NOW, failure=""))

    page = adviser.get("/nb/runder/2025")
    assert "Utgivelsen kunne ikke lages" in page.words
    adviser.submit(page, form="/utgivelse")

    job = release_job()
    assert job is not None
    assert job.is_live


def test_a_closed_round_leads_to_its_release(adviser: Pages) -> None:
    opened()
    press(adviser, "/nb/runder/2025/lukk")
    with writing() as session:
        session.execute(update(t.Job).values(state="done", finished_at=NOW))
        round_id = round_of(session).id
        session.add(
            t.Release(
                number=7,
                round_id=round_id,
                rules={},
                code_version="",
                hash="0" * 64,
                coverage={},
                created_at=NOW,
            )
        )

    page = adviser.get("/nb/runder/2025")

    assert "Utgivelsen er laget" in page.words
    assert statements(adviser) <= 8
    assert ("/nb/resultater/7/" in page.links) is ("aggregates" in adviser.app.blueprints)


def test_an_open_round_shows_no_results_and_reads_no_answers(adviser: Pages) -> None:
    opened()
    item = EXAMPLE.sections[0].items[0]
    with writing() as session:
        answered(session, COORDINATOR, {item.key: Level(4)})

    for address in ("", "/2025", "/2025/deltaking", "/2025/lukk"):
        page = adviser.get(f"/nb/runder{address or '/'}")
        assert not [
            statement
            for statement in adviser.sql
            if any(f" {name}" in statement.lower() for name in ("answer", "released_figure"))
        ]
        assert item.text.nb not in page.words


@pytest.fixture
def run(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("GODPRAKSIS_DATABASE_URL", database_url)
    monkeypatch.setenv("GODPRAKSIS_DATA", str(tmp_path / "data"))

    def command_line(*words: str) -> Result:
        result = CliRunner().invoke(command, list(words))
        use(database)
        return result

    return command_line


def test_the_command_line_opens_closes_and_tells(run: object) -> None:
    assert callable(run)
    planned()

    assert "2025: open" in run("open", "2025").output
    refused = run("open", "2025")
    assert (refused.exit_code, "already" in refused.output) == (1, True)
    assert '"state": "open"' in run("status", "2025", "--json").output
    closed = run("close", "2025")
    assert closed.exit_code == 0
    assert "release: queued" in closed.output
    assert run("status", "1999").exit_code == 1
    assert in_use() is not None


def test_a_survey_in_a_newer_version_is_pointed_out(adviser: Pages) -> None:
    planned()
    with writing() as session:
        questionnaire(session, EXAMPLE)
        row = session.scalars(select(t.QuestionnaireVersion)).one()
        session.add(
            t.QuestionnaireVersion(
                survey_key=row.survey_key,
                version="99",
                content=row.content,
                hash="0" * 64,
                created_at=NOW,
            )
        )

    assert "nyere versjoner" in adviser.get("/nb/runder/2025/apne").words
