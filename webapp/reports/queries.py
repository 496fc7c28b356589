"""What the room keeps of its own: reports, the advisers' paragraphs in them, and the files they were set as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.core.text import Language, Text
from webapp.store import tables as t


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands in the list.

    ``survey_key`` is None when it covers every survey of its release; the answers apply to ``reference_date``.
    """

    id: int
    release_number: int
    synthetic: bool
    survey_key: str | None
    reference_date: date
    title: Text
    made_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnText:
    """What stands at one place of a report, who wrote it last, and the version a writer has to have seen."""

    text: Text
    version: int
    changed_at: datetime | None = None
    changed_by: str = ""


NOTHING_YET = OwnText(Text("", ""), 0)
"""What stands at a place where nobody has written: version 0."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A report as it was set in one language form; ``size`` in bytes."""

    language: str
    source_hash: str
    sha256: str
    size: int
    created_at: datetime


def reports(session: Session) -> list[Report]:
    """Give every report, the newest first. One statement."""
    rows = session.execute(_select().order_by(t.Report.id.desc()))
    return [_report(row) for row in rows]


def report(session: Session, report_id: int) -> Report | None:
    """Give a report, or None. One statement."""
    row = session.execute(_select().where(t.Report.id == report_id)).one_or_none()
    return None if row is None else _report(row)


def report_of(session: Session, release_id: int, survey_key: str | None) -> int | None:
    """Give the id of the report of a release on one survey (or all), or None. One statement."""
    of_survey = t.Report.survey_key.is_(None) if survey_key is None else t.Report.survey_key == survey_key
    return session.execute(
        select(func.min(t.Report.id)).where(t.Report.release_id == release_id, of_survey)
    ).scalar_one()


def add_report(session: Session, columns: Mapping[str, Any]) -> int:  # Any: the columns of report
    """Keep a new report and give its id. One statement."""
    return session.execute(insert(t.Report).values(**columns).returning(t.Report.id)).scalar_one()


def own_texts(session: Session, report_id: int) -> dict[str, OwnText]:
    """Give what advisers have written in a report, by place. One statement."""
    rows = session.execute(
        select(
            t.ReportText.place,
            t.ReportText.nb,
            t.ReportText.nn,
            t.ReportText.version,
            t.ReportText.changed_at,
            t.Person.name,
        )
        .outerjoin(t.Person, t.Person.id == t.ReportText.changed_by)
        .where(t.ReportText.report_id == report_id)
    )
    return {
        row.place: OwnText(Text(row.nb, row.nn), row.version, row.changed_at, row.name or "") for row in rows
    }


def write_text(
    session: Session, report_id: int, place: str, text: Text, *, seen: int, by: int | None, at: datetime
) -> bool:
    """Write at a place if its version still is the one that was seen (0: nothing stood there); False when it is not."""
    values = {"nb": text.nb, "nn": text.nn, "changed_at": at, "changed_by": by}
    if seen == 0:
        try:
            with session.begin_nested():
                session.execute(
                    insert(t.ReportText).values(report_id=report_id, place=place, version=1, **values)
                )
        except IntegrityError:  # someone was first
            return False
        return True
    changed = session.execute(
        update(t.ReportText)
        .where(t.ReportText.report_id == report_id, t.ReportText.place == place, t.ReportText.version == seen)
        .values(version=seen + 1, **values)
        .returning(t.ReportText.version)
    )
    return changed.one_or_none() is not None


def kept_files(session: Session, report_id: int) -> dict[str, KeptFile]:
    """Give the file that was set last in each language form. One statement."""
    rows = session.execute(
        select(
            t.ReportFile.language,
            t.ReportFile.source_hash,
            t.ReportFile.sha256,
            func.length(t.ReportFile.content).label("size"),
            t.ReportFile.created_at,
        )
        .where(t.ReportFile.report_id == report_id)
        .order_by(t.ReportFile.created_at, t.ReportFile.id)
    )
    return {
        row.language: KeptFile(row.language, row.source_hash, row.sha256, row.size, row.created_at)
        for row in rows
    }


def latest_content(session: Session, report_id: int, language: Language) -> bytes | None:
    """Give the bytes of the file that was set last in a language form, or None. One statement."""
    return session.execute(
        select(t.ReportFile.content)
        .where(t.ReportFile.report_id == report_id, t.ReportFile.language == language)
        .order_by(t.ReportFile.created_at.desc(), t.ReportFile.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def content_of(session: Session, report_id: int, language: Language, source_hash: str) -> bytes | None:
    """Give the bytes that were set from this very source, or None. One statement."""
    return session.execute(
        select(t.ReportFile.content).where(
            t.ReportFile.report_id == report_id,
            t.ReportFile.language == language,
            t.ReportFile.source_hash == source_hash,
        )
    ).scalar_one_or_none()


def keep_file(session: Session, columns: Mapping[str, Any]) -> None:  # Any: the columns of report_file
    """Keep a file as the latest; one from the same source is only given the new date. At most two statements."""
    known = session.execute(
        update(t.ReportFile)
        .where(
            t.ReportFile.report_id == columns["report_id"],
            t.ReportFile.language == columns["language"],
            t.ReportFile.source_hash == columns["source_hash"],
        )
        .values(created_at=columns["created_at"])
        .returning(t.ReportFile.id)
    )
    if known.one_or_none() is None:
        session.execute(insert(t.ReportFile).values(**columns))


def _select() -> Select[*tuple[Any, ...]]:  # Any: more columns than SQLAlchemy spells out
    return (
        select(
            t.Report.id,
            t.Report.survey_key,
            t.Report.title_nb,
            t.Report.title_nn,
            t.Report.created_at,
            t.Release.number,
            t.Release.synthetic,
            t.Round.reference_date,
            t.Person.name,
        )
        .join(t.Release, t.Release.id == t.Report.release_id)
        .join(t.Round, t.Round.id == t.Release.round_id)
        .outerjoin(t.Person, t.Person.id == t.Report.created_by)
    )


def _report(row: Any) -> Report:  # noqa: ANN401 -- the row of _select
    return Report(
        id=row.id,
        release_number=row.number,
        synthetic=row.synthetic,
        survey_key=row.survey_key,
        reference_date=row.reference_date,
        title=Text(row.title_nb, row.title_nn),
        made_by=row.name or "",
        created_at=row.created_at,
    )
