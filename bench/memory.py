"""What a web worker weighs, how long the application takes to load, and what it must not load to serve forms."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from time import perf_counter
from typing import Final

from bench import servers
from bench.figures import Figure, Measured, percentile
from bench.load import fetch
from bench.processes import memory
from bench.responses import section_posts
from bench.round import Place, open_in

HEAVY: Final = ("matplotlib", "scipy", "numpy", "typst", "pydantic", "yaml")
"""What a worker that serves forms has no use for: 40 MB and 0.7 s (LIMITS)."""
_BARE_IMPORT: Final = "import flask, sqlalchemy, psycopg"


def measure(quick: bool) -> Iterator[Measured]:  # noqa: FBT001 -- every measure takes it
    """Give memory a worker, import time, and which of the heavy modules a worker has loaded after serving forms."""
    with servers.database() as kept, servers.settings_for(kept.url) as environment:
        places = open_in(servers.settings_in(environment), 2)
        with servers.serving(environment) as ours, servers.serving(environment, servers.BARE) as bare:
            for place in places * (2 if quick else 20):
                for post in section_posts(ours.port, place):
                    post.send()
                fetch(ours.port, f"{place.survey}/kontroll", place.coordinator)
                fetch(bare.port, "/")
            weights = [memory(pid) for pid in ours.workers]
            bare_weights = [memory(pid) for pid in bare.workers]
        yield Figure(
            name="worker.memory",
            value=max(w["pss"] for w in weights),
            unit="MB PSS a web worker that has served forms",
            against="a worker of the bare Flask view",
            against_value=max(w["pss"] for w in bare_weights),
            more={"rss_mb": max(w["rss"] for w in weights), "workers": len(weights)},
        )
        yield _importing(environment, 3 if quick else 7)
        yield _loaded(environment, places[0])


def _importing(environment: Mapping[str, str], times: int) -> Figure:
    ours, bare = [], []
    for _ in range(times):
        ours.append(_seconds("import webapp; webapp.create_app()", environment))
        bare.append(_seconds(_BARE_IMPORT, environment))
    return Figure(
        name="application.import",
        value=percentile(ours, 0.5),
        unit="s from a new process to an application that can answer",
        against="importing flask, sqlalchemy and psycopg",
        against_value=percentile(bare, 0.5),
        more={"least": min(ours), "most": max(ours), "times": times},
    )


def _seconds(code: str, environment: Mapping[str, str]) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=servers.ROOT, env=dict(environment), check=True)
    return perf_counter() - start


def _loaded(environment: Mapping[str, str], place: Place) -> Figure:
    """Let a new process serve a form, and ask it what it has loaded."""
    code = f"""
import json, sys, webapp
client = webapp.create_app().test_client()
name, _, value = {place.coordinator!r}.partition("=")
client.set_cookie(name, value)
for path in ({place.section("s1")!r}, {place.survey + "/kontroll"!r}):
    assert client.get(path).status_code == 200
heavy = [name for name in {HEAVY!r} if name in sys.modules]
print(json.dumps({{"heavy": heavy, "modules": len(sys.modules)}}))
"""
    command = [sys.executable, "-c", code]
    said = subprocess.run(
        command, cwd=servers.ROOT, env=dict(environment), check=True, capture_output=True, text=True
    ).stdout
    told = json.loads(said)
    return Figure(
        name="worker.heavy_modules",
        value=len(told["heavy"]),
        unit=f"of {', '.join(HEAVY)} loaded by a process that serves forms",
        goal=0,
        more={"loaded": told["heavy"], "modules": told["modules"]},
    )
