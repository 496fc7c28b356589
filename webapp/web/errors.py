"""Pages for what went wrong: in the reader's language, saying what to do, also when the database is away."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeAlias
from uuid import uuid4

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, default_exceptions

from webapp.core.person import Person
from webapp.web import kept
from webapp.web.error_words import words_for
from webapp.web.guards import PUBLIC, ask_to_sign_in, guard_of
from webapp.web.visitor import current_person
from webapp.web.words import gettext as _

Said: TypeAlias = str | LazyString
OUR_WORDS: Final = frozenset({403, 404, 409, 410, 422, 429})
"""``abort(code, description=_("..."))`` shows the description for these; others may carry a library's English."""

_HIDDEN = re.compile(r"(^|\.)(csrf_token|written_by|save_id|go|version|status)$|^[\w-]{0,40}$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """One posted field, for the page that hands it back. ``is_text``: worth showing, so that it can be copied."""

    name: str
    value: str
    is_text: bool


def refuse(status: int, words: Said) -> None:
    """Stop the request with ``status`` and say ``words``. Raises the HTTPException for it."""
    refusal = default_exceptions[status]()
    refusal.description = str(words)
    refusal.words = str(words)  # type: ignore[attr-defined]  # ours, read below
    raise refusal


def map_exception(
    app: Flask, exception: type[Exception], status: int, words: Callable[[Exception], Said]
) -> None:
    """Let every page answer ``exception`` from the core or the store with ``status`` and ``words(exception)``.

    Each room calls this once for its own refusals; raises AssertionError if the app is already serving.
    """

    def answer(error: Exception) -> Response:
        return page(status, lead=words(error))

    app.register_error_handler(exception, answer)


def page(status: int, lead: Said | None = None, reference: str | None = None) -> Response:
    """Give the page (or JSON, for a script) for ``status``; ``lead`` replaces what we usually say first."""
    title, usual, advice = words_for(status)
    said = str(lead if lead is not None else usual)
    if request.is_json or request.accept_mimetypes.best == "application/json":
        response = jsonify(error=HTTPStatus(status).name.lower(), text=said)
        response.status_code = status
        return response
    typed = _typed() if status == HTTPStatus.SERVICE_UNAVAILABLE else []
    html = render_template(
        "errors/error.html",
        title=title,
        lead=said,
        advice=advice,
        status=status,
        typed=typed,
        reference=reference,
    )
    return make_response(html, status)


def set_up(app: Flask) -> None:
    """Answer every error of ``app`` with a page of ours."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    for away in (OperationalError, InterfaceError, PoolTimeoutError):
        app.register_error_handler(away, _away)
    app.register_error_handler(OSError, _os_error)
    app.register_error_handler(Exception, _unforeseen)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)  # a view that aborted with a whole answer
    if (error.code or 0) < 400:
        return make_response(error.get_response())
    own: str | None = getattr(error, "words", None)
    if own is None and error.code in OUR_WORDS and error.description != type(error).description:
        own = error.description
    _person_or_nobody()
    response = page(error.code or 500, lead=own)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _stale_form(error: CSRFError) -> Response:
    """Never a bare 400: keep what was typed, and let people sign in or look at the page again."""
    del error
    person = _person_or_nobody()
    endpoint = request.endpoint or ""
    if person is None and guard_of(current_app, endpoint) not in {None, PUBLIC}:
        return ask_to_sign_in()
    if request.is_json:
        response = jsonify(error="stale", text=_("This page is too old to save. Open it again."))
        response.status_code = 403
        return response
    if kept.keep(request):
        flash(
            _(
                "The page had been open too long. What you typed is filled in below: look it over, and save again."
            ),
            "warning",
        )
        return make_response(redirect(kept.page_of(request), code=303))
    return page(
        400,
        lead=_(
            "The form had been open too long, or was not made here. Open the page again and try once more."
        ),
    )


def _away(error: Exception) -> Response:
    """The database does not answer, or its disk is full; what was typed stays in the page."""
    current_app.logger.error("the database could not be used: %s", error)
    _nobody()
    response = page(HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = "30"
    return response


def _os_error(error: OSError) -> Response:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
        return _away(error)
    return _unforeseen(error)


def _unforeseen(error: Exception) -> Response:
    """Something we did not think of: the log has it under a reference that the page shows."""
    reference = uuid4().hex[:8]
    current_app.logger.error("unforeseen (%s) at %s", reference, request.path, exc_info=error)
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    _person_or_nobody()
    return page(HTTPStatus.INTERNAL_SERVER_ERROR, reference=reference)


def _person_or_nobody() -> Person | None:
    """Give who is signed in, or nobody when even that cannot be found out: an error page must not fail."""
    try:
        return current_person()
    except Exception:  # noqa: BLE001 -- whatever it was has been, or is about to be, answered
        _nobody()
        return None


def _nobody() -> None:
    """Stop asking who is signed in: Flask-Login would ask the database again while the page is drawn."""
    g.person = g.get("person")
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # noqa: SLF001 -- Flask-Login's own name


def _typed() -> list[Typed]:
    """Give what a form carried; nothing when it had a password in it, which no page may hand back."""
    if request.method != "POST" or any("password" in name for name in request.form):
        return []
    return [
        Typed(
            name,
            value,
            is_text=bool(value.strip()) and not _HIDDEN.search(name) and not _HIDDEN.fullmatch(value),
        )
        for name, value in request.form.items(multi=True)
    ]
