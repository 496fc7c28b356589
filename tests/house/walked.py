"""A small installation in which every address leads somewhere: what the role walk and the page checks walk through."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from tests import making
from tests.core.example_survey import EXAMPLE
from tests.documents.example import SVG
from tests.seed import ADVISER, APPROVER, COORDINATOR, MUNICIPALITIES, NOW, OTHER_APPROVER, OTHER_COORDINATOR
from webapp import create_app, jobs
from webapp.accounts.actions import Offer, invite
from webapp.aggregates import figures as door
from webapp.aggregates.tasks import make
from webapp.charts.labels import item_labels
from webapp.core.person import Role
from webapp.reports.actions import known_places, make_report, material
from webapp.reports.queries import report as report_with
from webapp.settings import Settings
from webapp.store import tables as t
from webapp.store.database import in_use, reading, writing
from webapp.store.definitions import read_surveys
from webapp.store.releases import add_files

OVER, RUNNING, PLANNED = "2024", "2025", "2026"
"""The rounds: over and released, open with Eigersund's answers complete and not sent, and not opened yet."""
RELEASED = "frivillighet"
OURS, THEIRS = "1101", "1515"


@dataclass(frozen=True)
class World:
    """The ids that addresses are made of, and the file that everything stands in."""

    settings: Settings
    file: Path
    person: int
    stranger: int
    adviser: int
    invitation: int
    their_invitation: int
    ks_invitation: int
    token: str
    letter: int
    report: int
    job: int
    drawing: str
    clause: str
    item: str
    place: str


def build(settings: Settings, file: Path) -> World:
    """Fill a seeded SQLite database at ``file``."""
    app = create_app(settings)
    try:
        with app.app_context():
            return _filled(settings, file)
    finally:
        jobs.use(None)
        in_use().engine.dispose()


@contextmanager
def applied(world: World) -> Iterator[Flask]:
    """The application on the world."""
    app = create_app(world.settings)
    app.testing = True
    try:
        yield app
    finally:
        jobs.use(None)
        in_use().engine.dispose()


class Rewind:
    """Puts the database back as it was when this was made: a walk that posts must not change what it walks through."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with closing(sqlite3.connect(file)) as kept:
            kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._content = file.read_bytes()

    def __call__(self) -> None:
        """Put it back."""
        in_use().engine.dispose()
        for beside in ("-wal", "-shm"):
            self._file.with_name(self._file.name + beside).unlink(missing_ok=True)
        self._file.write_bytes(self._content)


def _filled(settings: Settings, file: Path) -> World:
    survey = read_surveys().surveys[RELEASED]
    with writing() as session:
        making.opened_round(session, [survey], key=OVER, synthetic=True)
        session.flush()
        for place, row in enumerate(MUNICIPALITIES):
            coordinator, approver = {
                OURS: (COORDINATOR, APPROVER),
                THEIRS: (OTHER_COORDINATOR, OTHER_APPROVER),
            }.get(row[0]) or tuple(
                making.another_person(session, f"{name}{row[0]}", role, municipality=row[0])
                for name, role in (("Kari", Role.COORDINATOR), ("Gro", Role.APPROVER))
            )
            session.flush()
            making.answered(
                session, coordinator, making.complete(survey, level=1 + place % 4), survey=survey, key=OVER
            )
            making.sent(session, coordinator, survey=survey, key=OVER)
            making.delivered(session, approver, survey=survey, key=OVER)
        making.closed_round(session, OVER)
        making.opened_round(session, key=RUNNING)
        session.flush()
        making.answered(session, COORDINATOR, making.complete(EXAMPLE), key=RUNNING)
        making.planned_round(session, key=PLANNED)
    make(OVER)
    with writing() as session:
        release = door.release(session, 1)
        assert release is not None
        labels = next(found for item in survey.items() if (found := item_labels(survey, item)) is not None)
        drawing = hashlib.sha256(SVG).hexdigest()
        add_files(
            session,
            release.id,
            [
                {
                    "kind": "chart",
                    "name": door.file_name(labels, door.DISTRIBUTION),
                    "language": language,
                    "media_type": "image/svg+xml",
                    "sha256": drawing,
                    "content": SVG,
                    "about": {},
                    "renderer": "test",
                    "created_at": NOW,
                }
                for language in ("nb",)
            ],
        )
        person = making.person_of(session, COORDINATOR).id
        adviser = making.person_of(session, ADVISER).id
        report = make_report(session, 1, RELEASED, by=adviser, now=datetime.now(UTC))
        tokens = [
            invite(
                session,
                Offer(f"ny{place}@example.no", "Ny Kollega", role, place, "nb"),
                by=person,
                by_name="Kari",
            )
            for role, place in ((Role.READER, OURS), (Role.READER, THEIRS), (Role.AUTHOR, None))
        ]
    with reading() as session:
        written = report_with(session, report)
        assert written is not None
        asked = session.execute(select(t.PersonInvitation.municipality_number, t.PersonInvitation.id))
        invitations = {row.municipality_number: row.id for row in asked}
        return World(
            settings=settings,
            file=file,
            person=person,
            stranger=making.person_of(session, OTHER_COORDINATOR).id,
            adviser=adviser,
            invitation=invitations[OURS],
            their_invitation=invitations[THEIRS],
            ks_invitation=invitations[None],
            token=tokens[0].rpartition("/")[2],
            letter=session.scalars(select(t.Letter.id).order_by(t.Letter.id.desc())).first() or 0,
            report=report,
            job=session.scalars(select(t.Job.id).order_by(t.Job.id)).first() or 0,
            drawing=drawing,
            clause=next(c for item in survey.items() for c in item.measures),
            item=survey.sections[0].items[0].key,
            place=next(iter(known_places(material(session, written, "nb")))),
        )
