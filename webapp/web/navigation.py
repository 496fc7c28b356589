"""The main menu: activities register their entries, and each page shows those that fit who is looking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from flask import Flask, current_app, request, url_for
from flask_babel.speaklater import LazyString

from webapp.core.person import Person, Role
from webapp.web.visitor import current_person

Words: TypeAlias = str | LazyString
Fits = Callable[[Person | None], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu. ``roles`` are those who see it; none: everybody, signed in or not."""

    endpoint: str
    words: Words
    roles: frozenset[Role] = frozenset()
    order: int = 50
    also: tuple[str, ...] = ()

    def fits(self, person: Person | None) -> bool:
        """Whether the entry is for this person."""
        return not self.roles or (person is not None and person.has(*self.roles))

    def leads_to(self, endpoint: str | None) -> bool:
        """Whether the page ``endpoint`` is the entry's own, or of one of the blueprints in ``also``."""
        return endpoint is not None and (endpoint == self.endpoint or endpoint.partition(".")[0] in self.also)


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go, ready to be drawn."""

    address: str
    words: str
    is_current: bool = False


def register(app: Flask, *entries: Entry) -> None:
    """Add entries to the menu of ``app``; lowest ``order`` first."""
    menu: list[Entry] = app.extensions.setdefault("navigation", [])
    menu.extend(entries)
    menu.sort(key=lambda entry: entry.order)


def links() -> list[Link]:
    """Give the menu for whoever asked for this page."""
    person = current_person()
    menu: list[Entry] = current_app.extensions.get("navigation", [])
    fitting = [entry for entry in menu if entry.fits(person)]
    exact = [entry for entry in fitting if entry.endpoint == request.endpoint]
    return [
        Link(
            address=url_for(entry.endpoint),
            words=str(entry.words),
            is_current=entry in exact or (not exact and entry.leads_to(request.endpoint)),
        )
        for entry in fitting
    ]


def has_endpoint(endpoint: str) -> bool:
    """Whether the app has this page: the frame links to a page only when its room is built."""
    return endpoint in current_app.view_functions


def set_up(app: Flask) -> None:
    """Give templates ``menu()``, ``has_endpoint()`` and ``current_person()``."""
    app.extensions.setdefault("navigation", [])
    app.jinja_env.globals.update(menu=links, has_endpoint=has_endpoint, current_person=current_person)
