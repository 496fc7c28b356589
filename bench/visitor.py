"""A respondent without JavaScript: a new connection for each request, a cookie in hand, forms sent as they stand."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from bench.servers import HOST

Pairs = list[tuple[str, str]]
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


class UnexpectedAnswerError(Exception):
    """A page answered otherwise than a respondent would meet; nothing can be measured then."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered with."""

    status: int
    path: str
    body: str
    location: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes and what it sends when nothing is touched."""

    action: str
    values: Pairs = field(default_factory=list)


@dataclass(slots=True)
class Visitor:
    """Someone at the other end of a connection; ``cookie`` is their signed session."""

    port: int
    cookie: str = ""
    timings: list[float] = field(default_factory=list)

    def get(self, path: str) -> Answer:
        """Fetch a page that must be there."""
        return self._ask("GET", path, None, 200)

    def post(self, path: str, values: Pairs, *, expect: int = 303) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(values), expect)

    def _ask(self, method: str, path: str, body: str | None, expect: int) -> Answer:
        headers: dict[str, str] = {"Accept-Language": "nb", **(_FORM if body is not None else {})}
        if self.cookie:
            headers["Cookie"] = self.cookie
        start = time.perf_counter()
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        took = time.perf_counter() - start
        self.timings.append(took)
        for name, value in response.getheaders():
            if name.lower() == "set-cookie" and value.startswith("session="):
                self.cookie = value.partition(";")[0]
        if response.status != expect:
            raise UnexpectedAnswerError(f"{method} {path} gave {response.status}, not {expect}: {text[:300]}")
        where = urljoin(path, urlsplit(response.headers.get("Location", "")).path)
        return Answer(response.status, path, text, where, took)


def form_of(page: Answer, action: str) -> Form:
    """Give the form of ``page`` whose action ends so. Raises UnexpectedAnswerError when there is none."""
    reader = _Forms()
    reader.feed(page.body)
    for form in reader.forms:
        if form.action.endswith(action):
            return form
    raise UnexpectedAnswerError(f"{page.path} has no form for {action}: {[f.action for f in reader.forms]}")


def filled(form: Form, answers: Mapping[str, str], *, go: str) -> Pairs:
    """Give what is sent when ``answers`` (by field name) are given and the button ``go`` is pressed."""
    kept = [(name, value) for name, value in form.values if name not in answers]
    return [*kept, *answers.items(), ("go", go)]


class _Forms(HTMLParser):
    """Reads the forms of a page, with the values that stand in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
            self._inside = True
        elif not self._inside:
            return
        elif tag == "textarea":
            self._area = given.get("name") or ""
            self.forms[-1].values.append((self._area, ""))
        elif tag == "input" and given.get("name") and _is_sent(given):
            self.forms[-1].values.append((str(given["name"]), given.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, before = self.forms[-1].values[-1]
            self.forms[-1].values[-1] = (name, before + data.removeprefix("\n"))


def _is_sent(given: Mapping[str, str | None]) -> bool:
    return given.get("type") not in {"radio", "checkbox"} or "checked" in given
