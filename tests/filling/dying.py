"""The application with an accident planted: it kills its own process in the middle of the next save.

Where is read from the file that the environment variable TEST_DIES names: ``writing 2`` just before the second statement
that changes something, ``commit`` just before the commit, ``answering`` when all is committed and nothing is answered yet.
The file is gone when the accident has happened.
"""

import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import event

import webapp
from webapp.store.database import in_use

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Accident:
    """Stands before the application and in its engine, and strikes once."""

    def __init__(self, inner: "WSGIApplication", file: Path) -> None:
        self._inner = inner
        self._file = file
        self._where = ""
        self._changes = 0

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer one request, or die trying."""
        is_save = environ["REQUEST_METHOD"] == "POST"
        self._where = self._file.read_text(encoding="utf-8") if is_save and self._file.exists() else ""
        self._changes = 0
        answer = self._inner(environ, start)
        self._strike_at("answering")
        return answer

    def before_statement(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        """Count what changes something."""
        if statement.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
            self._changes += 1
            self._strike_at(f"writing {self._changes}")

    def before_commit(self, _connection: object) -> None:
        """Be told that all is about to be committed."""
        if self._changes:
            self._strike_at("commit")

    def _strike_at(self, here: str) -> None:
        if self._where == here:
            self._file.unlink()
            os.kill(os.getpid(), signal.SIGKILL)


def create_app() -> Flask:
    """Make the application, as gunicorn asks for it."""
    app = webapp.create_app()
    accident = Accident(app.wsgi_app, Path(os.environ["TEST_DIES"]))
    app.wsgi_app = accident  # type: ignore[assignment, method-assign]  # Flask's way
    event.listen(in_use().engine, "before_cursor_execute", accident.before_statement)
    event.listen(in_use().engine, "commit", accident.before_commit)
    return app
