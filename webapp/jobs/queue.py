"""The queue that wakes the worker: huey on a SQLite file in the data folder, or on the same PostgreSQL.

A message says no more than which row to look at. One that is lost costs seconds (the sweep finds the row), and one too
many costs nothing (the row is claimed once).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from webapp.settings import Settings

QUEUE_FILE = "queue.db"
_log = logging.getLogger(__name__)


class Queue:
    """The queue, with what is done when a message comes: nothing in a process that only sends."""

    def __init__(
        self, settings: Settings, carry_out: Callable[[int], None] | None = None, *, make_tables: bool = False
    ) -> None:
        """Open the queue that ``settings`` say; the worker is the one that makes its tables on PostgreSQL."""
        import huey  # noqa: PLC0415 -- a web process needs it when it first queues a job, not before

        address = make_url(settings.database)
        common: dict[str, Any] = {"results": False, "serializer": PlainMessages()}  # Any: huey's keywords
        if address.get_backend_name() == "sqlite":
            settings.data.mkdir(parents=True, exist_ok=True)
            self.huey = huey.SqliteHuey("jobs", filename=str(settings.data / QUEUE_FILE), **common)
        else:
            dsn = address.set(drivername="postgresql").render_as_string(hide_password=False)
            self.huey = huey.PostgresHuey("jobs", dsn=dsn, create_tables=make_tables, **common)

        def look(job_id: int) -> None:
            if carry_out is not None:
                carry_out(job_id)

        self._look = self.huey.task(name="look")(look)

    def wake(self, job_id: int) -> None:
        """Tell the worker to look at the row of ``job_id``."""
        self._look(job_id)

    def close(self) -> None:
        """Close the connection."""
        self.huey.storage.close()


class PlainMessages:
    """Writes huey's messages as JSON: whoever can write to the queue must not be able to run code with a pickle."""

    def serialize(self, message: Any) -> bytes:  # noqa: ANN401 -- huey's own named tuple, untyped
        """Give the message as bytes."""
        return json.dumps(message._asdict()).encode()

    def deserialize(self, written: bytes) -> Any:  # noqa: ANN401 -- as above
        """Read the message back."""
        from huey.registry import Message  # noqa: PLC0415 -- slow to import, as above

        return Message(**json.loads(bytes(written)))


_settings: list[Settings] = []
_open: list[Queue] = []


def use(settings: Settings | None) -> None:
    """Let this process wake the worker through the queue that ``settings`` say; with None the worker's sweep finds jobs."""
    close()
    _settings[:] = [] if settings is None else [settings]


def close() -> None:
    """Close the queue of this process; the next message opens it again."""
    for queue in _open:
        queue.close()
    _open.clear()


def wake_after_commit(session: Session, job_id: int) -> None:
    """Wake the worker once the session's transaction is committed."""
    if _settings:
        event.listen(session, "after_commit", lambda _session: _wake_quietly(job_id), once=True)


def _wake_quietly(job_id: int) -> None:
    """Wake the worker; the row is committed already, so a queue that cannot be reached is no reason to refuse."""
    try:
        if not _open:
            _open.append(Queue(_settings[0]))
        _open[0].wake(job_id)
    except Exception:  # noqa: BLE001 -- whatever is wrong with the queue, the sweep finds the row
        close()
        _log.warning("the queue could not be reached; the worker finds job %s by itself", job_id)
