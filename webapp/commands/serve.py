"""`godpraksis serve`: answers people's requests, with gunicorn."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import click

from webapp.commands.processes import gunicorn_command, is_free
from webapp.settings import Settings
from webapp.store import database


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes; one for each core."
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve pages until stopped. Jobs are carried out by `godpraksis worker`, beside it."""
    settings = Settings.read()
    settings.check_serving()
    kept = database.connect(settings.database)
    database.check_revision(kept)
    kept.engine.dispose()
    if not is_free(host, port):
        click.echo(
            f"godpraksis: something else listens on {host}:{port}; choose another with --port", err=True
        )
        raise SystemExit(1)
    if not settings.is_secure:
        where = "for the demo" if settings.demo else "on this machine"
        click.echo(
            f"Plain http, which is for use {where} only: {urlsplit(settings.base_url).netloc}", err=True
        )
    command = gunicorn_command(host, port, workers)
    os.execv(command[0], command)  # noqa: S606 -- gunicorn takes this process's place and gets its signals
