"""A visitor for tests: posts real forms, counts SQL statements, and reads every page with tests.manners."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from tests.manners import faults, parsed, text_of
from tests.seed import uniquifier

Values = Mapping[str, str | Sequence[str]]


@dataclass
class Form:
    """One form of a page, with the values it would send if nothing were touched."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A response: its status, where it points, and its parsed HTML when it has any."""

    path: str
    response: TestResponse
    html: Element | None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """The source as text."""
        return self.response.get_data(as_text=True)

    @property
    def words(self) -> str:
        """What a reader sees in <body>, with runs of white space as one space."""
        body = self.tree.find("body")
        return text_of(body) if body is not None else ""

    @property
    def tree(self) -> Element:
        """The parsed page; fails the test when the response was no HTML."""
        assert self.html is not None, f"{self.path} gave {self.response.content_type}, not HTML"
        return self.html

    @property
    def h1(self) -> str:
        """The text of the page's one h1."""
        return text_of(next(self.tree.iter("h1")))

    @property
    def location(self) -> str:
        """Where a redirect points: path and query."""
        parts = urlsplit(self.response.headers["Location"])
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def links(self) -> list[str]:
        """The addresses of the page's links, in order."""
        return [link.get("href", "") for link in self.tree.iter("a")]

    def forms(self) -> list[Form]:
        """The forms of the page, in order; a field may stand outside its form and name it (form="id")."""
        return [_form(self.tree, form, self.path) for form in self.tree.iter("form")]

    def form(self, action: str = "") -> Form:
        """The one form whose action contains a text (any action when there is one form that posts)."""
        forms = [form for form in self.forms() if action in form.action and (action or form.method == "post")]
        assert len(forms) == 1, (
            f"{self.path}: {len(forms)} forms with {action!r}: {[f.action for f in self.forms()]}"
        )
        return forms[0]


class Pages:
    """A browser without JavaScript: keeps cookies, reads every page strictly, counts SQL statements.

    ``statements`` is how many statements the last request ran, and ``sql`` is their text.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()
        self.sql: list[str] = []
        self.last: Page | None = None

    @property
    def statements(self) -> int:
        """How many SQL statements the last request ran."""
        return len(self.sql)

    def sign_in(self, email: str) -> None:
        """Be one of tests.seed's people: the session that signing in would give, without the password page."""
        with self.http.session_transaction() as session:
            session.clear()  # as real signing in does
            session["_user_id"] = uniquifier(email)
            session["_fresh"] = True
            session["fs_cc"] = "set"  # Flask-Security: the CSRF cookie is known
            session["fs_paa"] = time.time()  # Flask-Security: when the person last showed who they are

    def get(self, path: str, *, expect: int = 200, **options: Any) -> Page:  # noqa: ANN401  werkzeug's keywords
        """Ask for a page; fail the test unless it answers as expected and minds its manners."""
        return self._ask("GET", path, expect, **options)

    def post(self, path: str, data: Values | None = None, *, expect: int = 303, **options: Any) -> Page:  # noqa: ANN401  likewise
        """Post values as they are, without a form; see submit() for what a person does."""
        return self._ask("POST", path, expect, data=dict(data or {}), **options)

    def submit(
        self, page: Page, values: Values | None = None, *, form: str = "", button: str = "", expect: int = 303
    ) -> Page:
        """Fill in and send a form of a page, with everything else in it as it stands (its CSRF token too).

        A value for a field that the form has not is a mistake in the test and fails it. ``button`` is the
        name (or name=value) of the submit button pressed, where the form has several.
        """
        chosen = page.form(form)
        sent: dict[str, Any] = dict(chosen.values)  # Any: lists of text, or an upload
        for name, value in (values or {}).items():
            assert name in _names(page.tree), (
                f"{page.path} has no field {name!r}: {sorted(_names(page.tree))}"
            )
            sent[name] = value
        if button:
            matching = [b for b in chosen.buttons if button in {b[0], f"{b[0]}={b[1]}"}]
            assert matching, f"{page.path} has no button {button!r}: {chosen.buttons}"
            sent[matching[0][0]] = matching[0][1]
        return self._ask(chosen.method.upper(), chosen.action, expect, data=sent)

    def follow(self, page: Page, *, expect: int = 200) -> Page:
        """Go where a redirect points."""
        return self.get(page.location, expect=expect)

    def _ask(self, method: str, path: str, expect: int, **options: Any) -> Page:  # noqa: ANN401  werkzeug's keywords
        with _counting() as self.sql:
            response = self.http.open(path, method=method, **options)
        html: Element | None = None
        if response.mimetype == "text/html" and response.data and response.status_code not in range(300, 400):
            source = response.get_data(as_text=True)
            found = faults(source, path=urlsplit(path).path)
            assert not found, f"{method} {path} ({response.status_code}):\n" + "\n".join(found)
            html = parsed(source)
        page = self.last = Page(path, response, html)
        shown = "" if html is None else page.words[:600]
        assert page.status == expect, f"{method} {path} gave {page.status}, not {expect}. {shown}"
        return page


@contextmanager
def _counting() -> Iterator[list[str]]:
    """Collect the SQL that any engine runs meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _names(tree: Element) -> set[str]:
    return {
        name for kind in ("input", "select", "textarea") for e in tree.iter(kind) if (name := e.get("name"))
    }


def _form(tree: Element, form: Element, path: str) -> Form:
    made = Form(urljoin(path, form.get("action", "")), form.get("method", "get").lower())
    own = list(form.iter())
    marked = [e for e in tree.iter() if form.get("id") and e.get("form") == form.get("id")]
    for element in [e for e in own if e.get("form") in {None, form.get("id")}] + [
        e for e in marked if e not in own
    ]:
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        kind = element.get("type", "").lower()
        if element.tag == "button" or kind in {"submit", "image"}:
            made.buttons.append((name, element.get("value", "")))
        elif (value := _standing(element, kind)) is not None:
            made.values.setdefault(name, []).extend(value)
    return made


def _standing(element: Element, kind: str) -> list[str] | None:
    """Give what a field would send untouched; None when it is no field or sends nothing."""
    match element.tag:
        case "input" if kind in {"radio", "checkbox"}:
            return [element.get("value", "on")] if element.get("checked") is not None else None
        case "input" if kind in {"file", "button", "reset"}:
            return None
        case "input":
            return [element.get("value", "")]
        case "textarea":
            return [(element.text or "").removeprefix("\n")]
        case "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None]
            if not chosen and element.get("multiple") is None:
                chosen = options[:1]
            return [o.get("value", text_of(o)) for o in chosen]
        case _:
            return None
