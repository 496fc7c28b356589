"""`godpraksis db` and `godpraksis doctor`: up to date, whole, copied and put back; what is wrong is said."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.commands.db import db
from webapp.commands.doctor import VENDOR, doctor, examine, faults_of_assets
from webapp.store import database

SECRETS = {"GODPRAKSIS_SECRET_KEY": "s" * 40, "GODPRAKSIS_PASSWORD_SALT": "t" * 20}
Environment = dict[str, str]


@pytest.fixture
def environment(migrated_database_url: str, tmp_path: Path) -> Iterator[Environment]:
    """The settings of an installation with a migrated, empty database."""
    yield SECRETS | {"GODPRAKSIS_DATABASE_URL": migrated_database_url, "GODPRAKSIS_DATA": str(tmp_path)}
    if database._in_use:
        database.in_use().engine.dispose()


def run(environment: Environment, *arguments: str) -> Result:
    return CliRunner().invoke(db, list(arguments), env=environment)


def sqlite_file(environment: Environment) -> str:
    return environment["GODPRAKSIS_DATABASE_URL"].removeprefix("sqlite:///")


def test_upgrade_brings_the_shipped_data_in_and_a_second_one_changes_nothing(
    environment: Environment,
) -> None:
    first, second = run(environment, "upgrade"), run(environment, "upgrade")

    assert (first.exit_code, second.exit_code) == (0, 0), first.output + second.output
    assert first.output.count("New survey version") == 4
    assert "New survey version" not in second.output
    kept = database.connect(environment["GODPRAKSIS_DATABASE_URL"])
    with kept.engine.connect() as connection:
        counts = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("municipality", "municipality_change", "questionnaire_version")
        ]
        old = connection.exec_driver_sql(
            "SELECT valid_to, derived FROM municipality WHERE number = '1507'"
        ).one()
    kept.engine.dispose()
    assert counts == [357 + 114, 502, 4]
    assert (str(old.valid_to), bool(old.derived)) == ("2024-01-01", True)
    assert run(environment, "check").exit_code == 0


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_check_says_what_to_run_when_there_is_no_database_or_an_old_one(
    environment: Environment, tmp_path: Path
) -> None:
    database.downgrade(environment["GODPRAKSIS_DATABASE_URL"], "0001")
    old = run(environment, "check")
    none = run(environment | {"GODPRAKSIS_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"}, "check")

    assert (old.exit_code, none.exit_code) == (1, 1)
    assert "godpraksis db upgrade" in old.output
    assert "godpraksis db upgrade" in none.output


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_check_finds_a_row_that_points_nowhere(environment: Environment) -> None:
    with closing(sqlite3.connect(sqlite_file(environment))) as connection:
        columns = "municipality_number, breakdown, valid_from, code, derived"
        connection.execute(
            f"INSERT INTO municipality_group ({columns}) VALUES ('9999', 'county', '2024-01-01', '99', 0)"
        )
        connection.commit()

    found = run(environment, "check", "--json")

    assert found.exit_code == 1
    assert "municipality_group" in json.loads(found.stdout)["faults"][0]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_backup_comes_back_as_it_was(environment: Environment, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run(environment, "upgrade")
    first, again = run(environment, "backup", str(copy)), run(environment, "backup", str(copy))
    with closing(sqlite3.connect(sqlite_file(environment))) as connection:
        connection.execute("DELETE FROM municipality_group")
        connection.commit()

    refused = run(environment, "restore", str(copy))
    restored = run(environment, "restore", str(copy), "--replace")

    assert (first.exit_code, again.exit_code, refused.exit_code) == (0, 1, 1)
    assert "--replace" in refused.output
    assert restored.exit_code == 0, restored.output
    with closing(sqlite3.connect(sqlite_file(environment))) as connection:
        assert connection.execute("SELECT count(*) FROM municipality_group").fetchone()[0] > 2_000
    assert sorted(p.name for p in tmp_path.glob("copy.db*")) == ["copy.db"]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_is_no_backup_is_refused_and_the_database_left_alone(
    environment: Environment, tmp_path: Path
) -> None:
    (tmp_path / "rubbish.db").write_bytes(b"not a database" * 100)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE something (a)")

    refused = [
        run(environment, "restore", str(tmp_path / f), "--replace") for f in ("rubbish.db", "other.db")
    ]

    assert [r.exit_code for r in refused] == [1, 1]
    assert run(environment, "check").exit_code == 0


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_on_postgresql_its_own_programs_are_named(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / "copy").touch()
    backup = run(environment, "backup", str(tmp_path / "new"))
    restore = run(environment, "restore", str(tmp_path / "copy"))

    assert (backup.exit_code, restore.exit_code) == (1, 1)
    assert "pg_dump" in backup.output
    assert "pg_restore" in restore.output


def test_the_doctor_finds_a_sound_installation_well(environment: Environment) -> None:
    run(environment, "upgrade")

    found = CliRunner().invoke(doctor, ["--json"], env=environment)

    assert [faults for faults in json.loads(found.stdout).values() if faults] == []
    assert found.exit_code == 0


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_doctor_says_everything_that_is_wrong_at_once(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GODPRAKSIS_SECRET_KEY", "short")
    monkeypatch.setenv("GODPRAKSIS_DATA", str(tmp_path / "nowhere"))
    database.downgrade(environment["GODPRAKSIS_DATABASE_URL"], "base")

    found = examine()

    assert "GODPRAKSIS_SECRET_KEY" in found["settings"][0]
    assert "nowhere" in found["data folder"][0]
    assert "db upgrade" in found["database"][0]
    assert found["reference data"] == []


def test_the_doctor_notices_a_changed_and_a_missing_file(tmp_path: Path) -> None:
    copy = tmp_path / "vendor"
    shutil.copytree(VENDOR, copy)
    assert faults_of_assets(copy) == []

    (copy / "inter" / "inter.css").write_text("changed", encoding="utf-8")
    (copy / "designsystemet" / "theme.css").unlink()

    assert [fault.split()[0] for fault in sorted(faults_of_assets(copy))] == [
        "designsystemet/theme.css",
        "inter/inter.css",
    ]
    assert faults_of_assets(tmp_path / "nothing") != []
