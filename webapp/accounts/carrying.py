"""What someone had typed on a page for those who are not signed in, kept while the page changes language: never a password."""

from __future__ import annotations

from typing import Final

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from webapp.core.text import Language
from webapp.web.languages import switch_asked, without_language

LONGEST: Final = {"email": 254, "name": 200, "language": 2}
"""The fields that are carried, and how much of each; they lie in the visitor's own cookie until the page is drawn."""
TYPED: Final = "typed"


def switched(endpoint: str, **values: str) -> ResponseReturnValue | None:
    """Lead to ``endpoint`` in the language that the page's switch asked for, with what was typed; None for another button."""
    language = switch_asked(request.form)
    if language is None:
        return None
    fields = {name: request.form[name][:longest] for name, longest in LONGEST.items() if name in request.form}
    session[TYPED] = [without_language(request.path), fields]
    return redirect(url_for(endpoint, language=language, **values), code=303)  # type: ignore[arg-type]  # Flask's keywords


def typed() -> dict[str, str]:
    """Give what had been typed on this page when its language was switched, once; nothing on any other page."""
    page, fields = session.pop(TYPED, ("", {}))
    return dict(fields) if page == without_language(request.path) else {}


def in_language(path: str, language: Language) -> str:
    """Give the address of a page of ours in ``language``; an address that has no language stays as it is."""
    rest = without_language(path)
    return path if rest == path else f"/{language}{rest}"
