"""Invented people who can sign in to the demo: each role, in two municipalities and at KS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from webapp.accounts.people import create_person
from webapp.core.person import Role
from webapp.core.text import Language
from webapp.rehearsal.rows import Hands

PASSWORD: Final = "Synteverdi-2026"
"""Everyone's password in the demo: it is printed, and opens nothing but invented data."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One who can sign in to the demo."""

    email: str
    name: str
    role: Role
    language: Language
    municipality: str | None = None
    place: str = "KS"


BOKMAAL: Final = "3303"
NYNORSK: Final = "4640"
"""Kongsberg has decided on bokmål, Sogndal on nynorsk."""

PEOPLE: Final = (
    DemoPerson(
        "svaransvarlig.kongsberg@example.no", "Siri Svar", Role.COORDINATOR, "nb", BOKMAAL, "Kongsberg"
    ),
    DemoPerson(
        "medsvarer.kongsberg@example.no", "Mons Medsvar", Role.CONTRIBUTOR, "nb", BOKMAAL, "Kongsberg"
    ),
    DemoPerson("godkjenner.kongsberg@example.no", "Gro Godkjenn", Role.APPROVER, "nb", BOKMAAL, "Kongsberg"),
    DemoPerson(
        "svaransvarleg.sogndal@example.no", "Synnøve Svar", Role.COORDINATOR, "nn", NYNORSK, "Sogndal"
    ),
    DemoPerson("medsvarar.sogndal@example.no", "Magne Medsvar", Role.CONTRIBUTOR, "nn", NYNORSK, "Sogndal"),
    DemoPerson("godkjennar.sogndal@example.no", "Gunnhild Godkjenn", Role.APPROVER, "nn", NYNORSK, "Sogndal"),
    DemoPerson("radgiver@example.no", "Rolf Rådgiver", Role.ADVISER, "nb"),
    DemoPerson("skjemaforfatter@example.no", "Frida Forfatter", Role.AUTHOR, "nb"),
    DemoPerson("administrator@example.no", "Anders Administrator", Role.ADMINISTRATOR, "nn"),
)


def create_people(session: Session, password_hash: str | None) -> dict[str, Hands]:
    """Make the demo's people; give who answers and who approves, by municipality. Without a hash nobody can sign in."""
    ids = {
        (p.municipality, p.role): create_person(
            session,
            email=p.email,
            name=p.name,
            language=p.language,
            memberships=[(p.role, p.municipality)],
            password_hash=password_hash,
        )
        for p in PEOPLE
    }
    return {
        number: Hands(ids[number, Role.COORDINATOR], ids[number, Role.APPROVER])
        for number in (BOKMAAL, NYNORSK)
    }
