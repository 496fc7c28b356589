"""Who sent this request, as the core knows people."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from webapp.core.person import Person


def current_person() -> Person | None:
    """Give the person who is signed in, or None; asked once per request.

    ``current_user.person`` is what the accounts room puts there (a core value, never a row).
    """
    if "person" not in g:
        user = current_user
        g.person = user.person if user is not None and user.is_authenticated else None
    person: Person | None = g.person
    return person
