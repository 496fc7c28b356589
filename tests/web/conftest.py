"""A small application inside the real shell, where a header says who is signed in."""

import pytest
from flask import Blueprint, Flask, g, render_template_string, request
from flask.testing import FlaskClient
from flask_login import AnonymousUserMixin, LoginManager, UserMixin

from webapp.core.person import Membership, Person, Role
from webapp.settings import Settings
from webapp.store.database import Database
from webapp.web import guards, kept, shell
from webapp.web.languages import PREFIX
from webapp.web.words import gettext as _

SECRET = "a-secret-of-these-tests-and-nothing-else"
PAGE = """{% extends "base.html" %}{% from "components/heading.html" import heading %}
{% block title %}{{ title }}{% endblock %}
{% block page_form_id %}{{ form_id }}{% endblock %}
{% block content %}{{ heading(self.title()) }}
<form method="post" action="{{ request.full_path }}" id="{{ form_id or 'one' }}">{{ form_tokens() }}
<label for="t">{{ title }}</label><textarea id="t" name="a.value">
{{ text }}</textarea>
<button>{{ title }}</button></form>{% endblock %}"""

PEOPLE = {
    "kari": Person(1, "Kari", "k@x.no", None, (Membership(Role.COORDINATOR, "1101"),)),
    "nils": Person(2, "Nils", "n@x.no", "nn", (Membership(Role.APPROVER, "1515"),)),
    "rita": Person(3, "Rita", "r@x.no", None, (Membership(Role.ADVISER),)),
}


class _User(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    def __init__(self, person: Person) -> None:
        self.id = str(person.id)
        self.person = person


def made(settings: Settings) -> Flask:
    """Give an application with one page of each guard."""
    app = Flask(__name__)
    app.secret_key = SECRET
    manager = LoginManager(app)
    manager.anonymous_user = AnonymousUserMixin

    @manager.request_loader  # type: ignore[untyped-decorator]  # likewise
    def load(incoming: object) -> _User | None:
        del incoming
        person = PEOPLE.get(request.headers.get("X-Person", ""))
        return _User(person) if person else None

    def language_of(number: str) -> str | None:
        return "nn" if number == "1515" else None

    shell.set_up(app, settings, municipality_language=language_of)  # type: ignore[arg-type]  # str is enough here

    @app.route("/login", methods=["GET", "POST"], endpoint="security.login")
    def login() -> str:
        return _("Sign in")

    guards.declare(app, "security.login", guards.PUBLIC)
    app.register_blueprint(_pages(), url_prefix=PREFIX)
    return app


def _pages() -> Blueprint:
    pages = Blueprint("pages", __name__)

    @pages.route("/open", methods=["GET", "POST"])
    @guards.public
    def open_to_all() -> str:
        return render_template_string(PAGE, title=_("Help"), form_id=request.args.get("form", ""), text="")

    @pages.route("/own", methods=["GET", "POST"])
    @guards.signed_in
    def own() -> str:
        form = kept.kept_form()
        text = form.get("a.value", "") if form is not None else ""
        return render_template_string(PAGE, title=_("Help"), form_id="f", text=text)

    @pages.get("/ks")
    @guards.ks(Role.ADVISER)
    def for_advisers() -> str:
        return "ks"

    @pages.get("/<municipality>/answers")
    @guards.municipal(Role.COORDINATOR)
    def answers(municipality: str) -> str:
        return municipality

    @pages.get("/forgotten")
    def unguarded() -> str:
        return "secret"

    @pages.get("/synthetic")
    @guards.public
    def synthetic() -> str:
        g.synthetic = True
        return render_template_string(PAGE, title=_("Help"), form_id="", text="")

    return pages


@pytest.fixture
def small() -> Flask:
    """The small application, without a database."""
    return made(Settings(secret_key=SECRET))


@pytest.fixture
def visitor(small: Flask) -> FlaskClient:
    """A browser at the small application."""
    return small.test_client()


@pytest.fixture
def keeping(database: Database) -> Flask:
    """The small application on a seeded database, where refused posts are kept."""
    del database
    return made(Settings(secret_key=SECRET))
