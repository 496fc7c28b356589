"""Signing in, by Flask-Security on our own tables: its pages under the language prefix, in our frame and our words."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import Security, user_authenticated
from sqlalchemy import delete, update

from webapp.accounts import carrying
from webapp.accounts.security import attempts, sessions
from webapp.accounts.security.forms import (
    LONG_ENOUGH,
    ChangeForm,
    ForgotForm,
    ResetForm,
    SignInForm,
    is_own_path,
)
from webapp.accounts.security.users import People, PersonUser, Post
from webapp.accounts.security.wording import ELSE, MESSAGES, OurDomain
from webapp.settings import Settings
from webapp.store import audit
from webapp.store.database import writing
from webapp.store.tables import Person as PersonRow
from webapp.store.tables import SignInAttempt
from webapp.web import guards
from webapp.web.languages import PREFIX, switch_asked

FORGOTTEN: Final = "accounts/forgotten_password.html"
RESET_WITHIN: Final = timedelta(hours=2)
GUARDS: Final = {
    "security.login": guards.PUBLIC,
    "security.logout": guards.PUBLIC,
    "security.forgot_password": guards.PUBLIC,
    "security.reset_password": guards.PUBLIC,
    "security.change_password": guards.SIGNED_IN,
}


def set_up(app: Flask) -> None:
    """Let people sign in to ``app``. Call it after the shell: guards and CSRF protection come first."""
    settings: Settings = app.extensions["settings"]
    app.config.update(_config(settings))
    security = Security(
        login_form=SignInForm,
        forgot_password_form=ForgotForm,
        reset_password_form=ResetForm,
        change_password_form=ChangeForm,
        mail_util_cls=Post,
        render_template=_page,  # type: ignore[arg-type]  # its views return it, so a Response does as well
    )
    security.init_app(app, People())
    for name in [key for key in app.config if key.startswith("SECURITY_MSG_")]:
        app.config[name] = MESSAGES.get(name.removeprefix("SECURITY_MSG_"), ELSE)
    app.config["SECURITY_MSG_PAUSED"] = MESSAGES["PAUSED"]
    security.i18n_domain = OurDomain(app)  # type: ignore[no-untyped-call]  # a base class without types
    security.want_json(lambda _request: False)  # these pages are for people; a script gets the same HTML
    # Roles are checked by our guards. Principal would load the user for every stylesheet.
    security.principal.identity_loaders = deque()
    sessions.set_up(app)
    for endpoint, guard in GUARDS.items():
        guards.declare(app, endpoint, guard)
    app.before_request(_switch_language)
    app.after_request(_see_other)
    user_authenticated.connect(_signed_in, app)
    with app.app_context():
        app.extensions["no_password"] = security.pwd_context.hash("a password that nobody has")


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECURITY_URL_PREFIX": PREFIX,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_LOGIN_URL": "/logg-inn",
        "SECURITY_LOGOUT_URL": "/logg-ut",
        "SECURITY_RESET_URL": "/glemt-passord",
        "SECURITY_CHANGE_URL": "/passord",
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_FRESHNESS": timedelta(-1),  # no page of ours asks for the password twice
        "SECURITY_PASSWORD_SALT": settings.password_salt,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": LONG_ENOUGH,
        "SECURITY_RESET_PASSWORD_WITHIN": RESET_WITHIN,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_EMAIL_PLAINTEXT": False,  # the outbox writes them
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_TEMPLATE_PASSWORD_RESET": "password_reset",
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,  # People.put writes it with the password
        "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
        "SECURITY_POST_LOGIN_VIEW": "accounts.front",
        "SECURITY_POST_LOGOUT_VIEW": "accounts.front",
        "SECURITY_POST_CHANGE_VIEW": "accounts.profile",
        "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
        "SECURITY_FORGOT_PASSWORD_TEMPLATE": FORGOTTEN,
        "SECURITY_RESET_PASSWORD_TEMPLATE": "accounts/new_password.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "accounts/change_password.html",
    }


def _page(template: str, **context: Any) -> ResponseReturnValue:  # noqa: ANN401  Flask-Security's
    """Draw one of Flask-Security's pages: a refused form with 422, a pause with 429, a letter sent with 303."""
    if request.method == "POST" and template == FORGOTTEN and not context["forgot_password_form"].errors:
        return redirect(url_for("security.login"), code=303)
    html = render_template(template, was_over=sessions.was_over(), **context)
    if request.method != "POST":
        return html
    response = make_response(html, 429 if g.get("paused") else 422)
    if g.get("paused"):
        response.headers["Retry-After"] = str(int(attempts.WINDOW.total_seconds()))
    return response


def _switch_language() -> ResponseReturnValue | None:
    """Answer the language switch before the form is looked at: no attempt is counted, and no letter is sent."""
    language = switch_asked(request.form) if request.method == "POST" else None
    if language is None:
        return None
    match request.endpoint:
        case "security.login":
            after = request.form.get("next", "")
            onward = {"next": carrying.in_language(after, language)} if is_own_path(after) else {}
            return carrying.switched("security.login", **onward)
        case "security.forgot_password":
            return carrying.switched("security.forgot_password")
        case _:
            return None


def _see_other(response: Response) -> Response:
    """Answer a post with 303, as everywhere in the house; Flask-Security says 302."""
    if request.method == "POST" and request.blueprint == "security" and response.status_code == 302:
        response.status_code = 303
    return response


def _signed_in(_app: Flask, user: PersonUser, **of_the_signal: Any) -> None:  # noqa: ANN401  likewise
    """Note the sign-in, and forget the attempts that led to it."""
    if of_the_signal.get("authn_via") == ["change"]:
        return
    now = datetime.now(UTC)
    with writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id == user.id).values(last_sign_in_at=now))
        forgotten = attempts.subjects_to_forget(user.email)
        session.execute(delete(SignInAttempt).where(SignInAttempt.subject_hash.in_(forgotten)))
        audit.record(session, "person.signed_in", by=user.id, at=now)
