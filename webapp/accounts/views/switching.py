"""Switching language from within a form: what was typed comes along to the other page."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.web import kept
from webapp.web.languages import switch_asked


def switched(endpoint: str, **values: Any) -> ResponseReturnValue | None:  # noqa: ANN401  url_for's own
    """Lead to ``endpoint`` in the language that the page's switch asked for; None when it was another button."""
    language = switch_asked(request.form)
    if language is None:
        return None
    kept.keep(request)
    return redirect(url_for(endpoint, language=language, **values), code=303)
