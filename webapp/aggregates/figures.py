"""The one door through which figures leave: kept rows become Published, and nothing else does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.core.published import Published, from_row
from webapp.store import releases as kept
from webapp.store.releases import Release as Release


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
