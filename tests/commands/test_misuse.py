"""Whatever is wrong with an installation, a command says so in plain words and does not succeed; never a traceback."""

import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog

from tests.conftest import SALT, SECRET
from webapp.commands import COMMANDS, main
from webapp.settings import PREFIX
from webapp.store import database

NOBODY_THERE = "postgresql://nobody@127.0.0.1:1/nothing"
ON_DATABASE = (
    "users list",
    "routes",
    "worker",
    "serve",
    "db check",
    "round status 2025",
    "release create 2025",
    "report build 1",
)

Said = tuple[int, str, str]


class Operator:
    """One who types commands."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def has(self, **settings: object) -> None:
        """Set settings, by their names without the prefix."""
        for name, value in settings.items():
            self._monkeypatch.setenv(PREFIX + name, str(value))

    def types(self, line: str) -> Said:
        """Give the exit status and what was said on both streams."""
        self._monkeypatch.setattr(sys, "argv", ["godpraksis", *line.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err


@pytest.fixture
def operator(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Operator]:
    """An operator with secrets in place and an empty data folder."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    root = logging.getLogger()
    before = root.level, list(root.handlers)  # `worker` sends the log to standard error
    typing = Operator(monkeypatch, capsys)
    typing.has(DATA=tmp_path / "data", SECRET_KEY=SECRET, PASSWORD_SALT=SALT)
    yield typing
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    structlog.reset_defaults()
    if database._in_use:
        database.in_use().engine.dispose()


def refused(said: Said, words: str) -> None:
    status, _out, err = said
    assert status in {1, 2}, said
    assert words in err
    assert "Traceback" not in err


@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")  # the process ends here in real life
@pytest.mark.parametrize("line", ON_DATABASE)
def test_a_database_that_does_not_answer_is_said(operator: Operator, line: str) -> None:
    operator.has(DATABASE_URL=NOBODY_THERE)

    refused(operator.types(line), "Connection refused")


@pytest.mark.parametrize("line", ["db upgrade", "db check", "users list", "db backup copy.db"])
def test_a_file_that_is_no_database_is_said(operator: Operator, line: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "godpraksis.db").write_text("not one at all, but long enough to look at\n" * 90)

    refused(operator.types(line), "file is not a database")


@pytest.mark.parametrize("line", ["db upgrade", "users list"])
def test_a_data_folder_that_cannot_be_is_said(operator: Operator, line: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    operator.has(DATA=tmp_path / "file")

    refused(operator.types(line), f"{tmp_path / 'file'}: file exists")


def test_a_database_file_that_cannot_be_opened_is_named(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "data" / "godpraksis.db").mkdir(parents=True)

    refused(operator.types("db upgrade"), f"unable to open database file sqlite:///{tmp_path}/data")


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("line", ["db upgrade", "users list", "db check"])
def test_a_database_of_a_newer_version_is_left_alone(
    operator: Operator, line: str, migrated_database_url: str
) -> None:
    with closing(sqlite3.connect(migrated_database_url.removeprefix("sqlite:///"))) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    operator.has(DATABASE_URL=migrated_database_url)

    refused(operator.types(line), "made by another version of Godpraksis")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "nonsense", "must begin with postgresql:// or sqlite:///"),
        ("DATABASE_URL", "mysql://a/b", "must begin with postgresql:// or sqlite:///"),
        ("LOG_LEVEL", "loud", "must be DEBUG, INFO, WARNING or ERROR"),
        ("SESSION_MINUTES", "long", "must be a whole number"),
        ("DEMO", "perhaps", "must be 1 or 0"),
        ("NO_SUCH", "1", "unknown setting"),
        ("SECRET_KEY", "short", "at least 32 characters"),
    ],
)
def test_a_setting_that_cannot_be_understood_is_named(
    operator: Operator, name: str, value: str, words: str
) -> None:
    operator.has(**{name: value})

    refused(operator.types("routes"), f"{PREFIX}{name}")
    refused(operator.types("routes"), words)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_thing_that_is_not_there_is_named(operator: Operator, migrated_database_url: str) -> None:
    operator.has(DATABASE_URL=migrated_database_url)

    refused(operator.types("round status nosuch"), "nosuch")
    refused(operator.types("release create nosuch"), "There is no round called “nosuch”.")
    refused(operator.types("report build 99"), "there is no release 99")


def test_a_folder_that_is_not_there_is_named(operator: Operator, tmp_path: Path) -> None:
    refused(operator.types(f"surveys check --folder {tmp_path}/nosuch"), "nosuch")
    refused(operator.types(f"reference check --folder {tmp_path}/nosuch"), "The file is missing.")
    refused(operator.types("nosuch"), "No such command")


@pytest.mark.parametrize("line", ["db upgrade", "demo --no-serve --data demo", "doctor"])
def test_a_full_disk_is_said(operator: Operator, line: str, tmp_path: Path) -> None:
    """The limit on a file's size stands for a full disk, so that anyone can run this test."""
    (tmp_path / "data").mkdir()
    code = (
        "import resource, sys; from webapp.commands import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192));"
        f"sys.argv = ['godpraksis', *{line.split()!r}]; main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 1, ended
    assert "Traceback" not in ended.stderr
    assert "disk I/O error" in ended.stderr or "File too large" in ended.stderr


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_routes_lists_each_address_with_its_guard(operator: Operator, migrated_database_url: str) -> None:
    operator.has(DATABASE_URL=migrated_database_url)

    status, lines, _ = operator.types("routes")
    as_json = json.loads(operator.types("routes --json")[1])

    assert status == 0
    assert "/healthz\tGET\thealth.alive\tpublic" in lines.splitlines()
    assert len(as_json) == len(lines.splitlines()) > 40
    assert all(route["guard"] for route in as_json)
    board = next(route for route in as_json if route["endpoint"] == "rounds.board")
    assert board["guard"].startswith("ks: ")


def test_every_command_has_help(operator: Operator) -> None:
    for name in COMMANDS:
        status, out, _ = operator.types(f"{name} --help")
        assert status == 0
        assert f" {name} [OPTIONS]" in out.splitlines()[0]
