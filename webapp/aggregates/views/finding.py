"""What several pages of releases look up in the same way."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, g
from sqlalchemy.orm import Session

from webapp.aggregates import figures
from webapp.aggregates.figures import Contents, File, Release
from webapp.charts.kinds import Chart
from webapp.charts.labels import Labels
from webapp.core.published import COUNTRY, Published
from webapp.core.subject import SubjectKind
from webapp.web.languages import current


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart on a page: its words and numbers, and the file with its drawing, None as long as it is not drawn."""

    chart: Chart
    file: File | None


@dataclass(frozen=True, slots=True)
class Before:
    """The newest release of the round before, with its rows of the whole country by kind and key; empty where there is none."""

    release: Release | None
    rows: dict[tuple[SubjectKind, str], Published]

    def of(self, labels: Labels) -> Published | None:
        """Give the row of a subject in the round before."""
        return self.rows.get((labels.kind, labels.key))


def found_release(session: Session, number: int) -> tuple[Release, Contents]:
    """Give release ``number`` and what it is about, or answer 404; made-up answers are labelled from here on."""
    release = figures.release(session, number)
    if release is None:
        abort(404)
    g.synthetic = release.synthetic
    return release, figures.contents(session, release)


def before(session: Session, release: Release, subject_key: str | None = None) -> Before:
    """Give the country's figures of the round before, of one subject or all. Two statements at most."""
    if release.previous_round_id is None:
        return Before(None, {})
    earlier = figures.latest_release(session, release.previous_round_id, release.number)
    if earlier is None:
        return Before(None, {})
    rows = figures.figures(
        session,
        earlier.id,
        subject_keys=None if subject_key is None else [subject_key],
        breakdowns=[COUNTRY],
        kinds=[SubjectKind.ITEM.value, SubjectKind.CLAUSE.value],
    )
    return Before(earlier, {(r.published.subject_kind, r.published.subject_key): r.published for r in rows})


def pictures(
    session: Session, release: Release, labels: Labels, charts: dict[str, Chart]
) -> dict[str, Picture]:
    """Give the charts with their drawings in the reader's language. One statement."""
    names = {picture: figures.file_name(labels, picture) for picture in charts}
    drawn = figures.files(session, release.id, list(names.values()), current())
    return {picture: Picture(made, drawn.get(names[picture])) for picture, made in charts.items()}
