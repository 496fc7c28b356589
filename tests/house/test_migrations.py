"""Migrations go up, down and up again on both engines, and end in the schema that the tables describe."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from webapp.store import database
from webapp.store.tables import Base


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


def test_there_is_one_head() -> None:
    # two people who each add a migration make two, and Alembic then refuses to choose
    assert database.head()
