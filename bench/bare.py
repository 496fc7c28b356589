"""The least there is to do: a Flask page of ten questions, and a view that writes ten answers with one Core insert."""

from __future__ import annotations

import os
from typing import Final
from uuid import uuid4

from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert

from webapp.settings import PREFIX

METADATA: Final = MetaData()
ANSWER: Final = Table(
    "bare_answer",
    METADATA,
    Column("response", String(36), primary_key=True),
    Column("item", String(20), primary_key=True),
    Column("value", Integer, nullable=False),
)
ITEMS: Final = tuple(f"q{number}" for number in range(1, 11))
PAGE: Final = """<!doctype html><html lang="nb"><head><title>Ti spørsmål</title></head><body><h1>Ti spørsmål</h1>
<form method="post">{% for item in items %}<fieldset><legend>Spørsmål {{ item }}</legend>
{% for value in range(5) %}<label><input type="radio" name="{{ item }}" value="{{ value }}"> {{ value }}</label>
{% endfor %}</fieldset>{% endfor %}<button>Lagre</button></form></body></html>"""


def create_app() -> Flask:
    """Give the application; its database is the product's, in a table of its own that is there already."""
    app = Flask(__name__)
    engine = create_engine(os.environ[PREFIX + "DATABASE_URL"], pool_size=2)

    @app.get("/")
    def show() -> ResponseReturnValue:
        return render_template_string(PAGE, items=ITEMS)

    @app.post("/")
    def save() -> ResponseReturnValue:
        response = str(uuid4())
        rows = [{"response": response, "item": item, "value": int(request.form[item])} for item in ITEMS]
        with engine.begin() as connection:
            connection.execute(insert(ANSWER).values(rows))
        return redirect("/", code=303)

    return app
