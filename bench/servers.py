"""The servers that are measured: PostgreSQL that flushes every commit, and gunicorn with two sync workers."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine

from bench.bare import METADATA
from bench.processes import children
from tests.postgres import Server
from tests.postgres import server as postgres
from webapp.commands.processes import gunicorn_command, wait_until_it_answers
from webapp.settings import PREFIX, Settings

WORKERS: Final = 2
HOST: Final = "127.0.0.1"
ROOT: Final = Path(__file__).resolve().parents[1]
PRODUCT: Final = "webapp:create_app()"
BARE: Final = "bench.bare:create_app()"
"""A view that does the least there is to do; what the product is held against."""


@dataclass(frozen=True, slots=True)
class Database:
    """A durable PostgreSQL with one empty database of the product's owner."""

    server: Server
    url: str
    pid: int


@dataclass(frozen=True, slots=True)
class Web:
    """A gunicorn that serves. ``pid`` is its master's."""

    port: int
    pid: int

    @property
    def workers(self) -> list[int]:
        """The workers' process ids."""
        return children(self.pid)


@contextmanager
def database() -> Iterator[Database]:
    """Start a PostgreSQL on disk that flushes (fsync and synchronous_commit are on), and stop it afterwards."""
    with postgres(durable=True) as server:
        folder = Path(str(server.url.query["host"]))
        pid = int((folder / "data" / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0])
        url = server.database(server.create())
        engine = create_engine(url)
        METADATA.create_all(engine)  # here, since the bare view's two workers would both make it
        engine.dispose()
        yield Database(server, url, pid)


@contextmanager
def settings_for(url: str) -> Iterator[dict[str, str]]:
    """Give the environment in which a process serves the database at ``url``, with a folder and secrets of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as data:
        mine = {
            "DATABASE_URL": url,
            "DATA": data,
            "SECRET_KEY": secrets.token_hex(32),
            "PASSWORD_SALT": secrets.token_hex(16),
            "LOG_LEVEL": "WARNING",
        }
        others = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        yield {**others, **{PREFIX + name: value for name, value in mine.items()}, "PYTHONPATH": path}


def settings_in(environment: Mapping[str, str]) -> Settings:
    """Give the settings that a process in ``environment`` reads."""
    return Settings.read(environment)


@contextmanager
def serving(environment: Mapping[str, str], app: str = PRODUCT, workers: int = WORKERS) -> Iterator[Web]:
    """Serve as the product is served, on a free port of this machine, and stop afterwards."""
    port = _free_port()
    command = [app if part == PRODUCT else part for part in gunicorn_command(HOST, port, workers)]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), start_new_session=True)
    try:
        path = "/healthz" if app == PRODUCT else "/"
        wait_until_it_answers(f"http://{HOST}:{port}{path}", {"gunicorn": process})
        yield Web(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        port: int = tried.getsockname()[1]
        return port
