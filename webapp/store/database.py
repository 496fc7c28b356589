"""The database: one engine, sessions that read and sessions that write, and its revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NewType

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from webapp.shipped import MIGRATIONS

ReadingSession = NewType("ReadingSession", Session)
"""A session for looking things up; a function that changes something cannot be handed one."""


class WrongRevisionError(Exception):
    """The database is at another revision than the code; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Database:
    """An engine with its session factory."""

    engine: Engine
    sessions: sessionmaker[Session]


_in_use: list[Database] = []
_NEWER = "the database was made by another version of Godpraksis: run that one, or restore a backup"


def connect(url: str, *, pool_size: int = 2) -> Database:
    """Make an engine for ``url``: SQLite in WAL with foreign keys and a busy timeout, or PostgreSQL through psycopg 3."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": 15}, hide_parameters=True)
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        engine = create_engine(
            address,
            pool_size=pool_size,
            max_overflow=2,
            pool_pre_ping=False,
            connect_args={"connect_timeout": 5},
            hide_parameters=True,  # answers do not belong in a log
        )
        # Imported late: the driver takes a tenth of a second, and SQLite has no use for it.
        from webapp.store.begin import tell_scope  # noqa: PLC0415

        event.listen(engine, "begin", tell_scope)
    return Database(engine, sessionmaker(engine, expire_on_commit=False, autoflush=False))


def use(database: Database) -> None:
    """Let ``reading()`` and ``writing()`` of this process work on ``database``."""
    _in_use[:] = [database]


def in_use() -> Database:
    """Give the database in use; raises RuntimeError when none was chosen."""
    if not _in_use:
        msg = "no database is in use: call database.use(database.connect(url)) first"
        raise RuntimeError(msg)
    return _in_use[0]


@contextmanager
def reading() -> Iterator[ReadingSession]:
    """Give a session that only looks; whatever it changed is rolled back."""
    with in_use().sessions() as session:
        try:
            yield ReadingSession(session)
        finally:
            session.rollback()


@contextmanager
def looking_up() -> Iterator[ReadingSession]:
    """Give a session for one statement about rows that are no municipality's, such as who is signed in.

    On PostgreSQL there is no transaction around it: beginning and ending one would cost more than the statement.
    """
    with in_use().sessions() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        try:
            yield ReadingSession(session)
        finally:
            session.rollback()


@contextmanager
def writing() -> Iterator[Session]:
    """Give a session whose changes are committed together at the end: the only commit in the product.

    On SQLite the transaction takes the write lock at once, so that a second writer waits instead of failing half-way.
    """
    with in_use().sessions() as session:
        session.info["writing"] = True
        if session.get_bind().dialect.name == "sqlite":
            session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield session
        session.commit()


def _tune_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 -- the driver's own type
    connection.isolation_level = None  # BEGIN is ours to say
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 -- SQLAlchemy hands its Connection untyped here
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _alembic(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at ``url`` up to ``revision``. Raises WrongRevisionError when it was made by a newer version."""
    try:
        command.upgrade(_alembic(url), revision)
    except CommandError as error:
        if not isinstance(error.__cause__, ResolutionError):
            raise
        msg = f"{_NEWER}: {error}"
        raise WrongRevisionError(msg) from error


def downgrade(url: str, revision: str) -> None:
    """Take the database at ``url`` down to ``revision`` (``base``: nothing left)."""
    command.downgrade(_alembic(url), revision)


def head() -> str:
    """Give the revision this code was written for."""
    return ScriptDirectory.from_config(_alembic("")).get_current_head() or ""


def _revisions() -> set[str]:
    """Give every revision this code knows."""
    return {each.revision for each in ScriptDirectory.from_config(_alembic("")).walk_revisions()}


def revision(database: Database) -> str | None:
    """Give the revision ``database`` is at; None when it has never been migrated."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_revision(database: Database) -> None:
    """Raise WrongRevisionError, with what to run, unless ``database`` is at this code's revision."""
    here, wanted = revision(database), head()
    if here != wanted:
        if here is not None and here not in _revisions():
            msg = f"{_NEWER}: it is at revision {here}, this version at {wanted}"
            raise WrongRevisionError(msg)
        msg = f"the database is at revision {here or 'none'}, this version needs {wanted}: run `godpraksis db upgrade`"
        raise WrongRevisionError(msg)


def passes_row_security(database: Database) -> bool:
    """Whether the role we sign in with on PostgreSQL is one that row-level security does not hold for."""
    if database.engine.dialect.name != "postgresql":
        return False
    asked = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    with database.engine.connect() as connection:
        return bool(connection.scalar(asked))
