"""`godpraksis routes`: every address there is, and who may open it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import click
from flask import Flask

from webapp import create_app
from webapp.web.guards import guard_of

UNGUARDED = "NOBODY: no guard stands before it"


@dataclass(frozen=True, slots=True)
class Route:
    """One address with the methods it takes, the view's name and the words of the guard before it."""

    address: str
    methods: tuple[str, ...]
    endpoint: str
    guard: str | None


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write as JSON.")
def routes(*, as_json: bool) -> None:
    """List every address with its methods, its view and its guard. Fails when one has no guard."""
    found = routes_of(create_app())
    if as_json:
        click.echo(json.dumps([asdict(route) for route in found], ensure_ascii=False, indent=2))
    else:
        for route in found:
            guard = route.guard or UNGUARDED
            click.echo(f"{route.address}\t{','.join(route.methods)}\t{route.endpoint}\t{guard}")
    raise SystemExit(any(route.guard is None for route in found))


def routes_of(app: Flask) -> list[Route]:
    """Give the routes of ``app``, sorted by address; HEAD and OPTIONS, which Flask adds by itself, are left out."""
    return sorted(
        (
            Route(
                rule.rule,
                tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})),
                rule.endpoint,
                guard_of(app, rule.endpoint),
            )
            for rule in app.url_map.iter_rules()
        ),
        key=lambda route: (route.address, route.methods),
    )
