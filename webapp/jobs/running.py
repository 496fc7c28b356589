"""Carrying out a job in the worker: claim, body, outcome, and the caretaker that keeps the row true meanwhile."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import DBAPIError

from webapp.jobs import rows
from webapp.jobs.notes import N_, Note
from webapp.jobs.registry import ATTEMPTS, CannotBeDoneError, Result, body_of
from webapp.store.accepted import forget_posts
from webapp.store.database import reading, writing

HEARTBEAT = 5.0
"""Seconds between signs of life; progress is written every second while it changes."""
SWEEP = 5.0
"""Seconds between looks for jobs whose message or worker was lost."""
CLEAN = timedelta(days=1)
"""How often what has had its time is removed from the database; a second worker that does it too does no harm."""
_log = logging.getLogger(__name__)


class JobTakenOverError(Exception):
    """This process was silent for so long that the job was given to another; the body must stop."""


@dataclass(slots=True)
class Running:
    """A job that this process is carrying out, and what its body last said."""

    claim: rows.Claim
    done: int = 0
    total: int = 0
    note: Note = field(default_factory=Note)
    has_news: bool = False
    is_lost: bool = False


_here: ContextVar[Running | None] = ContextVar("job", default=None)
_running: dict[int, Running] = {}
"""What this process is carrying out, by job id: the body's thread writes, the caretaker's reads."""


def progress(done: int, total: int, note: Note | str = "") -> None:
    """Say how far the job of the moment has come; does nothing outside a job.

    It is kept in memory and written by the caretaker within a second, in a transaction of its own: a body may call it
    as often as it likes, also inside ``writing()``. Raises JobTakenOverError when the job was given to another worker.
    """
    running = _here.get()
    if running is None:
        return
    if running.is_lost:
        raise JobTakenOverError
    running.done, running.total = done, total
    running.note = note if isinstance(note, Note) else Note(note)
    running.has_news = True


def carry_out(job_id: int, around: Callable[[], AbstractContextManager[object]] = nullcontext) -> bool:
    """Carry out the job if it is still to be done, its body inside ``around()``; False when it was not ours to do."""
    with writing() as session:
        claimed = rows.claim(session, job_id, datetime.now(UTC))
    if claimed is None:
        return False
    running = Running(claimed)
    _running[job_id] = running
    _log.info("job %s (%s) begins, attempt %s", claimed.id, claimed.name, claimed.attempt)
    try:
        with around(), _as_current(running):
            result = _run(claimed)
    except JobTakenOverError:
        _log.warning("job %s was given to another worker", job_id)
    except CannotBeDoneError as refusal:
        with writing() as session:
            rows.fail(session, claimed, datetime.now(UTC), refusal.note)
        _log.warning("job %s cannot be done: %s", job_id, refusal)
    except Exception as error:  # noqa: BLE001 -- whatever went wrong in the body belongs in the row
        _log.exception("job %s (%s) went wrong", job_id, claimed.name)
        _went_wrong(claimed, error)
    else:
        _write_last_words(running, result)
        _log.info("job %s (%s) is done", claimed.id, claimed.name)
    finally:
        _running.pop(job_id, None)
    return True


def give_back() -> None:
    """Queue what this process had begun, uncounted: it is stopping and the next worker starts over."""
    for running in list(_running.values()):
        with writing() as session:
            rows.put_back(session, running.claim, datetime.now(UTC), Note(), uncounted=True)
        running.is_lost = True


def sweep(now: datetime) -> list[int]:
    """Put back the jobs that lost their worker and give the ids of all whose time has come."""
    with reading() as session:
        has_abandoned = rows.abandoned(session, now)
    if has_abandoned:
        with writing() as session:
            rows.put_back_abandoned(session, now, ATTEMPTS)
    with reading() as session:
        return rows.waiting(session, now)


class Caretaker(threading.Thread):
    """Beside the body: writes signs of life and progress, sweeps, and cleans once a day."""

    def __init__(self, wake: Callable[[int], None]) -> None:
        """Be ready to wake the worker with ``wake``."""
        super().__init__(name="caretaker", daemon=True)
        self._wake = wake
        self._told_to_stop = threading.Event()
        self._cleaned_at = datetime.min.replace(tzinfo=UTC)

    def run(self) -> None:
        """Work until stopped; a database that is busy or away is tried again."""
        elapsed = SWEEP
        while True:
            try:
                self._write_signs_of_life(elapsed)
                if elapsed >= SWEEP:
                    elapsed = 0.0
                    for job_id in sweep(datetime.now(UTC)):
                        self._wake(job_id)
                    self._clean(datetime.now(UTC))
            except DBAPIError:
                _log.warning("the caretaker could not reach the database", exc_info=True)
            except Exception:  # noqa: BLE001 -- the caretaker must outlive whatever happens
                _log.exception("the caretaker stumbled")
            if self._told_to_stop.wait(1.0):
                return
            elapsed += 1.0

    def stop(self) -> None:
        """Stop after what is being done now."""
        self._told_to_stop.set()
        self.join(20)

    def _clean(self, now: datetime) -> None:
        if now - self._cleaned_at >= CLEAN:
            with writing() as session:
                forget_posts(session, now)
            self._cleaned_at = now

    def _write_signs_of_life(self, elapsed: float) -> None:
        for running in list(_running.values()):
            if running.has_news or elapsed >= HEARTBEAT:
                write_sign_of_life(running)


def write_sign_of_life(running: Running) -> None:
    """Write what the body last said; note it when the job was given to another."""
    running.has_news = False
    with writing() as session:
        mine = rows.heartbeat(
            session, running.claim, datetime.now(UTC), running.done, running.total, running.note
        )
    if not mine and running.claim.id in _running:
        running.is_lost = True


def _run(claimed: rows.Claim) -> Result | None:
    registered = body_of(claimed.name)
    if registered is None:
        raise CannotBeDoneError(N_("This worker does not know how to do “%(name)s”."), name=claimed.name)
    return registered.body(**claimed.arguments)


def _write_last_words(running: Running, result: Result | None) -> None:
    now = datetime.now(UTC)
    with writing() as session:
        rows.heartbeat(session, running.claim, now, running.done, running.total, running.note)
        if not rows.finish(session, running.claim, now, result):
            _log.warning("job %s was given to another worker before it was done", running.claim.id)


def _went_wrong(claimed: rows.Claim, error: Exception) -> None:
    registered = body_of(claimed.name)
    attempts = ATTEMPTS if registered is None else registered.attempts
    now = datetime.now(UTC)
    reason = Note(
        N_("Something went wrong: %(kind)s. The operator finds more in the log."),
        {"kind": type(error).__name__},
    )
    with writing() as session:
        if claimed.attempt >= attempts:
            rows.fail(session, claimed, now, reason)
        else:
            rows.put_back(session, claimed, now + rows.pause_after(claimed.attempt), reason)


@contextmanager
def _as_current(running: Running) -> Iterator[None]:
    token = _here.set(running)
    try:
        yield
    finally:
        _here.reset(token)
