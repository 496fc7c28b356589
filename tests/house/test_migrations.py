"""Migrations go up, down and up again on both engines, and end in the schema that the tables describe."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, update
from sqlalchemy.exc import DBAPIError

from tests import making
from tests.seed import APPROVER, COORDINATOR
from webapp.store import database
from webapp.store.database import in_use, reading, writing
from webapp.store.tables import Answer, Base


def test_migrations_end_in_the_schema_of_the_tables(empty_database_url: str) -> None:
    database.upgrade(empty_database_url)
    made = database.connect(empty_database_url)

    with made.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    made.engine.dispose()

    assert differences == []


def test_migrations_go_down_and_up_again(empty_database_url: str) -> None:
    database.upgrade(empty_database_url)
    database.downgrade(empty_database_url, "base")
    made = database.connect(empty_database_url)
    left = set(inspect(made.engine).get_table_names()) - {"alembic_version"}
    made.engine.dispose()

    database.upgrade(empty_database_url)

    assert left == set()


def test_migrations_go_down_and_up_with_people_in_the_database(database_url: str) -> None:
    database.downgrade(database_url, "base")

    database.upgrade(database_url)


def test_answers_are_still_there_after_going_down_to_the_tables_and_up_again(
    app: Flask, database_url: str
) -> None:
    with app.test_request_context("/nb/"), writing() as session:
        making.opened_round(session)
        making.answered(session, COORDINATOR, making.complete())
        making.sent(session, COORDINATOR)
        making.delivered(session, APPROVER)
    before = contents()

    in_use().engine.dispose()
    database.downgrade(database_url, "0001")
    database.upgrade(database_url)

    assert contents() == before
    assert before["answer"]
    with (
        pytest.raises(DBAPIError, match="frozen"),
        writing() as session,
    ):  # what was taken away is back in place
        session.execute(update(Answer).values(evidence="noe annet"))


def contents() -> dict[str, list[str]]:
    """Give every row of every table, as text."""
    with reading() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(table.select()))
            for table in Base.metadata.sorted_tables
        }


def test_there_is_one_head() -> None:
    # two people who each add a migration make two, and Alembic then refuses to choose
    assert database.head()
