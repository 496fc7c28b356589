"""An application context, in which words are said: charts need nothing else of it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from webapp.web import languages


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    """Let charts speak both written forms."""
    app = Flask(__name__)
    languages.set_up(app)
    with app.app_context():
        yield
