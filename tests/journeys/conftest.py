"""Fixtures of the journeys: the stage, built once; a copy of it really served; and people who travel."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from tests.browser import served
from tests.journeys.staging import build
from tests.journeys.travelling import Traveller
from webapp import create_app, jobs
from webapp.commands.processes import gunicorn_command, wait_until_it_answers, worker_command
from webapp.core.text import Language
from webapp.settings import PREFIX, Settings
from webapp.store.database import in_use

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Travel = Callable[..., Traveller]


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The stage, made once for this worker."""
    settings = Settings(
        data=tmp_path_factory.mktemp("stage") / "data",
        secret_key="a-secret-of-the-journeys-and-of-nothing-else",
        password_salt="salt-of-the-journeys",
        demo=True,
    )
    build(settings)
    return settings


@pytest.fixture
def stage(staged: Settings, tmp_path: Path) -> Settings:
    """A copy of the stage, to do as one likes with."""
    shutil.copytree(staged.data, tmp_path / "data")
    return replace(staged, data=tmp_path / "data")


@pytest.fixture
def house(stage: Settings) -> Iterator[str]:
    """The address of the stage as it is really served: gunicorn with two processes, and a worker beside it."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | {
        f"{PREFIX}{name}": value
        for name, value in {
            "DATA": str(stage.data),
            "SECRET_KEY": stage.secret_key,
            "PASSWORD_SALT": stage.password_salt,
            "BASE_URL": address,
            "DEMO": "1",
            "LOG_LEVEL": "WARNING",
        }.items()
    }
    with ExitStack() as closing:
        web = closing.enter_context(_process(gunicorn_command("127.0.0.1", port, 2), environment))
        worker = closing.enter_context(_process(worker_command(), environment))
        wait_until_it_answers(f"{address}/healthz", {"the web server": web, "the worker": worker})
        yield address


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, env=environment, start_new_session=True) as started:
        try:
            yield started
        finally:
            started.terminate()
            try:
                started.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(started.pid, signal.SIGKILL)


class Slow:
    """Stands before the application and keeps the next save waiting: PITFALLS 4, and nothing else is slowed."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._held = 0.0
        self.saves: list[str] = []
        self.arrived = threading.Event()

    def hold(self, seconds: float) -> None:
        """Keep the next save waiting so long."""
        self._held = seconds
        self.arrived.clear()

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"].endswith("/lagre"):
            held, self._held = self._held, 0.0
            self.saves.append(environ["PATH_INFO"])
            self.arrived.set()
            time.sleep(held)
        return self._app(environ, start)


@pytest.fixture
def slow(stage: Settings) -> Iterator[tuple[str, Slow]]:
    """The stage served from this process, where a save can be held back."""
    app = create_app(stage)
    hook = Slow(app.wsgi_app)
    app.wsgi_app = hook  # type: ignore[assignment]  # how Flask takes a middleware
    with served(app) as address:
        yield address, hook
    jobs.use(None)
    in_use().engine.dispose()


@pytest.fixture
def travel(browser: Browser) -> Iterator[Travel]:
    """Lets people set out; whoever is still under way when the test ends is brought home."""
    under_way: list[Traveller] = []

    def set_out(site: str, language: Language = "nb", *, with_script: bool = True) -> Traveller:
        traveller = Traveller(browser, site, language, with_script=with_script)
        under_way.append(traveller)
        return traveller

    yield set_out
    for traveller in under_way:
        traveller.context.close()
