"""What most tests start from is there, on both engines."""

from sqlalchemy import func, select

from tests.seed import MUNICIPALITIES, PEOPLE
from webapp.store import tables
from webapp.store.database import Database, reading


def test_a_test_starts_with_the_seeded_people_and_municipalities(database: Database) -> None:
    with reading() as session:
        people = session.scalars(select(tables.Person.email).order_by(tables.Person.email)).all()
        municipalities = session.scalar(select(func.count()).select_from(tables.Municipality))

    assert people == sorted(person.email for person in PEOPLE)
    assert municipalities == len(MUNICIPALITIES)
