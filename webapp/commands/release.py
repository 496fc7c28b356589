"""`godpraksis release`: makes a release of a closed round, and proves that a kept one still says what it said."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import NoReturn

import click

from webapp.aggregates.actions import ReleaseError, recount
from webapp.aggregates.tasks import make
from webapp.jobs import CannotBeDoneError, queue
from webapp.settings import Settings
from webapp.shipped import SURVEYS
from webapp.store import database
from webapp.store.definitions import AGREEMENTS_FILE, read_catalogue
from webapp.store.reference import read_reference


@click.group()
def release() -> None:
    """Make and prove releases: the numbered, protected figures of a round."""


@release.command()
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def create(key: str, *, as_json: bool) -> None:
    """Make the next release of the closed round KEY; the worker then draws its charts."""
    _connect()
    try:
        made = make(key)
    except CannotBeDoneError as refused:
        _refuse(str(refused))
    if as_json:
        click.echo(json.dumps(made))
    else:
        click.echo(f"Release {made['release']} of round {key}: {made['rows']} rows, hash {made['hash']}.")
        click.echo("It has not been audited: it is seen by KS only and cannot be published yet.")


@release.command()
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def verify(number: int, *, as_json: bool) -> None:
    """Count release NUMBER again from its frozen cut, and compare."""
    _connect()
    catalogue, reference = read_catalogue(SURVEYS / AGREEMENTS_FILE), read_reference()
    try:
        with database.reading() as session:
            found = recount(session, number, catalogue, reference)
    except ReleaseError as refused:
        _refuse(str(refused))
    if as_json:
        is_whole = found.rows_are_untouched and found.is_reproduced
        click.echo(json.dumps({**asdict(found), "ok": is_whole}))
    if not found.rows_are_untouched:
        _complain(f"the kept figures of release {number} are not those that were made: {found.hash_of_rows}")
    if not found.is_reproduced:
        _complain(
            f"counting release {number} (made by version {found.code_version}) again gives other figures: "
            f"{found.hash_recounted}"
        )
    if not (found.rows_are_untouched and found.is_reproduced):
        raise SystemExit(1)
    if not as_json:
        click.echo(f"Release {number} is as it was made: {found.hash}")


def _connect() -> None:
    settings = Settings.read()
    kept = database.connect(settings.database)
    database.check_revision(kept)
    database.use(kept)
    queue.use(settings)


def _complain(why: str) -> None:
    click.echo(f"godpraksis: {why}", err=True)


def _refuse(why: str) -> NoReturn:
    _complain(why)
    raise SystemExit(1)
