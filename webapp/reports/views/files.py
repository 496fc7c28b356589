"""The files of a report: the PDF in each form, and the charts on its page."""

from __future__ import annotations

from typing import cast

from flask import Response, abort
from flask.typing import ResponseReturnValue

from webapp.aggregates import figures as door
from webapp.core.person import Role
from webapp.core.text import Language
from webapp.reports import queries
from webapp.reports.actions import file_name
from webapp.reports.views.room import blueprint, found
from webapp.store.database import reading
from webapp.web.guards import ks

A_YEAR = 31_536_000


@blueprint.get("/rapporter/<int:report_id>/pdf/<any(nb, nn):form>")
@ks(Role.ADVISER)
def download(report_id: int, form: str) -> ResponseReturnValue:
    """Give the PDF that was set last in a language form, under a name that says what it is."""
    with reading() as session:
        report = found(session, report_id)
        content = queries.latest_content(session, report_id, cast("Language", form))
        release = door.release(session, report.release_number)
    if content is None or release is None:
        abort(404)
    name = file_name(release.round_key, report.survey_key, cast("Language", form))
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Language"] = form
    return answer


@blueprint.get("/rapporter/<int:report_id>/figur/<string(length=64):digest>.svg")
@ks(Role.ADVISER)
def drawing(report_id: int, digest: str) -> ResponseReturnValue:
    """Give a chart of the report's release by the hash of its bytes: what is under it never changes."""
    with reading() as session:
        report = found(session, report_id)
        file = door.file_with_hash(session, report.release_number, digest)
    if file is None or file.content is None or file.media_type != "image/svg+xml":
        abort(404)
    answer = Response(file.content, mimetype=file.media_type)
    answer.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return answer
