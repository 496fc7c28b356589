"""A full disk and a killed server, for real: gunicorn on a database, and a save is whole or has never been."""

import http.client
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from sqlalchemy import func, select

from tests import making
from tests.filling.conftest import SECOND
from tests.house.tree import ROOT
from tests.pages import Pages
from webapp.commands.processes import gunicorn_command, wait_until_it_answers
from webapp.settings import PREFIX, Settings
from webapp.store import tables as t
from webapp.store.database import reading

pytestmark = pytest.mark.slow
TEXT = "Et langt svar"
WHOLE = {"answers": 2, "history": 2, "posts": 1}
NOTHING = {"answers": 0, "history": 0, "posts": 0}


@dataclass
class House:
    """The product as it is served, and one filled-in form with the cookie of the one who filled it in."""

    port: int
    gunicorn: psutil.Process
    dies: Path
    form: str
    cookie: str

    def posts(self) -> tuple[int, str]:
        """Save: give status and page. Raises an OSError or HTTPException when the server dies before it has answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            connection.request("POST", SECOND, self.form, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The process ids of those who answer."""
        return [child.pid for child in self.gunicorn.children()]


@pytest.fixture
def house(coordinator: Pages, settings: Settings, tmp_path: Path) -> Iterator[House]:
    """A server with two workers, beside the test's own, on the same database."""
    page = coordinator.get(SECOND)
    form = page.form("/del/")
    values = form.values | {"words.value": [TEXT], "yes.value": ["nei"], "go": ["save"]}
    cookie = coordinator.http.get_cookie("session")
    assert cookie is not None
    with _served(settings, tmp_path / "dies") as (port, gunicorn):
        posted = urlencode(values, doseq=True)
        yield House(port, gunicorn, tmp_path / "dies", posted, f"session={cookie.value}")


@contextmanager
def _served(settings: Settings, dies: Path) -> Iterator[tuple[int, psutil.Process]]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    command = [
        "tests.filling.dying:create_app()" if part == "webapp:create_app()" else part
        for part in gunicorn_command("127.0.0.1", port, 2)
    ]
    ours = {
        "DATABASE_URL": settings.database,
        "DATA": str(settings.data),
        "SECRET_KEY": settings.secret_key,
        "PASSWORD_SALT": settings.password_salt,
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {PREFIX + name: value for name, value in ours.items()}
    environment |= {"TEST_DIES": str(dies), "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    # The log goes nowhere: a file of ours would be full as well
    started = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", {"gunicorn": started})
        yield port, psutil.Process(started.pid)
    finally:
        started.terminate()
        try:
            started.wait(20)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def kept() -> dict[str, int]:
    """Count what saves have left in the database."""
    with reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in (
                ("answers", t.Answer),
                ("history", t.AnswerHistory),
                ("posts", t.AcceptedPost),
            )
        }


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_full_disk_gives_the_text_back_and_leaves_nothing_half_done(house: House, tmp_path: Path) -> None:
    """Each worker may write one page beyond what there is: the beginning of the save fits, the rest does not."""
    log = tmp_path / "test.db-wal"
    room = log.stat().st_size + 5000 if log.exists() else 5000
    for worker in house.workers():
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

    status, page = house.posts()

    assert status == 503
    assert TEXT in page
    assert "Traceback" not in page
    assert kept() == NOTHING
    with reading() as session:
        assert making.submission_of(session).revision is None

    for worker in house.workers():
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert house.posts()[0] == 303
    assert kept() == WHOLE


def test_a_server_killed_in_a_save_has_saved_all_or_nothing(house: House) -> None:
    """Kill it before every statement that changes something, before the commit, and before it has answered."""
    places = [*(f"writing {n}" for n in range(1, 12)), "commit"]
    struck = []
    for place in places:
        house.dies.write_text(place, encoding="utf-8")
        try:
            status, _page = house.posts()
        except (OSError, http.client.HTTPException):
            struck.append(place)
            assert not house.dies.exists()
            assert kept() == NOTHING, place
            _wait_for_workers(house)
        else:
            assert status == 303
            break

    assert struck[:3] == ["writing 1", "writing 2", "writing 3"]
    assert kept() == WHOLE


def test_a_server_killed_before_it_answered_has_saved_and_the_retry_changes_nothing(house: House) -> None:
    house.dies.write_text("answering", encoding="utf-8")
    with pytest.raises((OSError, http.client.HTTPException)):
        house.posts()
    assert kept() == WHOLE
    _wait_for_workers(house)

    status, _page = house.posts()

    assert status == 303
    assert kept() == WHOLE


def _wait_for_workers(house: House) -> None:
    """Wait until gunicorn has put another in the place of the one who died."""
    end = time.monotonic() + 30
    while len(house.workers()) < 2:
        assert time.monotonic() < end, "no new worker came"
        time.sleep(0.05)
