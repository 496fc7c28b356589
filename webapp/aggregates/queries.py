"""What the pages of releases look up beside the figures: the jobs that make them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from webapp import jobs
from webapp.store.tables import Job

MAKING_JOB = "release.create"
MOST = 3
"""How many jobs a page shows; more than one or two at a time would be strange."""


def unfinished(session: Session, names: Sequence[str]) -> list[jobs.JobState]:
    """Give the newest jobs called ``names`` that are under way, or failed and have not been tried again since.

    One statement, and one for each job found (at most ``MOST``).
    """
    later = aliased(Job)
    superseded = exists().where(and_(later.lock_key == Job.lock_key, later.id > Job.id))
    ids = session.scalars(
        select(Job.id)
        .where(Job.name.in_(names), Job.state != jobs.State.DONE.value, ~superseded)
        .order_by(Job.id.desc())
        .limit(MOST)
    ).all()
    found = (jobs.state(session, job_id) for job_id in ids)
    return [job for job in found if job is not None]
