"""The long work of releases: making one, and drawing its charts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from webapp import jobs
from webapp.aggregates.actions import keep_release, prepare_release
from webapp.shipped import SURVEYS
from webapp.store.database import reading, writing
from webapp.store.definitions import read_catalogue
from webapp.store.reference import read_reference


@jobs.register("release.create")
def create(round_key: str, by: int | None = None) -> dict[str, Any]:  # Any: the job's result, JSON
    """Make the next release of a round, and queue the drawing of its charts."""
    catalogue = read_catalogue(SURVEYS / "agreements.yaml")
    reference = read_reference()
    with reading() as session:
        prepared = prepare_release(session, round_key, catalogue, reference, progress=jobs.progress)
    with writing() as session:
        number = keep_release(session, prepared, now=datetime.now(UTC), by=by)
    return {"release": number}
