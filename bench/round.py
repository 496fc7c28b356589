"""The round that is answered: the 40-item survey, open in many real municipalities, with people who answer and approve."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from bench.survey import FORTY
from tests import making
from webapp.accounts.people import create_person
from webapp.core.person import Role
from webapp.rehearsal.building import load_shipped
from webapp.settings import Settings
from webapp.store import database
from webapp.store.tables import Municipality, Person

KEY: Final = "2025"


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality with a cookie for each who acts there."""

    municipality: str
    coordinator: str
    approver: str

    @property
    def survey(self) -> str:
        """The address of its survey."""
        return f"/nb/kommune/{self.municipality}/{KEY}/{FORTY.key}"

    def section(self, key: str) -> str:
        """Give the address of one section."""
        return f"{self.survey}/del/{key}"


def open_in(settings: Settings, count: int) -> list[Place]:
    """Migrate and fill the database of ``settings``, and give ``count`` municipalities that can answer."""
    database.upgrade(settings.database)
    kept = database.connect(settings.database)
    database.use(kept)
    try:
        load_shipped(datetime(2025, 1, 1, tzinfo=UTC))
        with database.writing() as session:
            numbers = session.scalars(
                select(Municipality.number)
                .where(Municipality.valid_to.is_(None))
                .order_by(Municipality.number)
            ).all()[:count]
            for number in numbers:
                for role in (Role.COORDINATOR, Role.APPROVER):
                    create_person(
                        session,
                        email=f"{role}@{number}.example",
                        name=f"Prøve {role}",
                        language="nb",
                        memberships=[(role, number)],
                    )
            making.opened_round(session, (FORTY,), municipalities=numbers, key=KEY)
        return [_place(settings, number) for number in numbers]
    finally:
        kept.engine.dispose()


def sign_in_cookie(settings: Settings, email: str) -> str:
    """Give the session cookie that signing in gives to someone in the database in use, without the password page."""
    with database.reading() as session:
        name = session.execute(select(Person.fs_uniquifier).where(Person.email == email)).scalar_one()
    app = Flask("bench")
    app.secret_key = settings.secret_key
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    now = time.time()
    content = {"_user_id": name, "_fresh": True, "fs_cc": "set", "fs_paa": now, "seen": now}
    return f"session={quote(str(signer.dumps(content)))}" if signer is not None else ""


def _place(settings: Settings, number: str) -> Place:
    return Place(
        number,
        sign_in_cookie(settings, f"{Role.COORDINATOR}@{number}.example"),
        sign_in_cookie(settings, f"{Role.APPROVER}@{number}.example"),
    )
