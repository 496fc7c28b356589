"""`godpraksis demo`: the whole product on invented answers, from an empty folder to a page that answers."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from webapp import create_app, jobs
from webapp.accounts.people import hash_of
from webapp.commands.plain_words import in_plain_words
from webapp.commands.processes import (
    DidNotStartError,
    StoppedError,
    gunicorn_command,
    is_free,
    running,
    stopping_on_signals,
    wait_until_it_answers,
    wait_until_told_to_stop,
    worker_command,
)
from webapp.core.person import Role
from webapp.jobs.queue import QUEUE_FILE
from webapp.rehearsal.building import BuildingFailedError, Built, build, load_shipped
from webapp.rehearsal.people import PASSWORD, PEOPLE
from webapp.settings import PREFIX, Settings
from webapp.store import database

DATABASE_FILE: Final = "godpraksis.db"
SECRETS_FILE: Final = "secrets.json"
COMPLETE_FILE: Final = "demo.json"
"""Written last: a folder without it holds a demo that was interrupted, and is begun again."""
ROLES: Final[Mapping[Role, str]] = {
    Role.COORDINATOR: "svaransvarlig",
    Role.CONTRIBUTOR: "medsvarer",
    Role.APPROVER: "godkjenner",
    Role.ADVISER: "KS-rådgiver",
    Role.AUTHOR: "skjemaforfatter",
    Role.ADMINISTRATOR: "administrator",
}


class RefusedError(Exception):
    """The demo cannot be run so; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demo is kept and where it answers."""

    data: Path
    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to open on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 -- compared with, not bound
        return f"http://{host}:{self.port}"


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve on."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option(
    "--data",
    default="data/demo",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Data folder.",
)
@click.option("--reset", is_flag=True, help="Throw the demo's data away and start over.")
@click.option(
    "--serve/--no-serve", default=True, help="Serve when the data are made (default), or stop there."
)
@click.option(
    "--municipalities",
    default="",
    hidden=True,
    help="Only these numbers, with commas: a small demo for tests.",
)
def demo(port: int, host: str, data: Path, municipalities: str, *, reset: bool, serve: bool) -> None:
    """Make a demo with invented answers and serve it. A second run keeps the data."""
    place = Place(data.absolute(), host, port)
    only = frozenset(municipalities.split(",")) if municipalities else None
    try:
        with stopping_on_signals():
            run(place, only, reset=reset, serve=serve)
    except StoppedError:
        click.echo("\nStopped.", err=True)
        raise SystemExit(0 if (place.data / COMPLETE_FILE).is_file() else 1) from None
    except (RefusedError, DidNotStartError, BuildingFailedError, OSError) as error:
        click.echo(f"godpraksis: {in_plain_words(error) or error}", err=True)
        raise SystemExit(1) from None


def run(place: Place, only: frozenset[str] | None, *, reset: bool, serve: bool) -> None:
    """Make what is missing and serve it; raises RefusedError, DidNotStartError or BuildingFailedError."""
    if serve and not is_free(place.host, place.port):
        raise RefusedError(
            f"port {place.port} is in use by something else; choose another: make demo PORT={place.port + 1}"
            f" (or godpraksis demo --port {place.port + 1})"
        )
    place.data.mkdir(parents=True, exist_ok=True)
    with _alone(place.data):
        if reset:
            _throw_away(place.data, with_secrets=True)
        settings = _settings(place)
        if (place.data / COMPLETE_FILE).is_file():
            with _step("Bringing the kept demo up to date"):
                _bring_up_to_date(settings)
        else:
            _make(settings, only)
        if serve:
            _serve(place, settings)


def _make(settings: Settings, only: frozenset[str] | None) -> None:
    began = time.monotonic()
    click.echo(f"Making the demo in {settings.data}")
    _throw_away(settings.data, with_secrets=False)
    with _step("Database"):
        database.upgrade(settings.database)
    with _step("Application"):
        app = create_app(settings)
    try:
        with app.app_context():
            built = build(
                now=datetime.now(UTC), step=_step, municipalities=only, password_hash=hash_of(PASSWORD)
            )
    finally:
        jobs.use(None)
        database.in_use().engine.dispose()
    _write_complete(settings.data / COMPLETE_FILE, built)
    click.echo(
        f"{built.submissions} responses, {built.answers} answers, {built.releases} releases"
        f" in {time.monotonic() - began:.1f} s. Every answer is invented."
    )


def _bring_up_to_date(settings: Settings) -> None:
    database.upgrade(settings.database)
    kept = database.connect(settings.database)
    database.use(kept)
    try:
        load_shipped(datetime.now(UTC))
    finally:
        kept.engine.dispose()


def _serve(place: Place, settings: Settings) -> None:
    commands = {
        "the web server": gunicorn_command(place.host, place.port, 2),
        "the worker": worker_command(),
    }
    with running(commands, _environment(settings)) as children:
        with _step("Starting the web server and the worker"):
            wait_until_it_answers(f"{place.url}/healthz", children)
        click.echo(sign_ins(place.url))
        wait_until_told_to_stop(children)


def sign_ins(url: str) -> str:
    """Give the address and who can sign in, as a table."""
    rows = [("Role", "Where", "E-mail"), *((ROLES[p.role], p.place, p.email) for p in PEOPLE)]
    widths = [max(len(row[n]) for row in rows) for n in range(3)]
    lines = [
        "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    rule = "   ".join("-" * width for width in widths)
    closing = ["", f"Everyone's password: {PASSWORD}", "Ctrl-C stops it; the data are kept.", ""]
    return "\n".join(["", f"Godpraksis answers at  {url}/", "", lines[0], rule, *lines[1:], *closing])


def _settings(place: Place) -> Settings:
    kept = _secrets(place.data / SECRETS_FILE)
    return Settings(
        data=place.data,
        secret_key=kept["secret_key"],
        password_salt=kept["password_salt"],
        base_url=place.url,
        demo=True,
    )


def _environment(settings: Settings) -> dict[str, str]:
    """Give the children's environment: this one's, with the demo's settings and no others of ours."""
    ours = {
        "DATA": str(settings.data),
        "SECRET_KEY": settings.secret_key,
        "PASSWORD_SALT": settings.password_salt,
        "BASE_URL": settings.base_url,
        "DEMO": "1",
        "LOG_LEVEL": "WARNING",
    }
    theirs = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return theirs | {PREFIX + name: value for name, value in ours.items()}


def _secrets(file: Path) -> dict[str, str]:
    """Read the demo's secrets, or make them in a file that only its owner can read."""
    if file.is_file():
        kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return kept
    made = {"secret_key": secrets.token_urlsafe(48), "password_salt": secrets.token_urlsafe(24)}
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(
        os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as written:
        json.dump(made, written)
    part.replace(file)
    return made


def _write_complete(file: Path, built: Built) -> None:
    part = file.with_name(file.name + ".part")
    part.write_text(
        json.dumps({"submissions": built.submissions, "answers": built.answers}), encoding="utf-8"
    )
    part.replace(file)


def _throw_away(data: Path, *, with_secrets: bool) -> None:
    """Remove the demo's own files, and nothing else that may lie in the folder."""
    (data / COMPLETE_FILE).unlink(missing_ok=True)  # first: from here on the folder holds no whole demo
    for name in (DATABASE_FILE, QUEUE_FILE):
        for suffix in ("", "-wal", "-shm", "-journal"):
            (data / (name + suffix)).unlink(missing_ok=True)
    if with_secrets:
        (data / SECRETS_FILE).unlink(missing_ok=True)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Keep a second demo out of the same folder."""
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedError(
                f"another demo is running in {data}; stop it, or choose another folder with --data (make demo DATA=...)"
            ) from None
        yield


@contextmanager
def _step(what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    click.echo(f"  {what} ".ljust(56, "."), nl=False)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        click.echo()
        raise
    click.echo(f" {time.monotonic() - began:5.1f} s")
