"""How many SQL statements each step of a response takes, counted in this process on the same database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.round import Place
from bench.servers import settings_in
from bench.survey import FORTY
from webapp import create_app
from webapp.store import database


def statements_of(environment: dict[str, str], place: Place) -> dict[str, int]:
    """Give, by page, how many statements are sent; ``place`` has delivered.

    The one that tells row-level security whose rows the transaction may touch is counted: one each transaction.
    """
    app = create_app(settings_in(environment))
    engine = database.in_use().engine
    pages = {
        "survey": f"{place.survey}/",
        **{section.key: place.section(section.key) for section in FORTY.sections},
        "check": f"{place.survey}/kontroll",
        "receipt": f"{place.survey}/kvittering",
    }
    try:
        client = _client(app, place.coordinator)
        counts = {}
        for name, address in pages.items():
            with _counting(engine) as seen:
                answer = client.get(address)
            if answer.status_code != 200:
                msg = f"{address} gave {answer.status_code}"
                raise RuntimeError(msg)
            counts[name] = seen[0]
        return counts
    finally:
        engine.dispose()


def _client(app: Flask, cookie: str) -> FlaskClient:
    client = app.test_client()
    name, _, value = cookie.partition("=")
    client.set_cookie(name, value)
    return client


@contextmanager
def _counting(engine: Any) -> Iterator[list[int]]:  # noqa: ANN401 -- SQLAlchemy's events take anything
    seen = [0]

    def one_more(*_arguments: object) -> None:
        seen[0] += 1

    for name in ("before_cursor_execute", "begin"):
        event.listen(engine, name, one_more)
    try:
        yield seen
    finally:
        for name in ("before_cursor_execute", "begin"):
            event.remove(engine, name, one_more)
