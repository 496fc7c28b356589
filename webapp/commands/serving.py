"""What gunicorn is told in code: each of its workers logs as JSON, as the worker of jobs does."""

from __future__ import annotations

from webapp.settings import Settings
from webapp.web.logs import write_logs


def post_worker_init(_worker: object) -> None:
    """Set up the log of one web process; gunicorn calls this by its name."""
    write_logs(Settings.read().log_level)
