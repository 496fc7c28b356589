"""Fills an empty, migrated database with the whole demo: reference data, surveys, people, rounds and their releases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from webapp import jobs
from webapp.jobs.registry import load_bodies
from webapp.jobs.running import carry_out
from webapp.rehearsal.people import create_people
from webapp.rehearsal.places import neighbours
from webapp.rehearsal.rounds import SEED, YEARS, Played, Stage, play_closed_round, play_open_round
from webapp.rounds.actions import RELEASE_JOB, release_lock
from webapp.store.boundaries import read_boundaries
from webapp.store.database import reading, writing
from webapp.store.definitions import read_surveys
from webapp.store.loading import load_definitions, load_reference
from webapp.store.reference import read_reference

REPORTED_SURVEY: Final = "frivillighet"
Step = Callable[[str], AbstractContextManager[object]]
"""Is told what is being done, and lasts as long as it does."""


class BuildingFailedError(Exception):
    """A part of the demo could not be made; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was made."""

    submissions: int
    answers: int
    releases: int


@contextmanager
def silently(_what: str) -> Iterator[None]:
    """Be told and say nothing."""
    yield


def load_shipped(now: datetime) -> None:
    """Bring the shipped reference data and surveys into the database in use."""
    reference, definitions = read_reference(), read_surveys()
    with writing() as session:
        load_reference(session, reference)
        load_definitions(session, definitions, now)


def build(
    *,
    now: datetime,
    step: Step = silently,
    seed: int = SEED,
    municipalities: frozenset[str] | None = None,
    password_hash: str | None = None,
    with_releases: bool = True,
) -> Built:
    """Fill the database in use. ``municipalities`` (newest numbers) makes a small demo; None is all of them.

    The same ``seed`` gives the same answers. Releases (unless not wanted) and the report need an application context
    and are made in this process; the other charts, which each release queues, are left to the worker. Raises
    BuildingFailedError when a release fails.
    """
    with step("Municipalities, groups and surveys"):
        load_shipped(datetime(YEARS[0], 11, 1, tzinfo=UTC))
        reference, surveys = read_reference(), read_surveys().surveys
        beside = neighbours(read_boundaries())
    with step("People who can sign in"), writing() as session:
        hands = create_people(session, password_hash)
    stage = Stage(seed, reference, surveys, beside, municipalities, hands)
    played = Played()
    for year in YEARS:
        with step(f"Synthetic answers to the round of {year}"), writing() as session:
            played = play_closed_round(session, stage, year, played)
    with step("This year's round, open and begun"), writing() as session:
        played = play_open_round(session, stage, now, played)
    return Built(played.submissions, played.answers, _release(step, now) if with_releases else 0)


def _release(step: Step, now: datetime) -> int:
    """Make a release of each closed round, and a report of the last; give how many releases were made."""
    load_bodies()
    number = 0
    for year in YEARS:
        with step(f"Release of the round of {year}"):
            made = _carry_out_now(RELEASE_JOB, release_lock(str(year)), round_key=str(year))
            number = int((made.result or {})["release"])
    _report(step, number, now)
    return len(YEARS)


def _report(step: Step, release: int, now: datetime) -> None:
    """Make the report of one survey, with the charts it uses; the worker draws the others, and sets no report unasked."""
    from webapp.aggregates import tasks as releases  # noqa: PLC0415 -- slow: matplotlib
    from webapp.aggregates.figures import drawing_lock  # noqa: PLC0415 -- as above
    from webapp.reports.actions import BUILD_JOB, build_lock, lacking_charts, make_report  # noqa: PLC0415 -- slow: typst

    with writing() as session:
        jobs.hurry(session, drawing_lock(release))  # the newest is looked at first
        report = make_report(session, release, REPORTED_SURVEY, by=None, now=now)
    with step("Charts that the report uses"):
        releases.draw(release, only=set(lacking_charts(report, "nb")))
    with step("Report in bokmål and nynorsk"):
        _carry_out_now(BUILD_JOB, build_lock(report), report_id=report)


def _carry_out_now(name: str, lock_key: str, **arguments: str | int) -> jobs.JobState:
    """Queue a job and carry it out in this process; raises BuildingFailedError unless it is done."""
    with writing() as session:
        job_id = jobs.enqueue(session, name, lock_key=lock_key, queued_by=None, **arguments)
    carry_out(job_id)
    with reading() as session:
        found = jobs.state(session, job_id)
    if found is None or found.state is not jobs.State.DONE:
        raise BuildingFailedError(f"{name} {lock_key}: {'' if found is None else found.failure}")
    return found
