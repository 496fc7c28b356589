"""What someone had typed when their session had ended: kept encrypted for that person, one day (DESIGN 4)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken
from flask import Request, Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webapp.store.database import reading, writing
from webapp.store.tables import RefusedPost
from webapp.web.languages import current, without_language
from webapp.web.visitor import current_person

WRITTEN_BY: Final = "written_by"
KEPT_FOR: Final = timedelta(days=1)
NEVER_KEPT: Final = frozenset(
    {"csrf_token", WRITTEN_BY, "password", "new_password", "new_password_confirm", "password_confirm"}
)


def written_by() -> str:
    """Give the sealed name of the person a form is drawn for; every form carries it, so that only they get its text back."""
    person = current_person()
    return "" if person is None else _seal().dumps(person.id)


def author_of(token: str) -> int | None:
    """Give the id of the person a form was drawn for, None when the seal is missing or broken."""
    try:
        return int(_seal().loads(token))
    except (BadSignature, TypeError, ValueError):
        return None


def page_of(post: Request) -> str:
    """Give the address of the page whose form was posted: the same address, else the one it came from, else the front page."""
    if current_app.create_url_adapter(post).test(post.path, "GET"):  # type: ignore[union-attr]  # a request always has one
        return post.full_path.rstrip("?")
    came_from = urlsplit(post.referrer or "")
    if came_from.netloc == post.host and came_from.path:
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return f"/{current()}/"


def keep(post: Request, page: str | None = None) -> bool:
    """Keep the form of ``post`` for its author, and say whether that was done; a form nobody signed for is not kept.

    The one who later opens the page is told by a cookie that holds nothing but the row's id. ``page`` is the page's
    address where the post has another.
    """
    author = author_of(post.form.get(WRITTEN_BY, ""))
    person = current_person()
    typed = [(name, value) for name, value in post.form.items(multi=True) if name not in NEVER_KEPT]
    if author is None or not typed or (person is not None and person.id != author):
        return False
    at = datetime.now(UTC)
    row = {
        "id": str(uuid4()),
        "person_id": author,
        "path": without_language(urlsplit(page or page_of(post)).path),
        "body": _box().encrypt(json.dumps(typed).encode()),
        "at": at,
        "kept_until": at + KEPT_FOR,
    }
    with writing() as session:
        session.execute(delete(RefusedPost).where(RefusedPost.kept_until < at))
        session.execute(insert(RefusedPost).values(**row))

    @after_this_request
    def tell_the_browser(response: Response) -> Response:
        response.set_cookie(
            _cookie(),
            str(row["id"]),
            max_age=int(KEPT_FOR.total_seconds()),
            httponly=True,
            secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
            samesite="Lax",
            path="/",
        )
        return response

    return True


def kept_form(session: Session | None = None) -> MultiDict[str, str] | None:
    """Give what the person who is signed in had typed on this page when it was refused, else None.

    ``session`` is the block that is already open, if there is one. Costs nothing without the cookie.
    """
    key, person = request.cookies.get(_cookie()), current_person()
    if not key or person is None:
        return None
    where = (
        RefusedPost.id == key,
        RefusedPost.person_id == person.id,
        RefusedPost.path == without_language(request.path),
        RefusedPost.kept_until >= datetime.now(UTC),
    )
    with _open(session) as opened:
        body = opened.execute(select(RefusedPost.body).where(*where)).scalar_one_or_none()
    if body is None:
        return None
    try:
        pairs: list[tuple[str, str]] = json.loads(_box().decrypt(body))
    except InvalidToken:  # the secret key was changed since
        return None
    return MultiDict((name, value) for name, value in pairs)


def forget(session: Session | None = None) -> None:
    """Throw away what was kept for this page: it has been saved, or its author does not want it.

    ``session`` is the writing block that is already open: a second writer would wait for the first (SQLite).
    """
    key, person = request.cookies.get(_cookie()), current_person()
    if not key or person is None:
        return
    gone = delete(RefusedPost).where(RefusedPost.id == key, RefusedPost.person_id == person.id)
    if session is not None:
        session.execute(gone)
    else:
        with writing() as own:
            own.execute(gone)

    @after_this_request
    def tell_the_browser(response: Response) -> Response:
        response.delete_cookie(
            _cookie(),
            path="/",
            secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
            httponly=True,
            samesite="Lax",
        )
        return response


@contextmanager
def _open(session: Session | None) -> Iterator[Session]:
    if session is not None:
        yield session
    else:
        with reading() as own:
            yield own


def _cookie() -> str:
    """Give the cookie's name; ``__Host-`` lets only this very host set it, and needs https."""
    return "__Host-kept" if current_app.config.get("SESSION_COOKIE_SECURE") else "kept"


def _secret() -> bytes:
    secret = current_app.secret_key or b""
    return secret.encode() if isinstance(secret, str) else secret


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(_secret(), salt="written-by")


def _box() -> Fernet:
    """Give the box that only this installation's secret key opens."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"godpraksis kept posts\0" + _secret()).digest()))
