"""Releases as they are kept: the cut, the protected rows, and the files beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, RowMapping, Select, Table, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from webapp.core.published import COLUMNS
from webapp.core.text import Text
from webapp.store import tables as t
from webapp.store.tables.base import Exact

_FIGURE: Table = t.ReleasedFigure.__table__  # type: ignore[assignment]  # a mapped class's table is a Table
_EXACT = tuple(c.name for c in _FIGURE.c if isinstance(c.type, Exact))
_NUMBERING = 0x676F6470
"""The advisory lock of those who number a release: the letters "godp", taken by nothing else."""
_ROW_COLUMNS = tuple(_FIGURE.c[name] for name in ("survey_key", *COLUMNS))


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it stands in the list. ``previous_round_id`` is the round its movement is measured from."""

    id: int
    number: int
    round_id: int
    round_key: str
    round_title: Text
    state: str
    audit: str
    hash: str
    rules: Mapping[str, Any]  # Any: JSON
    coverage: Mapping[str, Any]  # Any: JSON
    code_version: str
    synthetic: bool
    created_at: datetime
    previous_round_id: int | None


@dataclass(frozen=True, slots=True)
class Cut:
    """The delivered revision of one municipality's submission of one survey."""

    revision_id: int
    revision_number: int
    municipality: str
    survey_key: str


def delivered_cut(session: Session, round_id: int, now: datetime) -> list[Cut]:
    """Give the newest revision of each submission of a round that was delivered at ``now``, by survey and municipality.

    One statement.
    """
    newest = (
        select(t.Revision.submission_id, func.max(t.Revision.number).label("number"))
        .where(t.Revision.state == "delivered", t.Revision.delivered_at <= now)
        .group_by(t.Revision.submission_id)
        .subquery()
    )
    rows = session.execute(
        select(t.Revision.id, t.Revision.number, t.Revision.municipality_number, t.RoundSurvey.survey_key)
        .join(
            newest,
            (newest.c.submission_id == t.Revision.submission_id) & (newest.c.number == t.Revision.number),
        )
        .join(t.Submission, t.Submission.id == t.Revision.submission_id)
        .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
        .where(t.RoundSurvey.round_id == round_id)
        .order_by(t.RoundSurvey.survey_key, t.Revision.municipality_number)
    )
    return [Cut(r.id, r.number, r.municipality_number, r.survey_key) for r in rows]


def cut_of(session: Session, release_id: int) -> list[Cut]:
    """Give the frozen cut of a release, by survey and municipality."""
    rows = session.execute(
        select(t.Revision.id, t.Revision.number, t.Revision.municipality_number, t.RoundSurvey.survey_key)
        .join(t.ReleaseSubmission, t.ReleaseSubmission.revision_id == t.Revision.id)
        .join(t.Submission, t.Submission.id == t.Revision.submission_id)
        .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
        .where(t.ReleaseSubmission.release_id == release_id)
        .order_by(t.RoundSurvey.survey_key, t.Revision.municipality_number)
    )
    return [Cut(r.id, r.number, r.municipality_number, r.survey_key) for r in rows]


def next_number(session: Session) -> int:
    """Give the number the next release gets; whoever asks meanwhile waits until this transaction has ended.

    On SQLite a writing transaction has the database to itself from its first moment, so nothing more is needed there.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_NUMBERING)))
    return (session.execute(select(func.max(t.Release.number))).scalar() or 0) + 1


def insert_release(
    session: Session,
    columns: Mapping[str, Any],  # Any: the columns of release
    cut: Iterable[Cut],
    rows: Sequence[Mapping[str, Any]],  # Any: the columns of released_figure
) -> int:
    """Keep a release with its cut and its rows, in three statements; give its id."""
    release_id: int = session.execute(
        insert(t.Release).values(**columns).returning(t.Release.id)
    ).scalar_one()
    kept = [
        {"release_id": release_id, "revision_id": c.revision_id, "municipality_number": c.municipality}
        for c in cut
    ]
    if kept:
        session.execute(insert(t.ReleaseSubmission), kept)
    if rows:
        session.connection().execute(
            _FIGURE.insert(), [{"release_id": release_id, **_exact(r)} for r in rows]
        )
    return release_id


def _exact(row: Mapping[str, Any]) -> dict[str, Any]:  # Any: the columns of released_figure
    """Give the row with its exact numbers as numbers: they are plain text where the core writes a row."""
    return dict(row) | {name: Decimal(row[name]) for name in _EXACT if row[name] is not None}


def releases(session: Session) -> list[Release]:
    """Give every release, the newest first."""
    return [_release(r) for r in session.execute(_select().order_by(t.Release.number.desc()))]


def release_numbered(session: Session, number: int) -> Release | None:
    """Give release ``number``, or None."""
    row = session.execute(_select().where(t.Release.number == number)).one_or_none()
    return None if row is None else _release(row)


def latest_of_round(session: Session, round_id: int, before: int | None = None) -> Release | None:
    """Give the newest release of a round (with a number below ``before``, where that is given), or None."""
    statement = _select().where(t.Release.round_id == round_id)
    if before is not None:
        statement = statement.where(t.Release.number < before)
    row = session.execute(statement.order_by(t.Release.number.desc()).limit(1)).first()
    return None if row is None else _release(row)


def figure_rows(
    session: Session,
    release_id: int,
    *,
    subject_keys: Sequence[str] | None = None,
    breakdowns: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
) -> list[RowMapping]:
    """Give the kept rows of a release, narrowed by subject, breakdown and kind, in the order they were written."""
    statement = select(*_ROW_COLUMNS).where(_FIGURE.c.release_id == release_id).order_by(_FIGURE.c.id)
    if subject_keys is not None:
        statement = statement.where(_FIGURE.c.subject_key.in_(subject_keys))
    if breakdowns is not None:
        statement = statement.where(_FIGURE.c.breakdown.in_(breakdowns))
    if kinds is not None:
        statement = statement.where(_FIGURE.c.subject_kind.in_(kinds))
    return list(session.execute(statement).mappings())


@dataclass(frozen=True, slots=True)
class File:
    """A file kept with a release. ``about`` is what is said of it; ``content`` is None where it was not asked for."""

    name: str
    language: str
    media_type: str
    sha256: str
    about: Mapping[str, Any]  # Any: JSON
    content: bytes | None = None


def add_files(
    session: Session, release_id: int, rows: Sequence[Mapping[str, Any]]
) -> None:  # Any: the columns
    """Keep files with a release; one that is there already under its name and language stays as it is."""
    if not rows:
        return
    insert_ = insert_sqlite if session.get_bind().dialect.name == "sqlite" else insert_postgresql
    values = [{"release_id": release_id, **row} for row in rows]
    session.execute(insert_(t.ReleaseFile).on_conflict_do_nothing(), values)


def file_names(session: Session, release_id: int) -> set[tuple[str, str]]:
    """Give the name and language of every file of a release."""
    found = select(t.ReleaseFile.name, t.ReleaseFile.language).where(t.ReleaseFile.release_id == release_id)
    return {(row.name, row.language) for row in session.execute(found)}


def files(
    session: Session, release_id: int, names: Sequence[str], language: str, *, with_content: bool = False
) -> dict[str, File]:
    """Give the files of a release that are called ``names``, in one language, by name. One statement."""
    columns: list[Any] = [  # Any: columns of several types
        t.ReleaseFile.name,
        t.ReleaseFile.language,
        t.ReleaseFile.media_type,
        t.ReleaseFile.sha256,
        t.ReleaseFile.about,
    ]
    if with_content:
        columns.append(t.ReleaseFile.content)
    rows = session.execute(
        select(*columns).where(
            t.ReleaseFile.release_id == release_id,
            t.ReleaseFile.language == language,
            t.ReleaseFile.name.in_(names),
        )
    )
    return {row.name: _file(row) for row in rows}


def file_with_hash(session: Session, number: int, sha256: str) -> File | None:
    """Give a file of release ``number`` by the hash of its bytes, or None."""
    row = session.execute(
        select(
            t.ReleaseFile.name,
            t.ReleaseFile.language,
            t.ReleaseFile.media_type,
            t.ReleaseFile.sha256,
            t.ReleaseFile.about,
            t.ReleaseFile.content,
        )
        .join(t.Release, t.Release.id == t.ReleaseFile.release_id)
        .where(t.Release.number == number, t.ReleaseFile.sha256 == sha256)
        .limit(1)
    ).first()
    return None if row is None else _file(row)


def _file(row: Row[*tuple[Any, ...]]) -> File:  # Any: columns of several types
    return File(row.name, row.language, row.media_type, row.sha256, row.about, getattr(row, "content", None))


def _select() -> Select[*tuple[Any, ...]]:  # Any: more columns than SQLAlchemy spells out
    return select(
        t.Release.id,
        t.Release.number,
        t.Release.round_id,
        t.Release.previous_round_id,
        t.Release.state,
        t.Release.audit,
        t.Release.hash,
        t.Release.rules,
        t.Release.coverage,
        t.Release.code_version,
        t.Release.synthetic,
        t.Release.created_at,
        t.Round.key,
        t.Round.title_nb,
        t.Round.title_nn,
    ).join(t.Round, t.Round.id == t.Release.round_id)


def _release(row: Row[*tuple[Any, ...]]) -> Release:
    return Release(
        id=row.id,
        number=row.number,
        round_id=row.round_id,
        round_key=row.key,
        round_title=Text(row.title_nb, row.title_nn),
        state=row.state,
        audit=row.audit,
        hash=row.hash,
        rules=row.rules,
        coverage=row.coverage,
        code_version=row.code_version,
        synthetic=row.synthetic,
        created_at=row.created_at,
        previous_round_id=row.previous_round_id,
    )
