"""A whole response of 40 items as a real respondent gives it, and what it costs the servers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Any, Final

from bench import servers
from bench.bare import ITEMS
from bench.figures import Figure, Measured, percentile
from bench.load import FormPost, fetch, together
from bench.processes import cpu_seconds
from bench.round import Place, open_in
from bench.statements import statements_of
from bench.survey import FORTY, answers_to
from bench.visitor import Answer, Visitor, filled, form_of

AT_ONCE: Final = 16
GOAL_CPU: Final = 0.04
GOAL_POST: Final = 0.150
MOST_STATEMENTS: Final = 12
PUBLISHED: Final = {"LimeSurvey 6.4.2, tuned": 0.50, "ONS eQ Questionnaire Runner": 0.75}
"""Server CPU seconds for the same response on two-core machines; they were measured elsewhere, on other days."""
PUBLISHED_P95: Final = {"LimeSurvey 6.4.2, tuned": 2.35, "ONS eQ Questionnaire Runner": 1.8}


def measure(quick: bool) -> Iterator[Measured]:  # noqa: FBT001 -- every measure takes it
    """Give the processor seconds of a response, the time of a page post with many at once, and the statements of a page."""
    count = 4 if quick else 17
    turns = 1 if quick else 3
    with servers.database() as kept, servers.settings_for(kept.url) as environment:
        places = open_in(servers.settings_in(environment), 2 + count * turns + AT_ONCE)
        warm, rest = places[:2], places[2:]
        with (
            servers.serving(environment) as ours,
            servers.serving(environment, servers.BARE) as bare,
        ):
            for place in warm:
                respond(ours.port, place)
            for _ in warm:
                respond_barely(bare.port)
            costs, bare_costs, walks = [], [], list[list[Answer]]()
            spent_there = 0.0
            for turn in range(turns):  # turn about, so that a busy minute strikes both
                some = rest[turn * count : (turn + 1) * count]
                start, of_database = cpu_seconds(ours.pid, kept.pid), cpu_seconds(kept.pid)
                walks += [respond(ours.port, place) for place in some]
                costs.append((cpu_seconds(ours.pid, kept.pid) - start) / count)
                spent_there += cpu_seconds(kept.pid) - of_database
                start = cpu_seconds(bare.pid, kept.pid)
                for _ in some:
                    respond_barely(bare.port)
                bare_costs.append((cpu_seconds(bare.pid, kept.pid) - start) / count)
            yield Figure(
                name="response.cpu",
                value=_median(costs),
                unit="s of server CPU, all processes, database included",
                against="bare Flask page and view with one Core insert, as many requests",
                against_value=_median(bare_costs),
                goal=GOAL_CPU,
                more={
                    "responses": count * turns,
                    "requests_each": len(walks[0]),
                    "of_it_postgresql": spent_there / (count * turns),
                    "least": min(costs),
                    "most": max(costs),
                    "published": PUBLISHED,
                },
            )
            yield _post_at_once(ours.port, bare.port, rest[count * turns :], 1.5 if quick else 8.0)
        yield _statements(environment, warm[0])


def respond(port: int, place: Place) -> list[Answer]:
    """Give one whole response and deliver it: every page fetched, every redirect followed. Gives what was answered."""
    coordinator, approver = Visitor(port, place.coordinator), Visitor(port, place.approver)
    walk = [coordinator.get(f"{place.survey}/"), coordinator.get(place.section(FORTY.sections[0].key))]
    for section in FORTY.sections:
        own = place.section(section.key)
        is_last = section is FORTY.sections[-1]
        sent = filled(
            form_of(walk[-1], own),
            answers_to(section, int(place.municipality)),
            go="check" if is_last else "next",
        )
        walk.append(coordinator.post(own, sent))
        walk.append(coordinator.get(walk[-1].location))
    for visitor, page, button in (
        (coordinator, None, "/send"),
        (approver, f"{place.survey}/godkjenning", "/lever"),
    ):
        if page is not None:
            walk.append(visitor.get(page))
        form = form_of(walk[-1], button)
        walk.append(visitor.post(f"{place.survey}{button}", form.values))
        walk.append(visitor.get(walk[-1].location))
    return walk


def respond_barely(port: int) -> None:
    """Do as many requests of each kind to the bare view as a response has."""
    visitor = Visitor(port)
    values = [(item, "3") for item in ITEMS]
    for kind in "GGPGPGPGPGPGGPG":
        if kind == "G":
            visitor.get("/")
        else:
            visitor.post("/", values)


def section_posts(port: int, place: Place) -> list[FormPost]:
    """Give posts of a place's first section that can be sent in turn for ever: each changes all ten answers."""
    first = FORTY.sections[0]
    own = place.section(first.key)
    form = form_of(Visitor(port, place.coordinator).get(own), own)
    return [
        FormPost.make(port, own, filled(form, answers_to(first, shift), go="next"), place.coordinator)
        for shift in (0, 1)
    ]


def bare_post(port: int) -> FormPost:
    """Give the bare view's post of ten answers."""
    return FormPost.make(port, "/", [(item, "3") for item in ITEMS])


def _post_at_once(port: int, bare_port: int, places: Sequence[Place], seconds: float) -> Figure:
    """Let respondents post a page and fetch the next one, all at once; what counts is how long the post takes."""
    posts = [section_posts(port, place) for place in places]
    nexts = [place.section(FORTY.sections[1].key) for place in places]
    took: list[float] = []

    def turn_page(client: int, turn: int) -> None:
        start = perf_counter()
        posts[client][turn % 2].send()
        took.append(perf_counter() - start)
        fetch(port, nexts[client], places[client].coordinator)

    bare_took: list[float] = []
    plain = bare_post(bare_port)

    def turn_bare_page(_client: int, _turn: int) -> None:
        start = perf_counter()
        plain.send()
        bare_took.append(perf_counter() - start)
        fetch(bare_port, "/")

    run = together(len(places), seconds, turn_page)
    together(len(places), seconds / 2, turn_bare_page)
    return Figure(
        name="response.post_p95",
        value=percentile(took, 0.95),
        unit="s",
        against="the same of the bare view",
        against_value=percentile(bare_took, 0.95),
        goal=GOAL_POST,
        more={
            "clients": len(places),
            "posts": len(took),
            "p50": percentile(took, 0.5),
            "p95_with_the_next_page": percentile(run.timings, 0.95),
            "pages_per_second": 2 * run.per_second,
            "published": PUBLISHED_P95,
        },
    )


def _statements(environment: dict[str, str], place: Place) -> Figure:
    counts = statements_of(environment, place)
    worst = max(counts, key=lambda step: counts[step])
    more: dict[str, Any] = {"worst": worst, "each": counts}
    return Figure(
        name="response.statements",
        value=counts[worst],
        unit="SQL statements on a page",
        goal=MOST_STATEMENTS,
        more=more,
    )


def _median(values: Sequence[float]) -> float:
    return percentile(values, 0.5)
