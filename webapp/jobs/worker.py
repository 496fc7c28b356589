"""The worker process: huey's consumer with one thread for bodies, and the caretaker beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from webapp.jobs.queue import Queue
from webapp.jobs.running import Caretaker, carry_out, give_back
from webapp.settings import Settings

GRACE = 30
"""Seconds a running job gets to finish when the worker is told to stop; then it is put back in the queue."""


def work(
    settings: Settings,
    around: Callable[[], AbstractContextManager[object]] = nullcontext,
    *,
    grace: int = GRACE,
) -> None:
    """Carry out jobs until told to stop: SIGTERM waits for the running job, SIGINT does not.

    ``around`` makes what each body runs in. The database must be in use and the bodies be loaded.
    """
    one_at_a_time = threading.Lock()

    def carry_out_here(job_id: int) -> None:
        with one_at_a_time:  # huey replaces a thread that it thinks is dead
            carry_out(job_id, around)

    queue = Queue(settings, carry_out_here, make_tables=True)
    consumer = queue.huey.create_consumer(
        workers=1,
        periodic=False,
        max_delay=1.0,
        scheduler_interval=60,
        shutdown_timeout=grace,
        graceful_signal="TERM",
    )
    sending = Queue(settings)
    caretaker = Caretaker(sending.wake)
    caretaker.start()
    try:
        consumer.run()
    finally:
        caretaker.stop()
        give_back()
        sending.close()
        queue.close()
