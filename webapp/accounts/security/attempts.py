"""Slows guessing down: counts attempts per address and per client, in the database, so that all web nodes agree."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from flask import current_app, request
from sqlalchemy import delete, func, insert, select

from webapp.settings import Settings
from webapp.store.database import writing
from webapp.store.tables import SignInAttempt

WINDOW: Final = timedelta(minutes=15)
CLIENTS_SHARE: Final = 5
"""A town hall is one client to us: it may fail as often as this many addresses (docs/decisions/0003)."""

Kind = Literal["sign_in", "reset"]


def admit(kind: Kind, email: str) -> bool:
    """Note one attempt, and say whether it may go on.

    It is written before the password is looked at, so that many at once are counted too. A refused attempt is not
    kept: trying during the pause does not make the pause longer.
    """
    settings: Settings = current_app.extensions["settings"]
    limits = {
        _subject(f"{kind} address", email): settings.sign_in_attempts,
        _subject(f"{kind} client", request.remote_addr or ""): settings.sign_in_attempts * CLIENTS_SHARE,
    }
    now = datetime.now(UTC)
    with writing() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
        counted = session.execute(
            select(SignInAttempt.subject_hash, func.count())
            .where(SignInAttempt.subject_hash.in_(limits), SignInAttempt.at >= now - WINDOW)
            .group_by(SignInAttempt.subject_hash)
        ).all()
        if any(count >= limits[subject] for subject, count in counted):
            return False
        session.execute(insert(SignInAttempt), [{"subject_hash": subject, "at": now} for subject in limits])
    return True


def subjects_to_forget(email: str) -> tuple[str, ...]:
    """Give the hashes of what is forgotten when the right password has been given: the address, not the client."""
    return (_subject("sign_in address", email),)


def _subject(kind: str, value: str) -> str:
    """Give what is kept instead of an address: only this installation's key can tell whose it is."""
    secret = current_app.secret_key or b""
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(key, f"{kind}\0{value.strip().lower()}".encode(), hashlib.sha256).hexdigest()
