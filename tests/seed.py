"""The small, fixed content that most tests start from; it owes nothing to webapp.rehearsal.

Six real municipalities (two share a name, two write nynorsk, one is neutral) and someone in each role. Rounds and
answers are made by the tests that need them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from webapp.core.municipality import size_band
from webapp.core.person import Role
from webapp.store.database import connect
from webapp.store.tables import Membership, Municipality, MunicipalityGroup, Person

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Somebody:
    """One person of the seed: sign in with Pages.sign_in(email)."""

    email: str
    name: str
    role: Role
    municipality: str | None = None


# number, name, county number and name, shares its name, language form, inhabitants, centrality index, KOSTRA, centrality
MUNICIPALITIES = (
    ("1101", "Eigersund", "11", "Rogaland", False, "bokmål", 15546, 747, "EKG07", "4"),
    ("1515", "Herøy", "15", "Møre og Romsdal", True, "nynorsk", 9003, 664, "EKG01", "5"),
    ("1557", "Gjemnes", "15", "Møre og Romsdal", False, "nøytral", 2740, 576, "EKG04", "5"),
    ("1818", "Herøy", "18", "Nordland", True, "bokmål", 1874, 480, "EKG15", "6"),
    ("3216", "Vestby", "32", "Akershus", False, "bokmål", 20167, 877, "EKG07", "2"),
    ("4624", "Bjørnafjorden", "46", "Vestland", False, "nynorsk", 26753, 766, "EKG09", "4"),
)

COORDINATOR = Somebody("coordinator@eigersund.example", "Kari Koordinator", Role.COORDINATOR, "1101")
CONTRIBUTOR = Somebody("contributor@eigersund.example", "Mons Medsvarer", Role.CONTRIBUTOR, "1101")
APPROVER = Somebody("approver@eigersund.example", "Gro Godkjenner", Role.APPROVER, "1101")
READER = Somebody("reader@eigersund.example", "Leif Leser", Role.READER, "1101")
OTHER_COORDINATOR = Somebody("coordinator@heroy.example", "Nils Nynorsk", Role.COORDINATOR, "1515")
OTHER_APPROVER = Somebody("approver@heroy.example", "Guro Godkjennar", Role.APPROVER, "1515")
ADVISER = Somebody("adviser@ks.example", "Rita Rådgiver", Role.ADVISER)
AUTHOR = Somebody("author@ks.example", "Frode Forfatter", Role.AUTHOR)
ADMINISTRATOR = Somebody("administrator@ks.example", "Anne Administrator", Role.ADMINISTRATOR)

PEOPLE = (
    COORDINATOR,
    CONTRIBUTOR,
    APPROVER,
    READER,
    OTHER_COORDINATOR,
    OTHER_APPROVER,
    ADVISER,
    AUTHOR,
    ADMINISTRATOR,
)


def uniquifier(email: str) -> str:
    """Give what the session cookie calls a seeded person."""
    return f"seed-{email}"


def seed(url: str) -> None:
    """Fill a freshly migrated database."""
    made = connect(url)
    try:
        with made.sessions() as session:
            _municipalities(session)
            session.flush()
            _people(session)
            session.commit()
    finally:
        made.engine.dispose()


def _municipalities(session: Session) -> None:
    since = date(2020, 1, 1)
    for (
        number,
        name,
        county,
        county_name,
        shares,
        form,
        population,
        index,
        kostra,
        centrality,
    ) in MUNICIPALITIES:
        session.add(
            Municipality(
                number=number,
                name=name,
                official_name=name,
                county_number=county,
                county_name=county_name,
                shares_name=shares,
                language_form=form,
                population=population,
                centrality_index=index,
                valid_from=since,
            )
        )
        session.flush()
        groups = {
            "county": county,
            "kostra_group": kostra,
            "centrality": centrality,
            "size": size_band(population),
            "language_form": form,
        }
        for breakdown, code in groups.items():
            session.add(
                MunicipalityGroup(
                    municipality_number=number, breakdown=breakdown, valid_from=since, code=code
                )
            )


def _people(session: Session) -> None:
    for somebody in PEOPLE:
        person = Person(
            email=somebody.email,
            name=somebody.name,
            language=None,
            password=None,
            active=True,
            fs_uniquifier=uniquifier(somebody.email),
            created_at=NOW,
        )
        session.add(person)
        session.flush()
        session.add(
            Membership(
                person_id=person.id,
                role=somebody.role.value,
                municipality_number=somebody.municipality,
                created_at=NOW,
            )
        )
