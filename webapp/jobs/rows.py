"""The job's row, which is the truth: queued, claimed by one worker, finished, failed or put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, Row, Select, Update, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from webapp.jobs.notes import N_, Note
from webapp.jobs.queue import wake_after_commit
from webapp.store.tables import Job

STALE = timedelta(seconds=30)
"""A running job that has not been heard from for so long has lost its worker (the worker writes every 5 s)."""
PAUSE = timedelta(seconds=4)
"""How long after a failure a job is tried again, doubled each time."""


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobState:
    """A job as a page shows it. ``note`` and ``failure`` are said in the reader's language by ``str()``."""

    id: int
    name: str
    state: State
    done: int
    total: int
    note: Note
    failure: Note
    result: Mapping[str, Any] | None  # Any: JSON
    attempts: int
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_live(self) -> bool:
        """Whether it is still to be carried out, or being so."""
        return self.finished_at is None

    @property
    def percent(self) -> int:
        """How far it has come, 0 to 100; 0 when it does not say how much there is."""
        return min(100, 100 * self.done // self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A job this process may carry out. ``attempt`` is the fence: who holds an older one has lost the job."""

    id: int
    name: str
    arguments: Mapping[str, Any]  # Any: JSON
    attempt: int


def enqueue(
    session: Session,
    name: str,
    *,
    lock_key: str | None = None,
    queued_by: int | None = None,
    **arguments: Any,  # noqa: ANN401 -- JSON
) -> int:
    """Queue the job called ``name`` in the session's transaction and give its id; the worker is woken after commit.

    While a job with the same ``lock_key`` is queued or running no second one is made: the live one's id is given.
    """
    values = {
        "name": name,
        "arguments": arguments,
        "state": State.QUEUED.value,
        "lock_key": lock_key,
        "done": 0,
        "total": 0,
        "note": "",
        "attempts": 0,
        "queued_by": queued_by,
        "queued_at": datetime.now(UTC),
    }
    insert = insert_sqlite if session.get_bind().dialect.name == "sqlite" else insert_postgresql
    statement = insert(Job).values(**values).on_conflict_do_nothing().returning(Job.id)
    for _attempt in range(5):
        made = session.scalars(statement).one_or_none()
        if made is not None:
            wake_after_commit(session, made)
            return made
        known = session.scalar(_live(lock_key))
        if known is not None:
            return known
    raise RuntimeError(
        f"the job {lock_key} is neither live nor free"
    )  # it would have to finish five times between


def hurry(session: Session, lock_key: str) -> None:
    """Let the queued job with ``lock_key`` go before all others that wait; does nothing when there is none."""
    first = select(func.min(Job.queued_at)).where(Job.state == State.QUEUED.value).scalar_subquery()
    earliest = session.scalar(select(first))
    if earliest is not None:
        session.execute(
            update(Job)
            .where(Job.lock_key == lock_key, Job.state == State.QUEUED.value)
            .values(queued_at=earliest - timedelta(seconds=1))
        )


def retry(session: Session, job_id: int, *, queued_by: int | None = None) -> int:
    """Queue a failed job once more, as a job of its own, and give the new id; raises LookupError unless it failed."""
    row = session.execute(
        select(Job.name, Job.arguments, Job.lock_key).where(Job.id == job_id, Job.state == State.FAILED.value)
    ).one_or_none()
    if row is None:
        raise LookupError(f"no failed job {job_id}")
    return enqueue(session, row.name, lock_key=row.lock_key, queued_by=queued_by, **row.arguments)


def state(session: Session, job_id: int) -> JobState | None:
    """Give the job as a page shows it, or None when there is no such job."""
    row = session.execute(_shown().where(Job.id == job_id)).one_or_none()
    return None if row is None else _state(row)


def live(session: Session, lock_key: str) -> JobState | None:
    """Give the job with ``lock_key`` that is queued or running, or None."""
    row = session.execute(_shown().where(Job.lock_key == lock_key, Job.finished_at.is_(None))).one_or_none()
    return None if row is None else _state(row)


def latest(session: Session, lock_key: str) -> JobState | None:
    """Give the newest job with ``lock_key``, whatever became of it, or None."""
    row = session.execute(
        _shown().where(Job.lock_key == lock_key).order_by(Job.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _state(row)


def claim(session: Session, job_id: int, now: datetime) -> Claim | None:
    """Take a queued job for this process; None when another has it, it is not yet its time, or it is over.

    ``queued_at`` of a job that failed and is to be tried again lies ahead: it is the earliest time.
    """
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == State.QUEUED.value, Job.queued_at <= now)
        .values(state=State.RUNNING.value, attempts=Job.attempts + 1, started_at=now, heartbeat_at=now)
        .returning(Job.id, Job.name, Job.arguments, Job.attempts)
    ).one_or_none()
    return None if taken is None else Claim(taken.id, taken.name, taken.arguments, taken.attempts)


def heartbeat(session: Session, claimed: Claim, now: datetime, done: int, total: int, note: Note) -> bool:
    """Write that the job is alive and how far it has come; False when it has been given to another."""
    return _changed(
        session, _mine(claimed).values(heartbeat_at=now, done=done, total=total, note=note.kept())
    )


def finish(session: Session, claimed: Claim, now: datetime, result: Mapping[str, Any] | None) -> bool:
    """Write that the job is done; False when it has been given to another."""
    values = {
        "state": State.DONE.value,
        "finished_at": now,
        "result": None if result is None else dict(result),
    }
    return _changed(session, _mine(claimed).values(values))


def fail(session: Session, claimed: Claim, now: datetime, reason: Note) -> bool:
    """Write that the job failed for good; False when it has been given to another."""
    values = {"state": State.FAILED.value, "finished_at": now, "failure": reason.kept()}
    return _changed(session, _mine(claimed).values(values))


def put_back(
    session: Session, claimed: Claim, not_before: datetime, reason: Note, *, uncounted: bool = False
) -> bool:
    """Queue a begun job again, to be tried from ``not_before``; ``uncounted`` takes the attempt back."""
    values = {
        "state": State.QUEUED.value,
        "queued_at": not_before,
        "failure": reason.kept() or None,
        "attempts": claimed.attempt - 1 if uncounted else claimed.attempt,
    }
    return _changed(session, _mine(claimed).values(values))


def pause_after(attempt: int) -> timedelta:
    """Give how long to wait after the failure of attempt number ``attempt``."""
    return PAUSE * (1 << (attempt - 1))


def put_back_abandoned(session: Session, now: datetime, attempts: int) -> list[int]:
    """Queue again the running jobs whose worker is gone; those begun ``attempts`` times fail. Give the ids put back."""
    gone = and_(
        Job.state == State.RUNNING.value, or_(Job.heartbeat_at.is_(None), Job.heartbeat_at < now - STALE)
    )
    stopped = Note(
        N_("The worker stopped while the job was running, %(attempts)s times."), {"attempts": attempts}
    )
    session.execute(
        update(Job)
        .where(gone, Job.attempts >= attempts)
        .values(state=State.FAILED.value, finished_at=now, failure=stopped.kept())
    )
    back = update(Job).where(gone).values(state=State.QUEUED.value, queued_at=now).returning(Job.id)
    return list(session.scalars(back))


def waiting(session: Session, now: datetime) -> list[int]:
    """Give the ids of the queued jobs whose time has come, the oldest first."""
    statement = select(Job.id).where(Job.state == State.QUEUED.value, Job.queued_at <= now)
    return list(session.scalars(statement.order_by(Job.queued_at, Job.id)))


def abandoned(session: Session, now: datetime) -> bool:
    """Whether any running job has lost its worker: a look before the write."""
    statement = select(Job.id).where(
        Job.state == State.RUNNING.value, or_(Job.heartbeat_at.is_(None), Job.heartbeat_at < now - STALE)
    )
    return session.scalar(statement.limit(1)) is not None


def _mine(claimed: Claim) -> Update:
    return update(Job).where(
        Job.id == claimed.id, Job.state == State.RUNNING.value, Job.attempts == claimed.attempt
    )


def _changed(session: Session, statement: Update) -> bool:
    result = cast("CursorResult[Any]", session.execute(statement))
    return result.rowcount == 1


def _live(lock_key: str | None) -> Select[int]:
    return select(Job.id).where(Job.lock_key == lock_key, Job.finished_at.is_(None))


_COLUMNS: Sequence[Any] = (  # Any: mapped columns of many types
    Job.id,
    Job.name,
    Job.state,
    Job.done,
    Job.total,
    Job.note,
    Job.failure,
    Job.result,
    Job.attempts,
    Job.queued_at,
    Job.started_at,
    Job.finished_at,
)


def _shown() -> Select[Any]:
    return select(*_COLUMNS)


def _state(row: Row[Any]) -> JobState:
    return JobState(
        id=row.id,
        name=row.name,
        state=State(row.state),
        done=row.done,
        total=row.total,
        note=Note.from_kept(row.note),
        failure=Note.from_kept(row.failure),
        result=row.result,
        attempts=row.attempts,
        queued_at=row.queued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
