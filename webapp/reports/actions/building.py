"""Making, writing in and setting reports; what stands in a release is only read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from webapp.aggregates import figures as door
from webapp.core.text import LANGUAGES, Language, Text
from webapp.documents import renderer, set_document, source_hash
from webapp.documents.model import Document, not_drawn
from webapp.reports import queries
from webapp.reports.actions.content import INTRODUCTION, compiled
from webapp.reports.actions.gathering import Material, NoSuchReportError, gather
from webapp.reports.actions.sections import places
from webapp.store.database import reading, writing
from webapp.store.questionnaires import questionnaires
from webapp.store.rounds import asked_surveys
from webapp.web.languages import speaking
from webapp.web.words import gettext as _

TEXT_MAX: Final = 20_000
"""Most characters of one place in one form."""

BUILD_JOB: Final = "report.build"


class UnknownPlaceError(Exception):
    """The report has no such place to write at."""


class ConflictError(Exception):
    """Someone else has written at the place since it was opened; ``theirs`` is what stands there now."""

    def __init__(self, theirs: queries.OwnText) -> None:
        super().__init__("someone else has written here")
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Built:
    """A report that was set: its bytes, their hash and what they were made from."""

    content: bytes
    sha256: str
    source_hash: str
    language: Language


def build_lock(report_id: int) -> str:
    """Give the lock key of the job that sets a report."""
    return f"{BUILD_JOB}:{report_id}"


def make_report(
    session: Session, release_number: int, survey_key: str | None, *, by: int | None, now: datetime
) -> int:
    """Make the report of a release on one survey, or on all when None, and give its id; one that is there stays as it is.

    Raises NoSuchReportError when there is no such release, or the release has no such survey.
    """
    release = door.release(session, release_number)
    if release is None:
        raise NoSuchReportError(release_number)
    known = queries.report_of(session, release.id, survey_key)
    if known is not None:
        return known
    title = _title(session, release, survey_key)
    return queries.add_report(
        session,
        {
            "release_id": release.id,
            "survey_key": survey_key,
            "title_nb": title.nb,
            "title_nn": title.nn,
            "created_by": by,
            "created_at": now,
        },
    )


def _title(session: Session, release: door.Release, survey_key: str | None) -> Text:
    if survey_key is None:
        said = []
        for language in LANGUAGES:
            with speaking(language):
                said.append(_("How far the municipalities have come"))
        return Text(*said)
    asked = [a for a in asked_surveys(session, release.round_id) if a.survey_key == survey_key]
    if not asked:
        raise NoSuchReportError(survey_key)
    return questionnaires(session, [asked[0].version_id])[asked[0].version_id].title


def document(
    session: Session, report: queries.Report, language: Language, *, with_drawings: bool
) -> Document:
    """Give a report as it stands now. Raises NoSuchReportError."""
    return compiled_in(gather(session, report, language, with_drawings=with_drawings))


def material(session: Session, report: queries.Report, language: Language) -> Material:
    """Give what a report is made of, without the drawings. Raises NoSuchReportError."""
    return gather(session, report, language, with_drawings=False)


def compiled_in(of: Material) -> Document:
    """Give the report that ``of`` makes, in its own language."""
    with speaking(of.language):
        return compiled(of)


def known_places(of: Material) -> dict[str, str]:
    """Give every place of a report where one may write, with what people call it."""
    return {INTRODUCTION: _("The introduction"), **dict(places(of))}


def save_text(
    session: Session,
    report: queries.Report,
    place: str,
    text: Text,
    *,
    seen: int,
    by: int | None,
    at: datetime,
) -> None:
    """Write at a place of a report. Raises ConflictError with what stands there when it is not what was seen."""
    if not queries.write_text(session, report.id, place, text, seen=seen, by=by, at=at):
        standing = queries.own_texts(session, report.id).get(place, queries.NOTHING_YET)
        if standing.text == text:
            return  # the same words, saved twice
        raise ConflictError(standing)


def lacking_charts(report_id: int, language: Language) -> list[str]:
    """Give the names of the report's charts that have not been drawn. Needs an application context. Raises NoSuchReportError."""
    with reading() as session:
        report = queries.report(session, report_id)
        if report is None:
            raise NoSuchReportError(report_id)
        return not_drawn(document(session, report, language, with_drawings=True).blocks)


def build(report_id: int, language: Language, *, now: datetime) -> Built:
    """Set a report in one language form and keep the file; call it in an application context.

    The same words, figures and renderer give the same bytes, today or in five years: they are kept under the hash of
    what they were made from, and the file that is there is given back. Raises NoSuchReportError, and NotDrawnError
    when a chart is missing: draw the release's charts first.
    """
    with reading() as session:
        report = queries.report(session, report_id)
        if report is None:
            raise NoSuchReportError(report_id)
        made = document(session, report, language, with_drawings=True)
        source = source_hash(made)
        kept = queries.content_of(session, report_id, language, source)
    content = kept if kept is not None else set_document(made)
    digest = hashlib.sha256(content).hexdigest()
    with writing() as session:
        queries.keep_file(
            session,
            {
                "report_id": report_id,
                "language": language,
                "source_hash": source,
                "sha256": digest,
                "content": content,
                "renderer": renderer(),
                "created_at": now,
            },
        )
    return Built(content, digest, source, language)


def file_name(round_key: str, survey_key: str | None, language: Language) -> str:
    """Give what the file is called when it is taken away: ``godpraksis-2025-aldersvennlig-nn.pdf``."""
    return "-".join(["godpraksis", round_key, *([survey_key] if survey_key else []), language]) + ".pdf"
