"""Runs the numbered migrations, on the address that webapp.store.database gives."""

from __future__ import annotations

from typing import Literal

from alembic import context
from sqlalchemy import JSON, text

from webapp.store.database import connect
from webapp.store.tables import Base, Exact, Moment

config = context.config
url: str = config.attributes["url"]


def plainly(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Write our own column types into a new migration as what the database has, so that old ones never need our code."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Exact):
        return 'sa.Numeric().with_variant(sa.String(40), "sqlite")'
    if kind == "type" and isinstance(thing, JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def run() -> None:
    """Run the migrations in one transaction; on PostgreSQL never wait long for a lock that readers hold."""
    database = connect(url)
    try:
        with database.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET lock_timeout = '5s'"))
                connection.commit()
            context.configure(connection=connection, target_metadata=Base.metadata, render_item=plainly)
            with context.begin_transaction():
                context.run_migrations()
    finally:
        database.engine.dispose()


run()
