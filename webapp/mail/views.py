"""The outbox as a page: in the demo, and only there, letters are read here instead of being delivered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from webapp.mail import letter_of, letters_since
from webapp.settings import Settings
from webapp.store.database import reading
from webapp.web.guards import public

blueprint = Blueprint("letters", __name__, template_folder="templates")

_ADDRESS: Final = re.compile(r"(https?://[^\s<>\"]+)")


@blueprint.get("/brev")
@public
def outbox() -> ResponseReturnValue:
    """Show the letters of the demo, newest first."""
    _only_in_the_demo()
    with reading() as session:
        letters = letters_since(session)
    return render_template("mail/outbox.html", letters=letters)


@blueprint.get("/brev/<int:letter>")
@public
def letter(letter: int) -> ResponseReturnValue:
    """Show one letter of the demo; its links work."""
    _only_in_the_demo()
    with reading() as session:
        found = letter_of(session, letter)
    if found is None:
        abort(404)
    return render_template("mail/letter.html", letter=found, paragraphs=paragraphs(found.text))


def paragraphs(text: str) -> list[Sequence[tuple[str, bool]]]:
    """Give a plain text as paragraphs of (piece, whether it is an address), for the page to draw."""
    return [
        [(piece, _ADDRESS.fullmatch(piece) is not None) for piece in _ADDRESS.split(paragraph) if piece]
        for paragraph in text.strip().split("\n\n")
    ]


def _only_in_the_demo() -> None:
    settings: Settings = current_app.extensions["settings"]
    if not settings.demo:
        abort(404)
