"""The tests' own databases: real engines, each test alone in its copy."""

import pytest
from sqlalchemy import create_engine, text

from tests.databases import Dialect


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_database_to_itself(empty_database_url: str, dialect: Dialect, turn: int) -> None:
    engine = create_engine(empty_database_url)

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (turn integer)"))
        connection.execute(text("INSERT INTO mine VALUES (:turn)"), {"turn": turn})
        kept = connection.scalars(text("SELECT turn FROM mine")).all()
    engine.dispose()

    assert kept == [turn]
    assert engine.dialect.name == dialect
