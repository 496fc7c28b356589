"""The long work of reports: setting one as PDF in both language forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from webapp import jobs
from webapp.aggregates.figures import DRAWING_JOB
from webapp.core.text import LANGUAGES
from webapp.jobs import N_, CannotBeDoneError, Note
from webapp.jobs.registry import body_of
from webapp.reports import queries
from webapp.reports.actions import BUILD_JOB, NoSuchReportError, build, lacking_charts
from webapp.store.database import reading


@jobs.register(BUILD_JOB)
def build_report(report_id: int) -> Mapping[str, Any]:  # Any: the job's result, JSON
    """Carry out the job: draw those of its charts that are lacking, then set the report in each form.

    Fails for good when there is no such report, or when a chart still is lacking: a report never silently lacks one.
    """
    try:
        _draw_what_is_lacking(report_id)
        files = {}
        for place, language in enumerate(LANGUAGES):
            jobs.progress(place, len(LANGUAGES), Note(N_("Setting the report")))
            files[language] = build(report_id, language, now=datetime.now(UTC)).sha256
    except NoSuchReportError as error:
        raise CannotBeDoneError(N_("The report is no longer there.")) from error
    jobs.progress(len(LANGUAGES), len(LANGUAGES), Note(N_("Setting the report")))
    return {"report": report_id, "files": files}


def _draw_what_is_lacking(report_id: int) -> None:
    lacking = _lacking(report_id)
    if not lacking:
        return
    with reading() as session:
        report = queries.report(session, report_id)
    drawing = body_of(DRAWING_JOB)
    if drawing is not None and report is not None:
        drawing.body(number=report.release_number, only=lacking)  # the release's own job draws the others
    lacking = _lacking(report_id)
    if lacking:
        raise CannotBeDoneError(
            N_("The charts of the release could not all be drawn. Lacking: %(names)s."),
            names=", ".join(lacking[:5]),
        )


def _lacking(report_id: int) -> list[str]:
    return sorted({name for language in LANGUAGES for name in lacking_charts(report_id, language)})
