"""Saving a section of ten answers, durably, through the whole stack: how fast, and what share of the least there is to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

from bench import servers
from bench.bare import ITEMS
from bench.figures import Figure, Measured
from bench.load import Run, together
from bench.responses import bare_post, section_posts
from bench.round import open_in

CLIENTS: Final = (1, 4, 16)
GOAL_SHARE: Final = 0.5
"""At least half of what the bare view reaches."""

_INSERT: Final = (
    "INSERT INTO bare_answer (response, item, value) SELECT %s, * FROM unnest(%s::text[], %s::int[])"
)


def measure(quick: bool) -> Iterator[Measured]:  # noqa: FBT001 -- every measure takes it
    """Give, for 1, 4 and 16 clients, the time of a save, and its throughput as a share of the bare view and of bare psycopg."""
    seconds = 0.8 if quick else 5.0
    with servers.database() as kept, servers.settings_for(kept.url) as environment:
        places = open_in(servers.settings_in(environment), max(CLIENTS))
        with (
            servers.serving(environment) as ours,
            servers.serving(environment, servers.BARE) as bare,
        ):
            posts = [section_posts(ours.port, place) for place in places]
            plain = bare_post(bare.port)
            for client in range(max(CLIENTS)):
                posts[client][1].send()
                plain.send()
            for clients in CLIENTS:
                saved = together(clients, seconds, lambda client, turn: posts[client][turn % 2].send())
                view = together(clients, seconds / 2, lambda _client, _turn: plain.send())
                script = _script(kept.url, clients, seconds / 2)
                yield Figure(
                    name=f"saving.{clients}_clients",
                    value=saved.per_second,
                    unit="saves of ten answers a second, durable",
                    against="minimal Flask view with one Core insert",
                    against_value=view.per_second,
                    goal=GOAL_SHARE,
                    more={
                        "p50_ms": saved.milliseconds(0.5),
                        "p95_ms": saved.milliseconds(0.95),
                        "saves": len(saved.timings),
                        "bare_view_p95_ms": view.milliseconds(0.95),
                        "psycopg_per_second": script.per_second,
                        "share_of_psycopg": saved.per_second / script.per_second,
                    },
                )


def _script(url: str, clients: int, seconds: float) -> Run:
    """Let a bare psycopg script write ten rows in one statement, and commit."""
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connections = [psycopg.connect(dsn, autocommit=True) for _ in range(clients)]

    def write(client: int, turn: int) -> None:
        connections[client].execute(_INSERT, (str(uuid4()), list(ITEMS), [turn % 5] * len(ITEMS)))

    try:
        return together(clients, seconds, write)
    finally:
        for connection in connections:
            connection.close()
