"""Puts the shell together: one call for the app, with every part of it in the order that works."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, Flask, current_app, g
from flask_babel.speaklater import LazyString

from webapp.core.person import Role
from webapp.settings import Settings
from webapp.shipped import TRANSLATIONS
from webapp.web import (
    assets,
    csrf,
    drawn_items,
    errors,
    forms,
    guards,
    headers,
    languages,
    navigation,
    questions,
)
from webapp.web.visitor import current_person


def set_up(
    app: Flask,
    settings: Settings,
    *,
    municipality_language: languages.MunicipalityLanguage | None = None,
    translations: Path = TRANSLATIONS,
) -> None:
    """Give ``app`` the shell.

    ``app.secret_key`` must be set. ``municipality_language`` gives the form a municipality has decided on.
    The order matters: guards look before CSRF, so that a signed-out post is kept instead of refused.
    """
    app.extensions["settings"] = settings
    app.config.setdefault("SIGN_OUT_ENDPOINT", "security.logout")
    app.config.setdefault("HELP_ENDPOINT", "help.front")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_request_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.max_request_bytes
    app.jinja_env.add_extension("jinja2.ext.do")
    app.register_blueprint(Blueprint("shell", __name__, template_folder="templates"))
    languages.set_up(app, folder=translations, municipality_language=municipality_language)
    headers.set_up(app, settings)
    guards.set_up(app)
    csrf.set_up(app)
    assets.set_up(app)
    navigation.set_up(app)
    forms.set_up(app)
    questions.set_up(app)
    drawn_items.set_up(app)
    errors.set_up(app)
    app.jinja_env.globals.update(
        is_synthetic=is_synthetic,
        front_page=front_page,
        header_parts=header_parts,
        person_pages=person_pages,
        shell_setting=_setting,
        sign_in_here=sign_in_here,
        sign_in_endpoint=lambda: current_app.config["SIGN_IN_ENDPOINT"],
        sign_out_endpoint=lambda: current_app.config["SIGN_OUT_ENDPOINT"],
        help_endpoint=lambda: current_app.config["HELP_ENDPOINT"],
    )


def is_synthetic() -> bool:
    """Whether this page must say that what it shows is made up: the whole installation is, or ``g.synthetic`` was set."""
    settings: Settings = current_app.extensions["settings"]
    return settings.demo or bool(g.get("synthetic"))


def front_page() -> str:
    """Give the address of the front page in the current language."""
    return f"/{languages.current()}/"


def register_person_page(app: Flask, endpoint: str, words: str | LazyString) -> None:
    """Add a page to the menu under the person's name."""
    app.extensions.setdefault("person_pages", []).append((endpoint, words))


def person_pages() -> Sequence[tuple[str, str | LazyString]]:
    """Give the pages under the person's name: endpoint and words."""
    pages: list[tuple[str, str | LazyString]] = current_app.extensions.get("person_pages", [])
    return pages


def register_header_part(app: Flask, template: str, *roles: Role) -> None:
    """Let those who hold any of ``roles`` see ``template`` in the head of every page."""
    app.extensions.setdefault("header_parts", []).append((template, roles))


def header_parts() -> list[str]:
    """Give the templates that belong in the head of this page."""
    person = current_person()
    parts: list[tuple[str, tuple[Role, ...]]] = current_app.extensions.get("header_parts", [])
    return [template for template, roles in parts if person is not None and person.has(*roles)]


def sign_in_here() -> str:
    """Give the address of a sign-in that ends on the front page: opened in a second window, beside the page that stays."""
    return guards.sign_in_url(front_page())


def _setting(name: str) -> object:
    """Give one setting that the frame shows."""
    return getattr(current_app.extensions["settings"], name)
