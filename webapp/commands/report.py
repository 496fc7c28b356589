"""`godpraksis report`: compiles the report of a release, and sets it as PDF."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, cast

import click

from webapp import create_app
from webapp.aggregates.tasks import draw
from webapp.core.text import LANGUAGES, Language
from webapp.documents import NotDrawnError
from webapp.jobs import CannotBeDoneError
from webapp.reports.actions import Built, NoSuchReportError, build, lacking_charts, make_report
from webapp.settings import Settings
from webapp.store.database import writing


@click.group()
def report() -> None:
    """Compile reports of releases."""


@report.command("build")
@click.argument("release", type=int)
@click.option("--survey", "survey_key", help="Only this survey; else all of the release.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Only this written form; else both.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Write the PDF here too; needs --language.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
def build_(
    release: int, survey_key: str | None, language: str | None, out: Path | None, *, as_json: bool
) -> None:
    """Set the report of release number RELEASE as PDF and keep it; charts that are lacking are drawn first."""
    if out is not None and language is None:
        raise click.UsageError("--out needs --language: one file holds one form.")
    forms = [cast("Language", language)] if language else list(LANGUAGES)
    app = create_app(Settings.read())
    try:
        with app.app_context():
            with writing() as session:
                report_id = make_report(session, release, survey_key, by=None, now=datetime.now(UTC))
            lacking = {name for form in forms for name in lacking_charts(report_id, form)}
            if lacking:
                draw(release, only=lacking)
            built = [build(report_id, form, now=datetime.now(UTC)) for form in forms]
    except NoSuchReportError:
        _refuse(
            f"there is no release {release}" + (f" that asked the survey {survey_key}" if survey_key else "")
        )
    except (NotDrawnError, CannotBeDoneError) as error:
        _refuse(f"the charts could not all be drawn: {error}")
    if out is not None:
        try:
            out.write_bytes(built[0].content)
        except OSError as error:
            _refuse(f"the file could not be written: {error}")
    _say(report_id, built, as_json=as_json)


def _say(report_id: int, built: list[Built], *, as_json: bool) -> None:
    if as_json:
        files = {b.language: {"sha256": b.sha256, "bytes": len(b.content)} for b in built}
        click.echo(json.dumps({"report": report_id, "files": files}))
        return
    for one in built:
        click.echo(f"Report {report_id}, {one.language}: {len(one.content)} bytes, sha256 {one.sha256}")


def _refuse(why: str) -> NoReturn:
    click.echo(f"godpraksis: {why}", err=True)
    raise SystemExit(1)
