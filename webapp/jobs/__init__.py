"""Long work outside the request: a row in ``job`` is the truth, and huey wakes the worker that carries it out.

An activity says ``enqueue(session, "release.create", lock_key=..., round_key="2025")`` in the transaction that causes
the work; the body stands in ``<activity>/tasks.py`` under ``@register("release.create")`` and is imported by the worker
only. A page shows ``state(session, job_id)``.
"""

from webapp.jobs.notes import N_, Note
from webapp.jobs.queue import use
from webapp.jobs.registry import CannotBeDoneError, register
from webapp.jobs.rows import JobState, State, enqueue, hurry, latest, live, retry, state
from webapp.jobs.running import JobTakenOverError, progress

__all__ = [
    "N_",
    "CannotBeDoneError",
    "JobState",
    "JobTakenOverError",
    "Note",
    "State",
    "enqueue",
    "hurry",
    "latest",
    "live",
    "progress",
    "register",
    "retry",
    "state",
    "use",
]
