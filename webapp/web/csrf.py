"""Protection against forged posts, with a token that survives signing in again."""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask, current_app, request, session
from flask_wtf.csrf import CSRFProtect

from webapp.web.visitor import current_person

FIELD = "csrf_token"


def set_up(app: Flask) -> CSRFProtect:
    """Check every post's token, without a time limit: a municipality may have a form open all day.

    A signed-in person's token is made of who they are, so a page that was open when they were signed out works
    again once the same person has signed in. It is secret as before: only a page of this site can show it to them.
    """
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.before_request(_same_token_after_sign_in)
    return CSRFProtect(app)


def _same_token_after_sign_in() -> None:
    if request.endpoint in {None, "static", "asset"}:
        return
    person = current_person()
    if person is None:
        return
    secret = current_app.secret_key or b""
    key = secret.encode() if isinstance(secret, str) else secret
    token = hmac.new(key, f"csrf of person {person.id}".encode(), hashlib.sha256).hexdigest()
    if session.get(FIELD) != token:
        session[FIELD] = token
