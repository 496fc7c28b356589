"""A released round to make reports of: six municipalities that answered one shipped survey."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests import making
from tests.conftest import SALT, SECRET
from tests.databases import Dialect, Filled, Templates
from tests.documents.example import SVG
from tests.pages import Pages
from tests.seed import ADVISER, APPROVER, COORDINATOR, MUNICIPALITIES, NOW, Somebody
from webapp import create_app, jobs
from webapp.aggregates import figures as door
from webapp.aggregates.tasks import make
from webapp.charts.labels import item_labels
from webapp.core.person import Role
from webapp.core.survey import Survey
from webapp.core.text import LANGUAGES
from webapp.reports.actions import make_report
from webapp.settings import Settings
from webapp.store.database import in_use, reading, writing
from webapp.store.definitions import read_surveys
from webapp.store.releases import add_files

KEY = "frivillighet"


@pytest.fixture(scope="session")
def survey() -> Survey:
    """One of the shipped surveys, with items of many kinds and clauses."""
    return read_surveys().surveys[KEY]


@pytest.fixture
def database_url(dialect: Dialect, templates: Templates, tmp_path: Path, survey: Survey) -> Iterator[str]:
    """The address of a database with release 1 of a round that is over: made once, since a release takes seconds."""
    with templates.copy(dialect, Filled("released", lambda url: _release(url, survey)), tmp_path) as url:
        yield url


@pytest.fixture
def released(app: Flask) -> Flask:
    """The application with release 1 of a round that is over; no chart of it is drawn."""
    return app


def _release(url: str, survey: Survey) -> None:
    app = create_app(Settings(database_url=url, secret_key=SECRET, password_salt=SALT))
    with app.app_context():
        with writing() as session:
            making.opened_round(session, [survey], synthetic=True)
            session.flush()
            for place, row in enumerate(MUNICIPALITIES):
                coordinator, approver = _hands(session, row[0])
                session.flush()
                making.answered(
                    session, coordinator, making.complete(survey, level=1 + place % 4), survey=survey
                )
                making.sent(session, coordinator, survey=survey)
                making.delivered(session, approver, survey=survey)
            making.closed_round(session)
        make("2025")
    jobs.use(None)
    in_use().engine.dispose()


def _hands(session: Session, municipality: str) -> tuple[Somebody, Somebody]:
    if municipality == "1101":
        return COORDINATOR, APPROVER
    return (
        making.another_person(session, f"Kari{municipality}", Role.COORDINATOR, municipality=municipality),
        making.another_person(session, f"Gro{municipality}", Role.APPROVER, municipality=municipality),
    )


def draw(survey: Survey, *, leave_out: str = "", number: int = 1) -> None:
    """Keep a small drawing under the name of each of the report's charts."""
    with writing() as session:
        release = door.release(session, number)
        assert release is not None
        rows = []
        for item in survey.items():
            labels = item_labels(survey, item)
            if labels is None or item.key == leave_out:
                continue
            for language in LANGUAGES:
                content = SVG.replace(b"3 of 5", f"{item.key} {language}".encode())
                rows.append(
                    {
                        "kind": "chart",
                        "name": door.file_name(labels, door.DISTRIBUTION),
                        "language": language,
                        "media_type": "image/svg+xml",
                        "sha256": hashlib.sha256(content).hexdigest(),
                        "content": content,
                        "about": {},
                        "renderer": "test",
                        "created_at": NOW,
                    }
                )
        add_files(session, release.id, rows)


@pytest.fixture
def report(released: Flask, survey: Survey) -> int:
    """A report of the release on its survey, with every chart drawn."""
    draw(survey)
    with released.app_context(), writing() as session:
        return make_report(session, 1, KEY, by=making.person_of(session, ADVISER).id, now=datetime.now(UTC))


@pytest.fixture
def adviser(released: Flask) -> Pages:
    """The adviser, signed in."""
    pages = Pages(released)
    pages.sign_in(ADVISER.email)
    return pages


def figures_of() -> list[door.Figure]:
    """Give every row of release 1."""
    with reading() as session:
        release = door.release(session, 1)
        assert release is not None
        return door.figures(session, release.id)
