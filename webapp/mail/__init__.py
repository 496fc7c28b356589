"""The post office: a letter is a row, written in the transaction that caused it and posted after commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, current_app, render_template
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from webapp.core.text import Language
from webapp.settings import Settings
from webapp.store.tables import Letter as LetterRow
from webapp.web.languages import speaking

MOST_SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a letter is for, and the language they read; ``person_id`` is None for one without an account."""

    person_id: int | None
    name: str
    email: str
    language: Language


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in the outbox. ``kind`` is which letter it is: ``accounts/invitation``."""

    id: int
    to_name: str
    to_email: str
    language: str
    kind: str
    subject: str
    text: str
    html: str
    created_at: datetime
    posted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Written:
    """What a letter says."""

    subject: str
    text: str
    html: str


def post(session: Session, to: Recipient, letter: str, **values: object) -> int:
    """Put a letter in the outbox, in the transaction of ``session``, and give its id.

    ``letter`` is ``<activity>/<name>``; it is written from ``<activity>/letters/<name>.subject.txt``, ``.txt`` and
    ``.html`` in the recipient's language. The templates get ``values`` and ``to``. Needs an application context.
    """
    written = write(to, letter, **values)
    row = session.execute(
        insert(LetterRow).returning(LetterRow.id),
        {
            "person_id": to.person_id,
            "to_name": to.name,
            "to_email": to.email,
            "language": to.language,
            "name": letter,
            "subject": written.subject,
            "text": written.text,
            "html": written.html,
            "created_at": datetime.now(UTC),
        },
    )
    return row.scalar_one()


def write(to: Recipient, letter: str, **values: object) -> Written:
    """Write a letter without sending it. HTML is escaped by its ending; the subject is one line (PITFALLS 34)."""
    activity, _, name = letter.partition("/")
    stem = f"{activity}/letters/{name}"
    with speaking(to.language):
        subject = render_template(f"{stem}.subject.txt", to=to, **values)
        text = render_template(f"{stem}.txt", to=to, **values)
        html = render_template(f"{stem}.html", to=to, **values)
    return Written(" ".join(subject.split()), _tidy(text), html)


def link(endpoint: str, language: Language, **values: object) -> str:
    """Give the whole address of a page, as a letter needs it.

    It begins with the installation's own address (GODPRAKSIS_BASE_URL) and never with what a request calls this host:
    a forged Host header must not lead a password reset astray. Raises BuildError for an unknown endpoint.
    """
    base = urlsplit(_settings().base_url)
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    if current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = language
    return adapter.build(endpoint, values, force_external=True)


def letters_since(session: Session, at: datetime | None = None, limit: int = MOST_SHOWN) -> list[Letter]:
    """Give the letters written at or after ``at`` (all when None), newest first, at most ``limit``."""
    asked = select(LetterRow).order_by(LetterRow.id.desc()).limit(limit)
    if at is not None:
        asked = asked.where(LetterRow.created_at >= at)
    return [_letter(row) for row in session.scalars(asked)]


def letter_of(session: Session, letter: int) -> Letter | None:
    """Give one letter, None when there is none with that id."""
    row = session.get(LetterRow, letter)
    return None if row is None else _letter(row)


def set_up(app: Flask) -> None:
    """Give ``app`` the letters' layout, and the words of the installation's own address."""
    app.jinja_env.globals["contact_email"] = lambda: _settings().contact_email
    app.jinja_env.globals["base_url"] = lambda: _settings().base_url


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _letter(row: LetterRow) -> Letter:
    return Letter(
        id=row.id,
        to_name=row.to_name,
        to_email=row.to_email,
        language=row.language,
        kind=row.name,
        subject=row.subject,
        text=row.text,
        html=row.html,
        created_at=row.created_at,
        posted_at=row.posted_at,
    )


def _tidy(text: str) -> str:
    """Let at most one empty line stand between paragraphs; templates leave more."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"


__all__: Sequence[str] = (
    "Letter",
    "Recipient",
    "Written",
    "letter_of",
    "letters_since",
    "link",
    "post",
    "set_up",
    "write",
)
