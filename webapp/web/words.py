"""Flask-Babel's functions with types: every text a person reads goes through one of these."""

from __future__ import annotations

from typing import TypeAlias

import flask_babel
from flask_babel.speaklater import LazyString

Words: TypeAlias = str | LazyString


def gettext(message: str, **values: object) -> str:
    """Give ``message`` in the language of the request, with ``values`` filled in (``%(name)s``)."""
    translated: str = flask_babel.gettext(message, **values)
    return translated


def ngettext(one: str, several: str, num: int, **values: object) -> str:
    """Give the one of two messages that goes with ``num`` (which fills in ``%(num)d``)."""
    translated: str = flask_babel.ngettext(one, several, num, **values)
    return translated


def lazy_gettext(message: str, **values: object) -> LazyString:
    """Give a message that is translated when it is shown, for what is written once at import."""
    return flask_babel.lazy_gettext(message, **values)
