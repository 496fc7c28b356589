"""What PostgreSQL itself keeps apart: a statement that forgot its WHERE shows no other municipality's rows."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests import making
from tests.core.example_survey import EXAMPLE
from tests.databases import Dialect, Templates
from tests.seed import COORDINATOR, OTHER_COORDINATOR
from webapp.core.answer import Level
from webapp.core.survey import MaturityItem
from webapp.store import scope
from webapp.store import tables as t
from webapp.store.database import Database, connect, passes_row_security, reading, writing

pytestmark = pytest.mark.parametrize("dialect", ["postgresql"])

OURS, THEIRS = "1101", "1515"
FIRST_ITEM = next(item.key for item in EXAMPLE.items() if isinstance(item, MaturityItem))


@contextmanager
def limited_to(whose: str) -> Iterator[None]:
    """Work in a scope, as a guard makes it."""
    scope.use(whose)
    try:
        yield
    finally:
        scope.use(scope.ALL)


@pytest.fixture
def two_municipalities(database: Database, dialect: Dialect) -> None:
    """Two municipalities that have each answered one item."""
    with writing() as session:
        making.opened_round(session)
        for somebody in (COORDINATOR, OTHER_COORDINATOR):
            making.answered(session, somebody, {FIRST_ITEM: Level(3)})


def counts(session: Session) -> dict[str, int]:
    """Give how many rows of each protected table a forgotten WHERE shows."""
    tables = (t.Submission, t.Revision, t.Answer, t.AnswerHistory)
    return {
        table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
    }


@pytest.mark.usefixtures("two_municipalities")
def test_the_installation_itself_sees_both() -> None:
    with reading() as session:
        assert set(counts(session).values()) == {2}


@pytest.mark.usefixtures("two_municipalities")
def test_a_municipality_sees_its_own_rows_only() -> None:
    with limited_to(OURS), reading() as session:
        assert counts(session) == {"submission": 1, "revision": 1, "answer": 1, "answer_history": 1}
        assert session.scalars(select(t.Answer.municipality_number)).all() == [OURS]


@pytest.mark.usefixtures("two_municipalities")
def test_nobody_sees_nothing() -> None:
    with limited_to(scope.NOBODY), reading() as session:
        assert set(counts(session).values()) == {0}


@pytest.mark.usefixtures("two_municipalities")
def test_an_adviser_sees_who_takes_part_and_no_answer() -> None:
    with limited_to(scope.KS), reading() as session:
        assert counts(session) == {"submission": 2, "revision": 2, "answer": 0, "answer_history": 0}


@pytest.mark.usefixtures("two_municipalities")
def test_nobody_can_change_another_municipalitys_answer() -> None:
    with limited_to(OURS), writing() as session:
        changed = session.execute(
            update(t.Answer)
            .where(t.Answer.municipality_number == THEIRS)
            .values(level=0)
            .returning(t.Answer.item_key)
        )
        assert changed.all() == []


@pytest.mark.usefixtures("two_municipalities")
def test_nobody_can_write_a_row_in_anothers_name() -> None:
    with limited_to(OURS), pytest.raises(DBAPIError, match="row-level security"), writing() as session:
        session.execute(update(t.Submission).values(municipality_number=THEIRS))


@pytest.mark.usefixtures("two_municipalities")
def test_the_scope_ends_with_the_transaction(database: Database) -> None:
    with limited_to(OURS), database.engine.connect() as connection:
        assert connection.scalar(text("SELECT current_setting('godpraksis.scope', true)")) == OURS
        connection.rollback()
        raw = connection.connection.cursor()
        raw.execute("SELECT current_setting('godpraksis.scope', true)")
        assert raw.fetchone() == ("",)


def test_a_role_that_passes_by_it_is_found_out(database: Database, templates: Templates) -> None:
    name = database.engine.url.database
    superuser = connect(templates.server.url.set(database=name).render_as_string(hide_password=False))

    assert passes_row_security(superuser)
    assert not passes_row_security(database)
    superuser.engine.dispose()
