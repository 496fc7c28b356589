"""The written language of a request: chosen once, kept in every address, and never shared between requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from babel.support import NullTranslations
from flask import Flask, current_app, g, has_app_context, request
from flask_babel import Babel, Domain, refresh
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import LanguageAccept

from webapp.core.text import LANGUAGES, Language, Text
from webapp.shipped import TRANSLATIONS
from webapp.web import writing_out
from webapp.web.catalogues import compile_catalogues as compile_catalogues
from webapp.web.catalogues import translations
from webapp.web.visitor import current_person

PREFIX: Final = "/<any(nb, nn):language>"
"""What stands first in the address of every page: ``app.register_blueprint(..., url_prefix=PREFIX)``."""

NAMES: Final[Mapping[Language, str]] = {"nb": "Bokmål", "nn": "Nynorsk"}
"""Each language under its own name, as the switch shows it."""

_ACCEPTED: Final[Mapping[str, Language]] = {"nb": "nb", "no": "nb", "nn": "nn"}
_SWITCH: Final = "language:"

MunicipalityLanguage = Callable[[str], Language | None]
"""Gives the language a municipality (its number) has decided on, None when it is neutral or unknown."""


def understood(code: str | None) -> Language | None:
    """Give the language a code stands for: nb, nn, no, no-NO, nb-NO, nn_NO, in any case; None for all others."""
    return _ACCEPTED.get((code or "").strip().lower().replace("_", "-").split("-")[0])


def accepted(header: LanguageAccept) -> Language | None:
    """Give the best of our languages in an Accept-Language header, None when it names none of them.

    Neither werkzeug nor Babel matches ``no`` to bokmål, so we map it ourselves (PITFALLS 21).
    """
    for code, quality in sorted(header, key=lambda pair: -pair[1]):
        language = understood(code)
        if language is not None and quality > 0:
            return language
    return None


def current() -> Language:
    """Give the language of this request, or of the ``speaking`` block; nb where there is neither."""
    language: Language = g.get("language", "nb") if has_app_context() else "nb"
    return language


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Let everything inside the block be written in ``language``: a letter, or a page drawn by the worker."""
    before = g.get("language", None)
    g.language = language
    refresh()
    try:
        yield
    finally:
        if before is None:
            g.pop("language", None)
        else:
            g.language = before
        refresh()


def alternate_url(language: Language) -> str:
    """Give the address of this page in ``language``, with its query string (PITFALLS 22)."""
    first, rest = _split(request.path)
    query = request.query_string.decode("utf-8", "replace")
    if first is not None:
        return f"/{language}{rest}" + (f"?{query}" if query else "")
    pairs = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "language"]
    return f"{request.path}?{urlencode([*pairs, ('language', language)])}"


def without_language(path: str) -> str:
    """Give ``path`` without its language, so that the same page in the two languages compares equal."""
    return _split(path)[1]


def switch_asked(form: Mapping[str, str]) -> Language | None:
    """Give the language asked for by the page's switch when it is a button of the form (``go=language:nn``)."""
    go = form.get("go", "")
    return understood(go.removeprefix(_SWITCH)) if go.startswith(_SWITCH) else None


def set_up(
    app: Flask, *, folder: Path = TRANSLATIONS, municipality_language: MunicipalityLanguage | None = None
) -> None:
    """Give ``app`` its languages: the address, the catalogues in ``folder``, and how things are written out."""
    app.extensions["municipality_language"] = municipality_language
    app.url_value_preprocessor(_pull_language)
    app.url_defaults(_put_language)
    babel = Babel(app, default_locale="nb", default_timezone="Europe/Oslo", locale_selector=current)
    babel.domain_instance = _Catalogues(folder)
    writing_out.set_up(app, current)
    app.jinja_env.globals.update(
        alternate_url=alternate_url, current_language=current, language_names=NAMES, languages=LANGUAGES
    )
    app.jinja_env.filters["in_language"] = _in_language
    app.jinja_env.policies["ext.i18n.trimmed"] = True


class _Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel carries no types
    """The merged catalogues of one folder, read once per app."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._messages: dict[Language, NullTranslations] = {
            form: translations(folder, form) for form in LANGUAGES
        }

    def get_translations(self) -> NullTranslations:
        """Give the messages of the language that is current."""
        return self._messages[current()]


def _in_language(text: Text | None) -> str:
    """Write a text in the current language; nothing for None."""
    return "" if text is None else text.of(current())


def _split(path: str) -> tuple[Language | None, str]:
    """Split ``/nb/rounds`` into nb and ``/rounds``; the first is None when the path has no language."""
    first, _, rest = path.removeprefix("/").partition("/")
    for language in LANGUAGES:
        if first == language:
            return language, f"/{rest}"
    return None, path


def _pull_language(endpoint: str | None, values: dict[str, Any] | None) -> None:  # Any: of any rule
    """Take the language out of the address, so that no view sees it, or choose one where it has none."""
    given = values.pop("language", None) if values is not None else None
    if given is None and endpoint in {"static", "asset"}:
        g.language = "nb"
        return
    addressed = understood(given) or _split(request.path)[0] or understood(request.args.get("language"))
    g.language = addressed or _chosen(values)


def _chosen(values: Mapping[str, Any] | None) -> Language:
    """Choose by person, municipality and Accept-Language, in that order (DESIGN 7)."""
    try:
        person = current_person()
        if person is not None and person.language is not None:
            return person.language
        ask: MunicipalityLanguage | None = current_app.extensions["municipality_language"]
        number = (values or {}).get("municipality")
        if number is None and person is not None and len(person.municipalities) == 1:
            number = person.municipalities[0]
        if ask is not None and isinstance(number, str):
            decided = ask(number)
            if decided is not None:
                return decided
    except SQLAlchemyError:
        pass  # the page that tells people the database is away must not need the database
    return accepted(request.accept_languages) or "nb"


def _put_language(endpoint: str, values: dict[str, Any]) -> None:  # Any: the values of any rule
    """Put the current language into an address that needs one and was not given any."""
    if "language" in values or endpoint not in current_app.view_functions:
        return  # what does not exist is url_for's to complain about
    if current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = current()
