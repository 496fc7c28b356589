"""Who may open a page: one guard under every route, and no route without one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from flask import Flask, Response, abort, current_app, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.person import KS_ROLES, MUNICIPAL_ROLES, Role
from webapp.store import scope
from webapp.web import kept
from webapp.web.visitor import current_person as current_person
from webapp.web.words import gettext as _

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"

P = ParamSpec("P")
R = TypeVar("R")


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let anyone open the page."""
    return _marked(view, PUBLIC)


def signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let anyone who is signed in open the page; others are asked to sign in."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        person = current_person()
        if person is None:
            return ask_to_sign_in()
        scope.use_municipalities(person.municipalities)
        return view(*args, **kwargs)

    return _marked(guarded, SIGNED_IN)


def ks(*roles: Role) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Let those through who hold any of these roles at KS (any role at KS when none is named); others get 403.

    Raises ValueError at import for a role that is not held at KS.
    """
    wanted = _of(roles, KS_ROLES)

    def guard(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            person = current_person()
            if person is None:
                return ask_to_sign_in()
            if not person.has(*wanted):
                abort(403)
            scope.use(scope.KS)
            return view(*args, **kwargs)

        return _marked(guarded, "ks: " + ", ".join(wanted))

    return guard


def municipal(*roles: Role) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """Let those through who hold any of these roles (any municipal role when none is named) in the address's ``municipality``.

    Others get 404, as if it did not exist; advisers too. Raises ValueError at import for a role that no municipality has.
    """
    wanted = _of(roles, MUNICIPAL_ROLES)

    def guard(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            person = current_person()
            if person is None:
                return ask_to_sign_in()
            municipality = kwargs.get("municipality")
            if not isinstance(municipality, str) or not person.has_in(municipality, *wanted):
                abort(404)
            scope.use(municipality)
            return view(*args, **kwargs)

        return _marked(guarded, "municipal: " + ", ".join(wanted))

    return guard


def declare(app: Flask, endpoint: str, guard: str) -> None:
    """Say what guards a view that is not ours (Flask's static files, Flask-Security's pages).

    ``guard`` is PUBLIC (the view looks after itself) or SIGNED_IN (we ask for sign-in before it).
    """
    if guard not in {PUBLIC, SIGNED_IN}:
        msg = f"{endpoint}: a view that is not ours is {PUBLIC!r} or {SIGNED_IN!r}, not {guard!r}"
        raise ValueError(msg)
    _declared(app)[endpoint] = guard


def guard_of(app: Flask, endpoint: str) -> str | None:
    """Give the words of the guard that stands before ``endpoint``, None when nothing does."""
    view = app.view_functions.get(endpoint)
    guard: str | None = getattr(view, "__guard__", None)
    return guard or _declared(app).get(endpoint)


def ask_to_sign_in() -> Response:
    """Send a visitor to sign in and back here afterwards; what a form carried is kept for them."""
    if request.is_json:
        answer = jsonify(error="signed_out", text=_("You are signed out."))
        answer.status_code = 401
        return answer
    if request.method in {"GET", "HEAD"}:
        return _to_sign_in(request.full_path.rstrip("?"))
    kept.keep(request)
    return _to_sign_in(kept.page_of(request))


def sign_in_url(after: str) -> str:
    """Give the address of the sign-in page that leads on to ``after``."""
    return url_for(current_app.config["SIGN_IN_ENDPOINT"], next=after)


def set_up(app: Flask) -> None:
    """Refuse every endpoint that nothing guards. Call it before CSRF protection is set up."""
    app.config.setdefault("SIGN_IN_ENDPOINT", "security.login")
    declare(app, "static", PUBLIC)
    app.before_request(_nobodys_rows)
    app.before_request(_refuse_unguarded)
    app.teardown_request(_after_the_request)


def _to_sign_in(after: str) -> Response:
    return make_response(redirect(sign_in_url(after), code=303))


def _nobodys_rows() -> None:
    """Begin each request with no municipality's rows; the route's guard widens it."""
    scope.use(scope.NOBODY)


def _after_the_request(_error: BaseException | None) -> None:
    """Give the process its own scope back."""
    scope.use(scope.ALL)


def _refuse_unguarded() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such address: the router says 404 or 405
    guard = guard_of(current_app, endpoint)
    if guard is None:
        current_app.logger.error("no guard stands before %s: refused", endpoint)
        abort(403)
    if _declared(current_app).get(endpoint) == SIGNED_IN and current_person() is None:
        return ask_to_sign_in()
    return None


def _declared(app: Flask) -> dict[str, str]:
    declared: dict[str, str] = app.extensions.setdefault("guards", {})
    return declared


def _marked(view: Callable[P, R], text: str) -> Callable[P, R]:
    marked: Any = view  # Any: a function takes attributes, its type does not say so
    marked.__guard__ = text
    return view


def _of(roles: tuple[Role, ...], held: frozenset[Role]) -> tuple[Role, ...]:
    """Give the roles wanted, in the order they were written; all that are ``held`` when none was."""
    strangers = [role for role in roles if role not in held]
    if strangers:
        msg = f"{strangers[0]} is not a role of this guard"
        raise ValueError(msg)
    return roles or tuple(sorted(held))
