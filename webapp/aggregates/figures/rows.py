"""Kept rows become Published here, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.core.published import Published, from_row
from webapp.core.text import Language
from webapp.store import releases as kept
from webapp.store.releases import File as File
from webapp.store.releases import Release as Release

DRAWING_JOB = "release.charts"


def drawing_lock(number: int) -> str:
    """Give the lock key of the job that draws the charts of release ``number``."""
    return f"{DRAWING_JOB}:{number}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published row, and the survey it is shown under."""

    survey_key: str
    published: Published


def all_releases(session: Session) -> list[Release]:
    """Give every release, the newest first. One statement."""
    return kept.releases(session)


def release(session: Session, number: int) -> Release | None:
    """Give release ``number``, or None. One statement."""
    return kept.release_numbered(session, number)


def figures(
    session: Session,
    release_id: int,
    *,
    subject_keys: Sequence[str] | None = None,
    breakdowns: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
) -> list[Figure]:
    """Give the published rows of a release, narrowed as asked, in the order of the release. One statement."""
    rows = kept.figure_rows(
        session, release_id, subject_keys=subject_keys, breakdowns=breakdowns, kinds=kinds
    )
    return [Figure(row["survey_key"], from_row(dict(row))) for row in rows]


def latest_release(session: Session, round_id: int, before: int | None = None) -> Release | None:
    """Give the newest release of a round (with a number below ``before``, where that is given), or None. One statement."""
    return kept.latest_of_round(session, round_id, before)


def files(
    session: Session, release_id: int, names: Sequence[str], language: Language, *, with_content: bool = False
) -> dict[str, File]:
    """Give the charts of a release that are called ``names`` and have been drawn, by name. One statement.

    ``about`` has ``title``, ``finding`` and ``alt`` in the chart's language, and its ``width`` and ``height``.
    """
    return kept.files(session, release_id, names, language, with_content=with_content)


def file_with_hash(session: Session, number: int, sha256: str) -> File | None:
    """Give a file of release ``number`` by the hash of its bytes, with its content, or None. One statement."""
    return kept.file_with_hash(session, number, sha256)
