"""The long work of releases: making one, and drawing its charts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from webapp import jobs
from webapp.aggregates.actions import ReleaseError, ReleaseFault, keep_release, prepare_release
from webapp.aggregates.figures import DRAWING_JOB, drawing_lock
from webapp.jobs import N_, CannotBeDoneError
from webapp.shipped import SURVEYS
from webapp.store.database import reading, writing
from webapp.store.definitions import AGREEMENTS_FILE, read_catalogue
from webapp.store.reference import read_reference

_REFUSALS = {
    ReleaseFault.UNKNOWN_ROUND: N_("There is no round called “%(round)s”."),
    ReleaseFault.NOT_CLOSED: N_("The round “%(round)s” is not closed: close it first, then make the release."),
}


@jobs.register("release.create")
def create(round_key: str, by: int | None = None) -> Mapping[str, Any]:  # Any: the job's result, JSON
    """Carry out the job: see ``make``."""
    return make(round_key, by)


def make(round_key: str, by: int | None = None) -> Mapping[str, Any]:  # Any: JSON
    """Make the next release of a round, and queue the drawing of its charts.

    Gives its number (``release``), its ``hash`` and how many ``rows`` it has. Raises CannotBeDoneError for a round
    that is not there or not closed.
    """
    catalogue = read_catalogue(SURVEYS / AGREEMENTS_FILE)
    reference = read_reference()
    now = datetime.now(UTC)
    try:
        with reading() as session:
            prepared = prepare_release(
                session, round_key, catalogue, reference, now=now, progress=jobs.progress
            )
    except ReleaseError as refused:
        raise CannotBeDoneError(_REFUSALS[refused.fault], round=round_key) from refused
    with writing() as session:
        number = keep_release(session, prepared, now=now, by=by)
        jobs.enqueue(session, DRAWING_JOB, lock_key=drawing_lock(number), queued_by=by, number=number)
    return {"release": number, "hash": prepared.hash, "rows": len(prepared.rows)}
