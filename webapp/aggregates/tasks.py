"""The long work of releases: making one, and drawing its charts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from webapp import jobs
from webapp.aggregates.actions import ReleaseError, ReleaseFault, keep_release, prepare_release
from webapp.aggregates.figures import (
    DRAWING_JOB,
    MAP,
    Release,
    Subject,
    chart,
    contents,
    drawing_lock,
    figures,
    file_name,
    pictures_of,
    release,
)
from webapp.charts.drawing import RENDERER, Shapes
from webapp.charts.drawing import draw as drawing_of
from webapp.charts.outlines import county_outlines
from webapp.charts.writing import both
from webapp.core.published import Published
from webapp.core.text import LANGUAGES
from webapp.jobs import N_, CannotBeDoneError, Note
from webapp.shipped import SURVEYS
from webapp.store.boundaries import boundaries_by_county, read_boundaries
from webapp.store.database import reading, writing
from webapp.store.definitions import AGREEMENTS_FILE, read_catalogue
from webapp.store.reference import read_reference
from webapp.store.releases import add_files, file_names
from webapp.web.words import gettext as _

Progress = Callable[[int, int, Note], None]
AT_ONCE = 8
"""Subjects whose charts are drawn between two commits: what a killed worker loses."""

_REFUSALS = {
    ReleaseFault.UNKNOWN_ROUND: N_("There is no round called “%(round)s”."),
    ReleaseFault.NOT_CLOSED: N_(
        "The round “%(round)s” is not closed: close it first, then make the release."
    ),
    ReleaseFault.OVERTAKEN: N_("A round before “%(round)s” was released at the same time. Try again."),
}
TRIES = 3
"""How many times a release is counted when a round before is released meanwhile."""


@jobs.register("release.create")
def create(round_key: str, by: int | None = None) -> Mapping[str, Any]:  # Any: the job's result, JSON
    """Carry out the job: see ``make``."""
    return make(round_key, by)


def make(round_key: str, by: int | None = None) -> Mapping[str, Any]:  # Any: JSON
    """Make the next release of a round, and queue the drawing of its charts.

    Gives its number (``release``), its ``hash`` and how many ``rows`` it has. Raises CannotBeDoneError for a round
    that is not there or not closed. Another release made at the same time gets its own number, before or after.
    """
    for left in reversed(range(TRIES)):
        try:
            return _made(round_key, by)
        except ReleaseError as refused:
            if refused.fault is not ReleaseFault.OVERTAKEN or not left:
                raise CannotBeDoneError(_REFUSALS[refused.fault], round=round_key) from refused
    raise AssertionError("the last try either gives or raises")


def _made(round_key: str, by: int | None) -> Mapping[str, Any]:  # Any: JSON
    catalogue = read_catalogue(SURVEYS / AGREEMENTS_FILE)
    reference = read_reference()
    now = datetime.now(UTC)
    with reading() as session:
        prepared = prepare_release(session, round_key, catalogue, reference, now=now, progress=jobs.progress)
    with writing() as session:
        number = keep_release(session, prepared, now=now, by=by)
        jobs.enqueue(session, DRAWING_JOB, lock_key=drawing_lock(number), queued_by=by, number=number)
    return {"release": number, "hash": prepared.hash, "rows": len(prepared.rows)}


@jobs.register(DRAWING_JOB)
def draw_charts(
    number: int, only: Sequence[str] | None = None
) -> Mapping[str, Any]:  # Any: the job's result, JSON
    """Carry out the job: draw the charts of release ``number`` that are not there yet, or those of them in ``only``."""
    return {"release": number, "charts": draw(number, only=only, progress=jobs.progress)}


def draw(
    number: int,
    *,
    only: Collection[str] | None = None,
    progress: Progress = lambda _done, _total, _note: None,
) -> int:
    """Draw the charts of release ``number`` in both languages, and give how many were drawn.

    ``only`` names some of them as ``figures.file_name`` does (the demo waits for those of its report). What is there
    already is passed over, and every few subjects are committed, so it can be stopped and begun again. Needs an
    application context. Raises CannotBeDoneError for a release that is not there.
    """
    with reading() as session:
        found = release(session, number)
        if found is None:
            raise CannotBeDoneError(N_("There is no release %(number)s."), number=number)
        subjects = list(contents(session, found).subjects.values())
        there = file_names(session, found.id)
    lacking = [(subject, _lacking(subject, there, only)) for subject in subjects]
    lacking = [(subject, pictures) for subject, pictures in lacking if pictures]
    drawn = 0
    for first in range(0, len(lacking), AT_ONCE):
        progress(first, len(lacking), Note(N_("Drawing charts")))
        some = lacking[first : first + AT_ONCE]
        with reading() as session:
            rows = figures(session, found.id, subject_keys=[subject.key for subject, _pictures in some])
        files = [
            file
            for subject, pictures in some
            for file in _drawn(
                found,
                subject,
                pictures,
                [r.published for r in rows if r.published.subject_key == subject.key],
            )
        ]
        with writing() as session:
            add_files(session, found.id, files)
        drawn += len(files)
    progress(len(lacking), len(lacking), Note(N_("Drawing charts")))
    return drawn


def _lacking(
    subject: Subject, there: Collection[tuple[str, str]], only: Collection[str] | None
) -> tuple[str, ...]:
    names = {picture: file_name(subject.labels, picture) for picture in pictures_of(subject.labels)}
    return tuple(
        picture
        for picture, name in names.items()
        if (only is None or name in only) and not all((name, language) in there for language in LANGUAGES)
    )


def _drawn(
    of: Release, subject: Subject, pictures: Sequence[str], rows: Sequence[Published]
) -> Iterator[dict[str, Any]]:  # Any: the columns of release_file
    """Draw the charts of one subject that there is something to show in."""
    synthetic = both(lambda: _("Synthetic answers. Nothing here was said by a real municipality."))
    for picture in pictures:
        made = chart(subject.labels, rows, picture)
        if made is None:
            continue
        for language in LANGUAGES:
            drawing = drawing_of(
                made,
                language,
                shapes=_shapes() if picture == MAP else None,
                synthetic=synthetic.of(language) if of.synthetic else None,
            )
            yield {
                "kind": "map" if picture == MAP else "chart",
                "name": file_name(subject.labels, picture),
                "language": language,
                "media_type": "image/svg+xml",
                "sha256": hashlib.sha256(drawing.content).hexdigest(),
                "content": drawing.content,
                "about": {
                    "title": made.title.of(language),
                    "finding": made.finding.of(language),
                    "alt": made.alt.of(language),
                    "width": drawing.width,
                    "height": drawing.height,
                },
                "renderer": RENDERER,
                "created_at": datetime.now(UTC),
            }


@cache
def _shapes() -> Shapes:
    county_of = {m.number: m.county_number for m in read_reference().municipalities}
    return county_outlines(boundaries_by_county(read_boundaries(), county_of))
