"""`godpraksis round`: opens and closes rounds, and says how far they have come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from webapp import jobs
from webapp.core.participation import participation
from webapp.core.round import RoundError, RoundState
from webapp.rounds.actions import close_and_release, open_as_seen, release_lock
from webapp.rounds.queries import arranged, municipalities_on, participants, turnouts
from webapp.rounds.views.words import refusal
from webapp.settings import Settings
from webapp.store import database
from webapp.store.database import reading, writing
from webapp.store.rounds import population
from webapp.web.writing_out import local


@click.group()
def rounds() -> None:
    """Open and close rounds, and see how far they have come."""


@rounds.command("open")
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def open_(key: str, *, as_json: bool) -> None:
    """Open the planned round KEY: questionnaires, municipalities, groups and rules are frozen."""
    with _refusing(key):
        with writing() as session:
            open_as_seen(session, key, seen=None, now=datetime.now(UTC), by=None)
        _say(key, as_json=as_json)


@rounds.command()
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def close(key: str, *, as_json: bool) -> None:
    """Close the open round KEY, and queue the making of its release."""
    with _refusing(key):
        with writing() as session:
            close_and_release(session, key, now=datetime.now(UTC), by=None)
        _say(key, as_json=as_json)


@rounds.command()
@click.argument("key")
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def status(key: str, *, as_json: bool) -> None:
    """Say how far the round KEY has come: participation, never results."""
    with _refusing(key):
        _say(key, as_json=as_json)


@contextmanager
def _refusing(key: str) -> Iterator[None]:
    """Work on the installation's database, and turn a refusal into plain words and exit status 1."""
    settings = Settings.read()
    kept = database.connect(settings.database)
    try:
        database.check_revision(kept)
        database.use(kept)
        jobs.use(settings)
        yield
    except LookupError:
        raise click.ClickException(f"There is no round called {key}.") from None
    except RoundError as error:
        raise click.ClickException(refusal(error)) from None
    finally:
        jobs.use(None)
        kept.engine.dispose()


def _say(key: str, *, as_json: bool) -> None:
    with reading() as session:
        stands = _status(session, key)
    if as_json:
        click.echo(json.dumps(stands, ensure_ascii=False, indent=2))
        return
    click.echo(f"{stands['key']}: {stands['state']}, the deadline is {stands['deadline']}")
    click.echo(
        f"{stands['municipalities']} municipalities, {stands['begun']} begun, {stands['delivered']} delivered all"
    )
    for survey, counts in stands["surveys"].items():
        click.echo(f"{survey}: " + ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in counts.items()))
    if stands["release"] is not None:
        click.echo(f"release: {stands['release']}")


def _status(session: Session, key: str) -> dict[str, Any]:  # Any: JSON
    """Give how far the round has come. Raises LookupError when there is no such round."""
    standing = arranged(session, key)
    if standing is None:
        raise LookupError(key)
    round_ = standing.round
    planned = round_.state is RoundState.PLANNED
    places = municipalities_on(session, round_.reference_date) if planned else population(session, round_.id)
    rows = participants(session, round_.id, places, standing.asked)
    turnout = turnouts(session, round_.id).get(round_.id)
    job = jobs.latest(session, release_lock(key))
    return {
        "key": round_.key,
        "state": round_.state.value,
        "reference_date": round_.reference_date.isoformat(),
        "deadline": local(round_.deadline_at).isoformat(timespec="minutes"),
        "municipalities": len(places),
        "begun": turnout.begun if turnout else 0,
        "delivered": turnout.delivered if turnout else 0,
        "surveys": {
            survey.survey_key: {status.value: n for status, n in stand.counts.items()}
            for survey, stand in zip(standing.asked, participation(rows, len(standing.asked)), strict=True)
        },
        "release": None if job is None else job.state.value,
    }
