"""`godpraksis doctor`: looks at everything an installation leans on, and says what is wrong."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click
from sqlalchemy.exc import SQLAlchemyError

import webapp
from webapp.commands.db import faults_of
from webapp.settings import Settings, SettingsError
from webapp.shipped import TRANSLATIONS
from webapp.store.database import connect, passes_row_security
from webapp.store.definitions_check import check_surveys
from webapp.store.reference_check import check_reference
from webapp.web.catalogues import sources

VENDOR: Final = Path(webapp.__file__).parent / "web" / "static" / "vendor"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def doctor(*, as_json: bool) -> None:
    """Check settings, database, definitions, reference data, assets and the data folder."""
    found = examine()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for name, faults in found.items():
            click.echo(f"{'not well' if faults else 'well':9} {name}")
            for fault in faults:
                click.echo(f"          {fault}", err=True)
    raise SystemExit(1 if any(found.values()) else 0)


def examine() -> dict[str, list[str]]:
    """Give what is wrong with each part, in words; empty lists when all is well."""
    parts: dict[str, Callable[[], list[str]]] = {
        "settings": _settings,
        "data folder": _data_folder,
        "database": _database,
        "surveys": lambda: [
            f"{p.file}, line {p.line}: {p.fault}; see `godpraksis surveys check`"
            for p in check_surveys().problems
        ],
        "reference data": lambda: [
            f"{p.file}, line {p.line}: {p.fault.name.lower()}; see `godpraksis reference check`"
            for p in check_reference()
        ],
        "stylesheets and fonts": lambda: faults_of_assets(VENDOR),
        "catalogues": _catalogues,
    }
    found: dict[str, list[str]] = {}
    for name, part in parts.items():
        try:
            found[name] = part()
        except (SettingsError, SQLAlchemyError, OSError, ValueError) as error:
            found[name] = [str(error)]
    return found


def faults_of_assets(folder: Path) -> list[str]:
    """Give which of the fetched stylesheets and fonts are missing or not what the manifest says."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return ["the design system and fonts are not there: run `make assets`"]
    files: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    return [
        f"{name} is {'not what was fetched' if (folder / name).is_file() else 'missing'}: run `make assets`"
        for name, digest in files.items()
        if not (folder / name).is_file() or hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest
    ]


def _settings() -> list[str]:
    Settings.read().check_serving()
    return []


def _data_folder() -> list[str]:
    folder = Settings.read().data
    if not folder.is_dir():
        return [f"{folder} is not there: `godpraksis db upgrade` makes it"]
    if not os.access(folder, os.W_OK | os.X_OK):
        return [f"{folder} cannot be written to by this user"]
    with tempfile.TemporaryFile(dir=folder) as tried:
        tried.write(b"\0" * 65536)  # a full disk says no here
        tried.flush()
    return []


def _database() -> list[str]:
    url = Settings.read().database
    faults = faults_of(url)
    if faults:
        return faults
    kept = connect(url)
    try:
        if passes_row_security(kept):
            return [
                "the role we sign in with passes by row-level security: let an ordinary role own the database"
            ]
    finally:
        kept.engine.dispose()
    return []


def _catalogues() -> list[str]:
    return [
        f"no catalogue for {language}" for language in ("nb", "nn") if not sources(TRANSLATIONS, language)
    ]
