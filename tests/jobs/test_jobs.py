"""The job's row is the truth: queued once, run once, tried again, and never lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.jobs import bodies
from webapp.jobs import (
    JobState,
    Note,
    State,
    enqueue,
    hurry,
    latest,
    live,
    progress,
    retry,
    rows,
    running,
    state,
)
from webapp.jobs.queue import Queue, use
from webapp.jobs.registry import load_bodies, register
from webapp.settings import Settings
from webapp.store.database import Database, reading, writing
from webapp.store.tables import Job


def queued(name: str, lock_key: str | None = None, **arguments: str | float) -> int:
    with writing() as session:
        return enqueue(session, name, lock_key=lock_key, queued_by=None, **arguments)


def seen(job_id: int) -> JobState:
    with reading() as session:
        found = state(session, job_id)
    assert found is not None
    return found


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0


def test_a_job_is_carried_out_once_and_keeps_its_result_and_last_words(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    job = queued("test.write", path=str(path))

    assert seen(job).state is State.QUEUED
    assert [running.carry_out(job), running.carry_out(job)] == [True, False]

    found = seen(job)
    assert (found.state, found.done, found.total, found.percent, found.is_live) == (
        State.DONE,
        2,
        2,
        100,
        False,
    )
    assert found.note == Note("Counted %(number)s answers", {"number": 7})
    assert found.result == {"path": str(path)}
    assert lines(path) == 1


def test_a_job_queued_in_a_transaction_that_is_rolled_back_was_never_queued(database: Database) -> None:
    def queue_and_fail() -> None:
        with writing() as session:
            enqueue(session, "test.write", lock_key="one", path="nowhere")
            raise ValueError("second thoughts")

    with pytest.raises(ValueError, match="second thoughts"):
        queue_and_fail()

    assert running.sweep(datetime.now(UTC)) == []


def test_the_same_work_is_queued_once_while_it_is_live_and_again_afterwards(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    first = queued("test.write", lock_key="release 1", path=str(path))

    assert queued("test.write", lock_key="release 1", path=str(path)) == first
    assert queued("test.write", lock_key="release 2", path=str(path)) != first
    running.carry_out(first)
    second = queued("test.write", lock_key="release 1", path=str(path))

    assert second != first
    with reading() as session:
        found = live(session, "release 1"), latest(session, "release 1")
    assert [f.id for f in found if f is not None] == [second, second]


def test_two_people_who_queue_the_same_work_at_once_get_one_job(database: Database) -> None:
    start = threading.Barrier(4)
    ids: list[int] = []

    def press() -> None:
        start.wait()
        ids.append(queued("test.write", lock_key="release 1", path="x"))

    presses = [threading.Thread(target=press) for _ in range(4)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert len(ids) == 4
    assert len(set(ids)) == 1


def test_two_workers_that_reach_for_one_job_do_it_once(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "out"
    job = queued("test.write", path=str(path))
    start = threading.Barrier(4)
    did: list[bool] = []

    def reach() -> None:
        start.wait()
        did.append(running.carry_out(job))

    workers = [threading.Thread(target=reach) for _ in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()

    assert sorted(did) == [False, False, False, True]
    assert lines(path) == 1


def test_a_body_that_goes_wrong_is_tried_again_after_a_pause_and_then_fails(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "out"
    job = queued("test.stumble", lock_key="stumble", path=str(path))

    running.carry_out(job)
    waiting = seen(job)
    assert (waiting.state, waiting.attempts) == (State.QUEUED, 1)
    assert waiting.queued_at > datetime.now(UTC)
    assert running.sweep(datetime.now(UTC)) == []  # not before the pause is over
    assert not running.carry_out(job)

    with writing() as session:
        session.execute(update(Job).values(queued_at=datetime.now(UTC)))
    running.carry_out(job)

    failed = seen(job)
    assert (failed.state, failed.attempts) == (State.FAILED, 2)
    assert failed.failure.arguments == {"kind": "ValueError"}
    assert lines(path) == 2
    with writing() as session:
        again = retry(session, job)
    assert (again != job, seen(again).state, seen(again).attempts) == (True, State.QUEUED, 0)


def test_what_cannot_be_done_fails_at_once_with_its_reason(database: Database) -> None:
    refused, unknown = queued("test.refuse"), queued("test.nobody_knows")

    running.carry_out(refused)
    running.carry_out(unknown)

    assert [seen(j).state for j in (refused, unknown)] == [State.FAILED, State.FAILED]
    assert seen(refused).failure == Note("The round %(round)s is still open.", {"round": "2025"})
    assert seen(unknown).failure.arguments == {"name": "test.nobody_knows"}
    with writing() as session, pytest.raises(LookupError):
        retry(session, refused + unknown)  # no such job


def test_a_job_whose_worker_fell_silent_is_put_back_and_the_old_one_can_no_longer_write(
    database: Database,
) -> None:
    job = queued("test.write", path="x")
    now = datetime.now(UTC)
    with writing() as session:
        old = rows.claim(session, job, now)
    assert old is not None
    assert running.sweep(now + rows.STALE - timedelta(seconds=1)) == []

    assert running.sweep(now + rows.STALE + timedelta(seconds=1)) == [job]
    with writing() as session:
        new = rows.claim(session, job, now + timedelta(minutes=1))
        assert new is not None
        assert new.attempt == 2
        assert not rows.heartbeat(session, old, now, 1, 2, Note())
        assert not rows.finish(session, old, now, None)
        assert rows.finish(session, new, now, None)


def test_a_job_that_took_its_worker_down_every_time_fails(database: Database) -> None:
    job = queued("test.write", path="x")
    now = datetime.now(UTC)
    for _attempt in range(3):
        with writing() as session:
            assert rows.claim(session, job, now) is not None
        now += timedelta(minutes=1)
        running.sweep(now)

    assert seen(job).state is State.FAILED
    assert seen(job).failure.arguments == {"attempts": 3}


def test_a_body_that_lost_its_job_is_stopped_at_its_next_word(database: Database) -> None:
    def lose_it() -> None:
        with writing() as session:
            session.execute(update(Job).values(attempts=Job.attempts + 1))
        running.write_sign_of_life(next(iter(running._running.values())))
        progress(1, 2)
        pytest.fail("the body went on")

    register("test.lose")(lose_it)
    job = queued("test.lose")

    running.carry_out(job)

    assert seen(job).state is State.RUNNING  # it belongs to the other now
    progress(1, 2)  # outside a job nothing happens


def test_a_message_reaches_the_queue_only_after_commit(settings: Settings, database: Database) -> None:
    heard: list[int] = []
    queue = Queue(settings, heard.append, make_tables=True)
    use(settings)
    try:
        with writing() as session:
            job = enqueue(session, "test.write", path="x")
            assert queue.huey.storage.queue_size() == 0
        assert queue.huey.storage.queue_size() == 1
        queue.huey.execute(queue.huey.dequeue())
    finally:
        use(None)
        queue.close()

    assert heard == [job]


@contextmanager
def worker(settings: Settings, grace: int = 30) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "GODPRAKSIS_DATABASE_URL": settings.database_url,
        "GODPRAKSIS_DATA": str(settings.data),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = subprocess.Popen([sys.executable, bodies.__file__, str(grace)], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(settings: Settings, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "out"
    job = queued("test.die_first", path=str(path))  # no message is sent: the sweep finds the row
    with worker(settings) as first:
        assert first.wait(30) == -signal.SIGKILL
    assert seen(job).state is State.RUNNING
    with writing() as session:  # as if half a minute had gone by
        session.execute(update(Job).values(heartbeat_at=datetime.now(UTC) - 2 * rows.STALE))

    with worker(settings) as second:
        until(lambda: seen(job).state is State.DONE)
        second.send_signal(signal.SIGTERM)
        assert second.wait(20) == 0

    assert seen(job).attempts == 2
    assert lines(path) == 2


@pytest.mark.slow
def test_a_worker_told_to_stop_finishes_what_it_does_and_puts_back_what_takes_too_long(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    short, long = tmp_path / "short", tmp_path / "long"
    with worker(settings) as patient:
        first = queued("test.take_long", path=str(short), seconds=1.0)
        until(lambda: lines(short) == 1)
        patient.send_signal(signal.SIGTERM)
        assert patient.wait(20) == 0
    assert (seen(first).state, lines(short)) == (State.DONE, 2)

    with worker(settings, grace=1) as hasty:
        second = queued("test.take_long", path=str(long), seconds=60.0)
        until(lambda: lines(long) == 1)
        hasty.send_signal(signal.SIGTERM)
        assert hasty.wait(20) == 0
    assert (seen(second).state, seen(second).attempts) == (State.QUEUED, 0)


def test_a_job_in_a_hurry_goes_before_those_that_wait(database: Database) -> None:
    first, second = queued("test.add", "first", a=1, b=1), queued("test.add", "second", a=1, b=1)

    with writing() as session:
        hurry(session, "second")
        hurry(session, "there is none")
    with reading() as session:
        assert rows.waiting(session, datetime.now(UTC)) == [second, first]


def test_the_worker_finds_the_bodies_by_themselves() -> None:
    assert "test.write" in load_bodies()
