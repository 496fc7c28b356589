"""Godpraksis: municipalities assess themselves, and KS reads how good practice spreads."""

from __future__ import annotations

from functools import cache

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import jobs, mail
from webapp.accounts import views as account_pages
from webapp.aggregates.views import blueprint as aggregates_pages
from webapp.core.municipality import LanguageForm
from webapp.core.text import Language
from webapp.filling.views import blueprint as filling_pages
from webapp.help.views import blueprint as help_pages
from webapp.mail.views import blueprint as letter_pages
from webapp.reports.views import blueprint as reports_pages
from webapp.rounds.views import blueprint as rounds_pages
from webapp.search.views import blueprint as search_pages
from webapp.settings import VERSION, Settings
from webapp.store import database
from webapp.store.reference import read_reference
from webapp.web import health, shell
from webapp.web.languages import PREFIX

__version__ = VERSION

_FORMS: dict[LanguageForm, Language] = {LanguageForm.BOKMAAL: "nb", LanguageForm.NYNORSK: "nn"}


def create_app(settings: Settings | None = None) -> Flask:
    """Put the application together: the one place that knows every part.

    ``settings`` are read from the environment when None. Raises SettingsError when it would be unsafe to serve with
    them, and WrongRevisionError when the database is at another revision than this code.
    """
    settings = settings or Settings.read()
    settings.check_serving()
    app = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    app.secret_key = settings.secret_key
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's way
    kept = database.connect(settings.database, pool_size=settings.pool_size)
    database.check_revision(kept)
    database.use(kept)
    jobs.use(settings)
    shell.set_up(app, settings, municipality_language=municipality_language)
    mail.set_up(app)
    account_pages.set_up(app)
    app.register_blueprint(health.blueprint)
    for blueprint in (
        account_pages.blueprint,
        aggregates_pages,
        filling_pages,
        rounds_pages,
        letter_pages,
        reports_pages,
        help_pages,
        search_pages,
    ):
        app.register_blueprint(blueprint, url_prefix=PREFIX)
    return app


def municipality_language(number: str) -> Language | None:
    """Give the language form that municipality ``number`` has decided on; None when neutral or unknown."""
    return _municipality_languages().get(number)


@cache
def _municipality_languages() -> dict[str, Language]:
    """Read the municipalities' language forms, once for the process."""
    return {
        m.number: _FORMS[m.language_form]
        for m in read_reference().municipalities
        if m.language_form in _FORMS
    }
