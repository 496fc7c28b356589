"""The list of releases, what is being made right now, and trying again what failed."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import jobs
from webapp.aggregates import figures
from webapp.aggregates.figures import DRAWING_JOB
from webapp.aggregates.queries import MAKING_JOB, unfinished
from webapp.aggregates.views.routes import blueprint
from webapp.core.person import Role
from webapp.store.database import reading, writing
from webapp.web.guards import current_person, ks


@blueprint.get("/resultater/")
@ks(Role.ADVISER)
def index() -> ResponseReturnValue:
    """Show every release, the newest first."""
    with reading() as session:
        releases = figures.all_releases(session)
        working = unfinished(session, [MAKING_JOB, DRAWING_JOB])
    g.synthetic = any(release.synthetic for release in releases)
    return render_template("aggregates/index.html", releases=releases, jobs=working, making=MAKING_JOB)


@blueprint.post("/resultater/jobb/<int(max=2147483647):job_id>/igjen")
@ks(Role.ADVISER)
def retry(job_id: int) -> ResponseReturnValue:
    """Queue a failed job of a release once more."""
    person = current_person()
    with writing() as session:
        job = jobs.state(session, job_id)
        if job is None or job.name not in {MAKING_JOB, DRAWING_JOB}:
            abort(404)
        if job.state is jobs.State.FAILED:  # pressed twice: the first press did it
            jobs.retry(session, job_id, queued_by=None if person is None else person.id)
    return redirect(url_for("aggregates.index"), code=303)
