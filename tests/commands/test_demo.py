"""`godpraksis demo`: from nothing to data that can be served, kept by a second run, begun again after a break."""

import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result

from webapp.commands import demo as module
from webapp.commands.demo import demo, sign_ins
from webapp.commands.processes import StoppedError
from webapp.rehearsal.people import PASSWORD, PEOPLE
from webapp.store import database

FEW = "3303,4640,1508,3301,3312,4601,0301,1101"


@pytest.fixture(autouse=True)
def _no_engine_left_open() -> Iterator[None]:
    """Close what the command's own process would have taken with it."""
    yield
    if database._in_use:
        database.in_use().engine.dispose()


@pytest.fixture
def _without_releases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Save seconds where only the folder matters; the test that serves makes the whole demo."""
    monkeypatch.setattr("webapp.rehearsal.building._release", lambda _step, _now: 0)


def make(data: Path, *more: str) -> Result:
    return CliRunner().invoke(demo, ["--no-serve", "--data", str(data), "--municipalities", FEW, *more])


def count(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "godpraksis.db")) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


@pytest.mark.slow
@pytest.mark.usefixtures("_without_releases")
def test_the_demo_is_made_kept_by_a_second_run_and_thrown_away_by_reset(tmp_path: Path) -> None:
    data = tmp_path / "demo"

    first = make(data)
    assert first.exit_code == 0, first.output
    made, secrets = count(data, "answer"), (data / "secrets.json").read_bytes()
    assert made > 1_000
    assert stat.S_IMODE((data / "secrets.json").stat().st_mode) == 0o600
    assert "Synthetic answers to the round of 2023" in first.output

    second = make(data)
    assert second.exit_code == 0, second.output
    assert "Synthetic answers" not in second.output
    assert (count(data, "answer"), (data / "secrets.json").read_bytes()) == (made, secrets)

    third = make(data, "--reset")
    assert third.exit_code == 0, third.output
    assert count(data, "answer") == made  # the seed is the same
    assert (data / "secrets.json").read_bytes() != secrets


@pytest.mark.slow
@pytest.mark.usefixtures("_without_releases")
def test_an_interrupted_first_build_is_begun_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "demo"

    def break_off(*_: object, **__: object) -> None:
        raise StoppedError

    with monkeypatch.context() as patched:
        patched.setattr("webapp.rehearsal.building.play_open_round", break_off)
        broken = make(data)
    assert "Stopped" in broken.output
    assert broken.exit_code == 1
    assert count(data, "round") == 3
    assert not (data / "demo.json").exists()

    again = make(data)

    assert again.exit_code == 0, again.output
    assert count(data, "round") == 4
    assert json.loads((data / "demo.json").read_text())["answers"] == count(data, "answer")


def test_a_busy_port_is_said_plainly_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        refused = CliRunner().invoke(demo, ["--port", str(port), "--data", str(tmp_path / "demo")])

    assert refused.exit_code == 1
    assert f"make demo PORT={port + 1}" in refused.output
    assert not (tmp_path / "demo").exists()


def test_a_second_demo_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with module._alone(tmp_path):
        refused = make(tmp_path)

    assert refused.exit_code == 1
    assert "another demo is running" in refused.output


def test_the_sign_ins_are_a_table_of_everyone() -> None:
    lines = sign_ins("http://127.0.0.1:8000").splitlines()

    assert "http://127.0.0.1:8000/" in lines[1]
    assert [sum(p.email in line for line in lines) for p in PEOPLE] == [1] * len(PEOPLE)
    assert any(PASSWORD in line for line in lines)


@pytest.mark.slow
def test_the_demo_serves_and_leaves_no_process_behind(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", "from webapp.commands import main; main()", "demo", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path / "demo"), "--municipalities", FEW],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        end = time.monotonic() + 120
        while PASSWORD not in said:
            line = process.stdout.readline()
            assert line, said
            assert time.monotonic() < end, said
            said += line
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            assert answer.status == 200
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) >= 4  # gunicorn, its two workers, and the worker of jobs
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()

    assert (count(tmp_path / "demo", "release"), count(tmp_path / "demo", "report_file")) == (3, 2)
    assert [c for c in children if c.is_running() and c.status() != psutil.STATUS_ZOMBIE] == []
