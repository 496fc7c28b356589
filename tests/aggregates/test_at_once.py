"""Releases made at the same moment, on both databases: each has its own number, and rests on what was released before it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from webapp.aggregates import tasks
from webapp.aggregates.actions import Prepared, prepare_release, recount
from webapp.aggregates.tasks import TRIES, make
from webapp.commands import cli
from webapp.core.reference import Reference
from webapp.shipped import SURVEYS
from webapp.store import tables as t
from webapp.store.database import Database, reading
from webapp.store.definitions import read_catalogue


@pytest.fixture
def when_counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen when a release is counted and not yet kept."""

    def then(happens: Callable[[], object]) -> None:
        def prepare(*args: object, **named: object) -> Prepared:
            prepared = prepare_release(*args, **named)  # type: ignore[arg-type]  # what tasks gives it
            happens()
            return prepared

        monkeypatch.setattr(tasks, "prepare_release", prepare)

    return then


def numbers() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(t.Release.number).order_by(t.Release.number)))


def test_two_releases_of_one_round_at_once_come_one_after_the_other(
    two_rounds: Database, when_counted: Callable[[Callable[[], object]], None]
) -> None:
    del two_rounds
    meeting = Barrier(3)
    when_counted(lambda: meeting.wait(timeout=60))
    with ThreadPoolExecutor(3) as pool:
        made = [future.result(timeout=120) for future in [pool.submit(make, "2024") for _ in range(3)]]

    assert sorted(m["release"] for m in made) == numbers() == [1, 2, 3]
    assert len({m["hash"] for m in made}) == 1


def test_a_release_overtaken_by_one_of_the_round_before_is_counted_anew(
    two_rounds: Database, reference: Reference, when_counted: Callable[[Callable[[], object]], None]
) -> None:
    del two_rounds
    counted: list[str] = []

    def release_the_round_before() -> None:
        counted.append("a round")
        if len(counted) == 1:
            make("2023")

    when_counted(release_the_round_before)
    made = make("2024")
    with reading() as session:
        proven = recount(session, made["release"], read_catalogue(SURVEYS / "agreements.yaml"), reference)

    assert made["release"] == 2
    assert len(counted) == 3  # the later round, the one before it, and the later anew
    assert proven.is_reproduced


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_command_says_so_when_a_release_is_overtaken_again_and_again(
    two_rounds: Database,
    database_url: str,
    tmp_path: Path,
    when_counted: Callable[[Callable[[], object]], None],
) -> None:
    del two_rounds
    inside: list[str] = []

    def release_the_round_before() -> None:
        if not inside:
            inside.append("so that the one before is not overtaken in its turn")
            make("2023")
            inside.clear()

    when_counted(release_the_round_before)
    env = {"GODPRAKSIS_DATABASE_URL": database_url, "GODPRAKSIS_DATA": str(tmp_path)}
    ran = CliRunner().invoke(cli, ["release", "create", "2024"], env=env)

    assert ran.exit_code == 1
    assert ran.stderr == "godpraksis: A round before “2024” was released at the same time. Try again.\n"
    assert numbers() == list(range(1, TRIES + 1))  # those of the round before, and none of the later
