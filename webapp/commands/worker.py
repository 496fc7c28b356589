"""`godpraksis worker`: carries out the long work that pages and commands have queued."""

from __future__ import annotations

import click

from webapp import create_app
from webapp.jobs.registry import load_bodies
from webapp.jobs.worker import GRACE, work
from webapp.settings import Settings
from webapp.web.logs import write_logs


@click.command()
@click.option(
    "--grace", default=GRACE, show_default=True, help="Seconds a running job gets when told to stop."
)
def worker(grace: int) -> None:
    """Carry out jobs until stopped (SIGTERM lets the running one finish)."""
    settings = Settings.read()
    write_logs(settings.log_level)
    app = create_app(settings)
    load_bodies()
    work(settings, app.app_context, grace=grace)
