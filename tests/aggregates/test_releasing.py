"""Making a release of a closed round, on both databases: what is cut, counted, hidden, kept, and proven again."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Select, func, select, text, update
from sqlalchemy.orm import Session

from tests.aggregates import made_up
from tests.databases import Templates
from webapp.aggregates import figures
from webapp.aggregates.actions import recount
from webapp.aggregates.tasks import make
from webapp.commands import cli
from webapp.core.answer import Level
from webapp.core.published import Published, Status
from webapp.core.reference import Reference
from webapp.jobs import CannotBeDoneError
from webapp.shipped import SURVEYS
from webapp.store import tables as t
from webapp.store.database import Database, connect, reading, use, writing
from webapp.store.definitions import read_catalogue
from webapp.store.loading import load_reference
from webapp.store.releases import delivered_cut
from webapp.store.rounds import round_called

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def rows(number: int, key: str = "frivillighet/level") -> list[Published]:
    with reading() as session:
        release = figures.release(session, number)
        assert release is not None
        return [f.published for f in figures.figures(session, release.id, subject_keys=[key])]


def country(number: int, key: str = "frivillighet/level", option: str = "") -> Published:
    return next(r for r in rows(number, key) if r.breakdown == "country" and r.option_key == option)


def test_the_cut_is_the_newest_delivered_revision_of_each(two_rounds: Database) -> None:
    del two_rounds
    with writing() as session:
        made_up.correct(session, "1511", 2024, {"level": Level(4)}, datetime(2025, 3, 1, tzinfo=UTC))
    with reading() as session:
        round_ = round_called(session, "2024")
        assert round_ is not None
        cut = {c.municipality: c.revision_number for c in delivered_cut(session, round_.id, NOW)}
        before = {
            c.municipality: c.revision_number
            for c in delivered_cut(session, round_.id, datetime(2025, 2, 15, tzinfo=UTC))
        }

    assert cut["1511"] == 2
    assert before["1511"] == 1
    assert cut.keys() == before.keys()


def test_a_release_counts_the_cut_and_keeps_its_hash(two_rounds: Database, reference: Reference) -> None:
    del two_rounds
    first, second = make("2023"), make("2024")

    with reading() as session:
        release = figures.release(session, 2)
        assert release is not None
        delivered = session.scalar(
            select(func.count())
            .select_from(t.ReleaseSubmission)
            .where(t.ReleaseSubmission.release_id == release.id)
        )
        proven = recount(session, 2, read_catalogue(SURVEYS / "agreements.yaml"), reference)

    assert (first["release"], second["release"]) == (1, 2)
    assert release.hash == second["hash"]
    assert (release.state, release.audit, release.synthetic) == ("created", "none", True)
    assert release.coverage["delivered"] == {"frivillighet": delivered}
    assert country(2).submitted == delivered
    assert proven.rows_are_untouched
    assert proven.is_reproduced


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_deliveries_in_another_order_give_the_same_hash(
    two_rounds: Database, templates: Templates, tmp_path: Path, reference: Reference
) -> None:
    forwards = [make(year)["hash"] for year in ("2023", "2024")]
    with templates.copy("postgresql", "seeded", tmp_path) as url:
        other = connect(url)
        use(other)
        with writing() as session:
            load_reference(session, reference)
            made_up.play(session, reference, 2023, is_backwards=True)
            made_up.play(session, reference, 2024, made_up.later, is_backwards=True)
        backwards = [make(year)["hash"] for year in ("2023", "2024")]
        other.engine.dispose()
    use(two_rounds)

    assert backwards == forwards


def test_history_follows_new_numbers_and_stops_at_a_split(two_rounds: Database) -> None:
    # Akershus got new numbers in 2024 (Bærum 3024 to 3201); Ålesund 1507 was split into 1508 and 1580
    del two_rounds
    make("2023")
    make("2024")

    with reading() as session:
        then = set(session.scalars(_delivered("2023")))
        now = set(session.scalars(_delivered("2024")))
    by_county = {r.group_code: r for r in rows(2) if r.breakdown == "county"}

    assert {"3024", "1507"} <= then
    assert {"3201", "1508", "1580"} & now
    assert not {"3024", "1507"} & now
    assert by_county["32"].state("panel") is not Status.MISSING
    panel = country(2).panel
    assert panel is not None
    assert panel <= min(country(1).valid or 0, country(2).valid or 0)


def test_a_late_correction_makes_another_release_and_leaves_the_first_as_it_was(
    two_rounds: Database, reference: Reference
) -> None:
    del two_rounds
    first = make("2024")
    with reading() as session:
        municipality = session.scalars(_delivered("2024")).first()
    assert municipality is not None
    with writing() as session:
        made_up.correct(session, municipality, 2024, {"level": Level(4)}, datetime.now(UTC))
    second = make("2024")
    with reading() as session:
        proven = recount(session, first["release"], read_catalogue(SURVEYS / "agreements.yaml"), reference)

    assert second["hash"] != first["hash"]
    assert second["release"] == first["release"] + 1
    assert proven.is_reproduced
    assert proven.rows_are_untouched


def test_a_correction_of_the_round_before_does_not_reach_back_into_a_release(
    two_rounds: Database, reference: Reference
) -> None:
    del two_rounds
    made = make("2024")
    with reading() as session:
        municipality = session.scalars(_delivered("2023")).first()
    assert municipality is not None
    with writing() as session:
        made_up.correct(session, municipality, 2023, {"level": Level(4)}, datetime.now(UTC))
    with reading() as session:
        proven = recount(session, made["release"], read_catalogue(SURVEYS / "agreements.yaml"), reference)

    assert proven.is_reproduced


def test_what_the_round_before_hid_keeps_its_movement_hidden(two_rounds: Database) -> None:
    del two_rounds
    make("2023")
    make("2024")
    hidden = {(r.breakdown, r.group_code) for r in rows(1) if r.status is Status.SUPPRESSED}
    then_hidden = [r for r in rows(2) if (r.breakdown, r.group_code) in hidden]

    assert then_hidden
    assert [r.group_code for r in then_hidden if r.panel is not None or r.entered is not None] == []


def test_a_choice_is_shared_among_those_who_answered_and_nought_is_nought(two_rounds: Database) -> None:
    # PITFALLS 26: several answers each; the base is respondents, not ticks
    del two_rounds
    make("2024")
    ticks = {o: country(1, "frivillighet/several", o) for o in ("x", "y", "z", "ingen")}
    answered = country(1, "frivillighet/several").valid

    assert answered is not None
    assert {row.valid for row in ticks.values()} == {answered}
    assert (ticks["x"].count, ticks["x"].share) == (answered, 1.0)
    assert ticks["y"].count is not None
    assert ticks["y"].share == pytest.approx(ticks["y"].count / answered, abs=0.0006)
    assert (ticks["z"].count, ticks["z"].share, ticks["z"].status) == (0, 0.0, Status.OK)


def test_no_bucket_of_one_or_two_is_released(two_rounds: Database) -> None:
    # PITFALLS 27: a threshold for each cell, not only for the row
    del two_rounds
    make("2024")
    with reading() as session:
        release = figures.release(session, 1)
        assert release is not None
        released = [f.published for f in figures.figures(session, release.id)]
    cells = [c for r in released for c in (*r.distribution, r.count) if c is not None]

    assert len(cells) > 50
    assert [c for c in cells if c in {1, 2}] == []
    assert any("d" in " ".join(r.withheld) for r in released)


def test_text_and_practice_are_in_no_release(two_rounds: Database) -> None:
    del two_rounds
    make("2024")
    with reading() as session:
        everything = [tuple(r) for r in session.execute(select(t.ReleasedFigure.__table__))]
        keys = set(session.scalars(select(t.ReleasedFigure.subject_key)))
        texts = session.scalar(select(func.count()).where(t.Answer.text == made_up.SECRET_WORDS))

    assert texts  # something could have leaked
    assert made_up.SECRET_WORDS not in str(everything)
    assert keys == {
        "frivillighet/level",
        "frivillighet/amount",
        "frivillighet/yes",
        "frivillighet/several",
        made_up.CLAUSE,
    }


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_only_a_closed_round_that_exists_is_released(database: Database, reference: Reference) -> None:
    del database
    with writing() as session:
        load_reference(session, reference)
        made_up.play(session, reference, 2024, is_closed=False)

    with pytest.raises(CannotBeDoneError, match="is not closed"):
        make("2024")
    with pytest.raises(CannotBeDoneError, match="no round called"):
        make("1999")
    with reading() as session:
        assert figures.all_releases(session) == []


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_command_makes_and_proves_and_sees_what_was_touched(
    two_rounds: Database, database_url: str, tmp_path: Path
) -> None:
    env = {"GODPRAKSIS_DATABASE_URL": database_url, "GODPRAKSIS_DATA": str(tmp_path)}
    run = CliRunner()
    made = run.invoke(cli, ["release", "create", "2024", "--json"], env=env)
    proven = run.invoke(cli, ["release", "verify", "1", "--json"], env=env)
    use(two_rounds)
    with writing() as session:
        changed = _touch(session)
    broken = run.invoke(cli, ["release", "verify", "1"], env=env)
    unknown = run.invoke(cli, ["release", "verify", "7"], env=env)
    refused = run.invoke(cli, ["release", "create", "1999"], env=env)

    assert (made.exit_code, json.loads(made.stdout)["release"]) == (0, 1)
    assert (proven.exit_code, json.loads(proven.stdout)["ok"]) == (0, True)
    assert changed == 1
    assert (broken.exit_code, "are not those that were made" in broken.stderr) == (1, True)
    assert (unknown.exit_code, "no such release" in unknown.stderr) == (1, True)
    assert refused.exit_code == 1
    assert refused.stdout == ""


def _touch(session: Session) -> int:
    """Change one kept figure behind the back of whatever guards it."""
    for name in session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'released_figure'")
    ).all():
        session.execute(text(f"DROP TRIGGER {name}"))
    first = session.scalar(select(func.min(t.ReleasedFigure.id)).where(t.ReleasedFigure.status == "ok"))
    done = session.execute(update(t.ReleasedFigure).where(t.ReleasedFigure.id == first).values(submitted=1))
    return int(getattr(done, "rowcount", 0))


def _delivered(key: str) -> Select[str]:
    return (
        select(t.Submission.municipality_number)
        .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
        .join(t.Round, t.Round.id == t.RoundSurvey.round_id)
        .where(t.Round.key == key)
        .order_by(t.Submission.municipality_number)
    )
