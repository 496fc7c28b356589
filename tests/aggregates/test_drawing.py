"""Drawing the charts of a release: both languages, only what is asked for, and begun again where it was stopped."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from webapp import jobs
from webapp.aggregates import figures
from webapp.aggregates.figures import DISTRIBUTION, MAP, contents, file_name, pictures_of
from webapp.aggregates.tasks import draw, draw_charts
from webapp.core.text import LANGUAGES
from webapp.jobs import CannotBeDoneError
from webapp.store import tables as t
from webapp.store.database import reading, writing

LEVEL = "item/frivillighet/level"


def kept() -> dict[tuple[str, str], str]:
    with reading() as session:
        rows = session.execute(select(t.ReleaseFile.name, t.ReleaseFile.language, t.ReleaseFile.sha256))
        return {(r.name, r.language): r.sha256 for r in rows}


def test_making_a_release_queues_its_charts(released: Flask) -> None:
    del released
    with reading() as session:
        job = jobs.live(session, figures.drawing_lock(2))

    assert job is not None
    assert job.name == "release.charts"


def test_charts_are_drawn_once_in_both_languages(released: Flask) -> None:
    told: list[tuple[int, int]] = []
    with writing() as session:
        session.execute(delete(t.ReleaseFile))
    with released.app_context():
        first = draw(2, only={f"{LEVEL}/{DISTRIBUTION}", f"{LEVEL}/{MAP}"})
        some = kept()
        again = draw(2, only={f"{LEVEL}/{DISTRIBUTION}"})
        rest = draw(2, progress=lambda done, total, _note: told.append((done, total)))
        whole = kept()
        nothing = draw_charts(2)
    with reading() as session:
        release = figures.release(session, 2)
        assert release is not None
        wanted = {
            file_name(subject.labels, picture)
            for subject in contents(session, release).subjects.values()
            for picture in pictures_of(subject.labels)
        }
        kinds = dict(
            session.execute(select(t.ReleaseFile.kind, func.count()).group_by(t.ReleaseFile.kind)).all()
        )

    assert first + rest == len(whole)
    assert {name for name, _language in some} <= {f"{LEVEL}/{DISTRIBUTION}", f"{LEVEL}/{MAP}"}
    assert again == 0
    assert nothing == {"release": 2, "charts": 0}
    assert some.items() <= whole.items()
    assert {name for name, _language in whole} <= wanted
    assert all((name, language) in whole for name, _ in whole for language in LANGUAGES)
    assert set(kinds) == {"chart", "map"}
    assert told[-1][0] == told[-1][1]


def test_a_stopped_drawing_keeps_what_it_had_and_goes_on(released: Flask) -> None:
    with released.app_context():
        draw(2)
        before = kept()
        with writing() as session:
            gone = session.scalars(select(t.ReleaseFile).where(t.ReleaseFile.language == "nn").limit(3)).all()
            names = {(file.name, file.language) for file in gone}
            for file in gone:
                session.delete(file)
        draw(2)

    assert len(names) == 3
    assert kept() == before


def test_a_release_that_is_not_there_cannot_be_drawn(released: Flask) -> None:
    with released.app_context(), pytest.raises(CannotBeDoneError):
        draw(99)
