"""How long a sign-in lasts: a limit without activity and one in all, and nothing carried over from before it."""

from __future__ import annotations

import time
from typing import Any, Final

from flask import Flask, current_app, g, session
from flask_login import user_logged_in

from webapp.settings import Settings

SINCE: Final = "fs_paa"
"""When the person last showed who they are; Flask-Security writes it at sign-in."""
SEEN: Final = "seen"
OVER: Final = "over"
NOTICED_EVERY: Final = 60
"""Seconds between two notes of activity, so that most answers set no cookie."""

_CARRIED: Final = ("_user_id", "_fresh", "_id", "_flashes")


def set_up(app: Flask) -> None:
    """End sign-ins of ``app`` after their time. Call it after Flask-Security has been set up."""
    load = app.login_manager._user_callback  # type: ignore[attr-defined]  # noqa: SLF001  Flask-Login has no other way to wrap it

    def load_unless_over(user_id: str) -> object:
        now = time.time()
        if _is_over(now):
            session.clear()
            session[OVER] = True
            return None
        if now - session.get(SEEN, 0.0) >= NOTICED_EVERY:
            session[SEEN] = now
        return load(user_id)

    app.login_manager.user_loader(load_unless_over)  # type: ignore[attr-defined]  # Flask-Login adds it
    app.login_manager.request_loader(_no_tokens)  # type: ignore[attr-defined]  # likewise
    user_logged_in.connect(_begin, app)


def was_over() -> bool:
    """Whether the visitor's sign-in came to its end; asked once, by the sign-in page."""
    return bool(session.pop(OVER, False))


def _is_over(now: float) -> bool:
    settings: Settings = current_app.extensions["settings"]
    since = session.get(SINCE)
    seen = session.get(SEEN, since)
    if not isinstance(since, float) or not isinstance(seen, float):
        return True
    return now - seen > settings.session_idle_minutes * 60 or now - since > settings.session_minutes * 60


def _begin(_app: Flask, **_of_the_signal: Any) -> None:  # noqa: ANN401  whatever the signal carries
    """Start with an empty session: nothing that stood in it before signing in is trusted afterwards."""
    carried = {key: session[key] for key in _CARRIED if key in session}
    session.clear()
    session.update(carried)
    session[SEEN] = time.time()
    g.pop("person", None)


def _no_tokens(_request: object) -> None:
    """Let nobody in by a token in a header or an address: we hand out none."""
