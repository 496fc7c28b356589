"""`godpraksis db`: brings the database up to date, checks it, and copies it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from webapp.settings import Settings
from webapp.store import database
from webapp.store.definitions import read_surveys
from webapp.store.loading import load_definitions, load_reference
from webapp.store.reference import read_reference


@click.group()
def db() -> None:
    """Upgrade, check, back up and restore the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to this version, and the shipped reference data and surveys into them."""
    settings = Settings.read()
    address = make_url(settings.database)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    database.upgrade(settings.database)
    kept = database.connect(settings.database)
    database.use(kept)
    reference, definitions = read_reference(), read_surveys()
    with database.writing() as session:
        load_reference(session, reference)
        added = load_definitions(session, definitions, datetime.now(UTC))
    kept.engine.dispose()
    click.echo(f"The database is at revision {database.head()}: {address.render_as_string()}")
    click.echo(f"{len(reference.municipalities)} municipalities, {len(definitions.surveys)} surveys")
    for survey in added:
        click.echo(f"New survey version: {survey.key} {survey.version}")


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def check(*, as_json: bool) -> None:
    """Check that the database answers, is at this version's revision, and is whole."""
    faults = faults_of(Settings.read().database)
    if as_json:
        click.echo(json.dumps({"ok": not faults, "faults": faults}, ensure_ascii=False))
    for fault in faults:
        click.echo(f"godpraksis: {fault}", err=True)
    if faults:
        raise SystemExit(1)
    if not as_json:
        click.echo(f"The database is whole, at revision {database.head()}.")


def faults_of(url: str) -> list[str]:
    """Give what is wrong with the database at ``url``, in words; an empty list when all is well."""
    address = make_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite and not Path(address.database or "").is_file():
        return [f"there is no database at {address.database}: run `godpraksis db upgrade`"]
    kept = database.connect(url)
    try:
        database.check_revision(kept)
        return _unsound(kept) if is_sqlite else []
    except database.WrongRevisionError as error:
        return [str(error)]
    except SQLAlchemyError as error:
        return [f"the database does not answer: {getattr(error, 'orig', None) or error}"]
    finally:
        kept.engine.dispose()


def _unsound(kept: database.Database) -> list[str]:
    """Give what SQLite finds wrong in its own file."""
    with kept.engine.connect() as connection:
        pages = [row[0] for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
        rows = connection.execute(text("PRAGMA foreign_key_check")).all()
    return pages + [
        f"table {row[0]}, row {row[1]}: what it points to in {row[2]} is not there" for row in rows
    ]


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Copy the database to FILE while it is in use (SQLite)."""
    source = _sqlite_file("pg_dump --format=custom --file={file} {url}", file)
    if not source.is_file():
        _refuse(f"there is no database at {source}")
    if file.exists():
        _refuse(f"{file} is there already; give another name")
    part = file.with_name(file.name + ".part")
    try:
        _copy(source, part)
        _check_copy(part)
        part.replace(file)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        _refuse(f"the copy could not be made: {error}")
    click.echo(f"Copied to {file} ({file.stat().st_size // 1024} kB).")


@db.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Put it in the place of the database that is there now.")
def restore(file: Path, *, replace: bool) -> None:
    """Put the copy FILE in the database's place (SQLite). Stop the server and the worker first."""
    target = _sqlite_file("pg_restore --clean --if-exists --dbname={url} {file}", file)
    try:
        _check_copy(file)
        if target.exists() and not replace:
            _refuse(f"there is a database at {target}: say --replace to put {file} in its place")
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(file, target)
    except (sqlite3.Error, OSError) as error:
        _refuse(f"{file} could not be restored: {error}")
    faults = faults_of(f"sqlite:///{target}")
    click.echo(f"Restored from {file}.")
    for fault in faults:
        click.echo(f"godpraksis: {fault}", err=True)
    raise SystemExit(1 if faults else 0)


def _sqlite_file(otherwise: str, file: Path) -> Path:
    """Give the database's file; on PostgreSQL say which of its own programs to run."""
    address: URL = make_url(Settings.read().database)
    if address.get_backend_name() != "sqlite":
        plain = address.set(drivername="postgresql").render_as_string(hide_password=True)
        _refuse(
            f"this is PostgreSQL, which has its own programs for it: {otherwise.format(file=file, url=plain)}"
        )
    return Path(address.database or "")


def _copy(source: Path, target: Path) -> None:
    """Copy with SQLite's backup interface, which takes what is committed also while others write."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def _check_copy(file: Path) -> None:
    """Raise sqlite3.DatabaseError unless ``file`` is a whole database of Godpraksis."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(f"it is damaged: {found}")
        if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            raise sqlite3.DatabaseError("it is not a database of Godpraksis")


def _refuse(why: str) -> NoReturn:
    click.echo(f"godpraksis: {why}", err=True)
    raise SystemExit(1)
