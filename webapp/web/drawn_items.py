"""Questions as HTML, kept as long as they are asked for: most respondents are shown the same ones with the same answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, Final

from flask import Flask, current_app
from markupsafe import Markup

from webapp.core.answer import Choice, Choices, DontKnow, Level, Number
from webapp.core.survey import PracticeItem, Survey, TextItem
from webapp.web.languages import current
from webapp.web.questions import Question

KEPT: Final = 1500
"""Most questions that are kept in a process: about 4 kB each."""
_TEMPLATE: Final = "components/item.html"
_FEW_ANSWERS: Final = (Level, Number, Choice, Choices, DontKnow)

_Kept = OrderedDict[Hashable, tuple[Survey, Markup]]


def item(question: Question, level: int = 2, *, read_only: bool = False) -> Markup:
    """Draw a question as ``components/item.html`` does, or give it as it was drawn before.

    Kept is only what holds no words that anyone typed, and nothing that belongs to one visit (a fault, a conflict).
    """
    key = _key(question, level, read_only=read_only)
    if key is None:
        return _draw(question, level, read_only=read_only)
    kept: _Kept = current_app.extensions["drawn_items"]
    known = kept.get(key)
    if known is not None and known[0] is question.survey:  # an id can be used again
        kept.move_to_end(key)
        return known[1]
    html = _draw(question, level, read_only=read_only)
    kept[key] = (question.survey, html)
    if len(kept) > KEPT:
        kept.popitem(last=False)
    return html


def set_up(app: Flask) -> None:
    """Give templates ``drawn_item(question, level=2, read_only=false)``."""
    app.extensions["drawn_items"] = _Kept()
    app.jinja_env.globals["drawn_item"] = item


def _key(question: Question, level: int, *, read_only: bool) -> Hashable | None:
    """Give all that the HTML depends on, None when it is not to be kept."""
    raw, saved = question.raw, question.saved
    if question.faults or question.conflict or question.warning or question.previous or question.clauses:
        return None
    if raw.reason or raw.evidence or raw.fields or (saved is not None and saved.evidence):
        return None
    if raw.value and isinstance(question.item, TextItem | PracticeItem):
        return None
    given = saved.given if saved is not None and read_only else None
    if given is not None and not isinstance(given, _FEW_ANSWERS):
        return None
    return (
        id(question.survey),
        question.item.key,
        current(),
        level,
        read_only,
        question.number,
        question.version,
        question.is_shown,
        raw.status,
        tuple(raw.value),
        given,
        saved is None,
    )


def _draw(question: Question, level: int, *, read_only: bool) -> Markup:
    macros: Any = current_app.jinja_env.get_template(
        _TEMPLATE
    ).module  # Any: a template's macros are its attributes
    html: Markup = macros.item(question, level=level, read_only=read_only)
    return html
