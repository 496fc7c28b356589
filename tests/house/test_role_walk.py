"""The whole URL map as everyone: tests/house/routes.py says what each of them gets, and a new route fails until it is there.

LimeSurvey had exports beside a guarded page that nobody guarded (PITFALLS 30). A route is refused here until somebody
has written down who may have it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.databases import Templates
from tests.house.routes import OPEN, ROUTES, WHO, Route
from tests.house.walked import OURS, OVER, PLANNED, RELEASED, RUNNING, THEIRS, Rewind, World, applied, build
from tests.pages import Pages
from tests.seed import (
    ADMINISTRATOR,
    ADVISER,
    APPROVER,
    AUTHOR,
    CONTRIBUTOR,
    COORDINATOR,
    OTHER_COORDINATOR,
    READER,
)
from webapp.settings import Settings
from webapp.web import guards
from webapp.web.guards import guard_of

PEOPLE = {
    "anonymous": None,
    "reader": READER,
    "contributor": CONTRIBUTOR,
    "coordinator": COORDINATOR,
    "approver": APPROVER,
    "elsewhere": OTHER_COORDINATOR,
    "adviser": ADVISER,
    "author": AUTHOR,
    "administrator": ADMINISTRATOR,
}
SECRET = "a-secret-of-the-tests-and-of-nothing-else"
AUTOSAVE = {"save_id": "6f0a1e7c-2d7a-4f5e-8a40-9d7b6f1c2e33", "page_id": "p", "answers": {}}


@pytest.fixture(scope="module")
def world(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("walk")
    with templates.copy("sqlite", "seeded", folder) as url:
        settings = Settings(
            database_url=url, data=folder / "data", secret_key=SECRET, password_salt="salt-of-the-tests"
        )
        yield build(settings, folder / "test.db")


@pytest.fixture
def walked(world: World) -> Iterator[Flask]:
    with applied(world) as app:
        yield app


@dataclass
class Walker:
    """One person who tries an address; what a post changed is put back at once."""

    pages: Pages
    rewind: Callable[[], None]
    token: str

    def tries(self, route: Route, address: str) -> str:
        """Give what came of it: a status, or "login" when it leads to the sign-in page."""
        options: dict[str, Any] = {}  # Any: werkzeug's keywords
        if route.method == "POST":
            options["headers"] = {"X-CSRFToken": self.token}
            if route.endpoint == "filling.autosave":
                options |= {"json": AUTOSAVE}
            else:
                options["data"] = {"csrf_token": self.token}
        response = self.pages.http.open(address, method=route.method, **options)
        response.close()
        if route.method == "POST":
            self.rewind()
        if response.status_code == 401 or (
            response.status_code == 303 and "/logg-inn?" in response.headers.get("Location", "")
        ):
            return "login"
        return str(response.status_code)


def walker(app: Flask, world: World, who: str) -> Walker:
    pages = Pages(app)
    somebody = PEOPLE[who]
    if somebody is not None:
        pages.sign_in(somebody.email)
    page = pages.get("/nb/logg-inn" if somebody is None else "/nb/profil")
    token = page.forms()[-1].values["csrf_token"][0]
    return Walker(pages, Rewind(world.file), token)


def address(app: Flask, world: World, route: Route, *, municipality: str = OURS, language: str = "nb") -> str:
    """Fill a route's address in with things that are there."""
    endpoint = route.endpoint
    round_key = OVER if endpoint in {"filling.receipt", "filling.receipt_pdf"} else RUNNING
    keys = {
        "rounds.confirm_open": PLANNED,
        "rounds.open_round": PLANNED,
        "rounds.edit": PLANNED,
        "rounds.change": PLANNED,
        "rounds.make_release": OVER,
    }
    is_ks = endpoint.startswith("accounts.ks_")
    values: dict[str, Any] = {  # Any: url_for's own
        "language": language,
        "municipality": municipality,
        "round_key": round_key,
        "survey_key": RELEASED if round_key == OVER or endpoint.startswith("aggregates.") else "example",
        "section_key": "s1",
        "person": world.adviser if is_ks else world.person,
        "invitation": world.ks_invitation if is_ks else world.invitation,
        "token": world.token if endpoint == "accounts.accept" else "none",
        "letter": world.letter,
        "key": "svaransvarlig" if endpoint.startswith("help.") else keys.get(endpoint, RUNNING),
        "number": 1,
        "clause_key": world.clause,
        "item_key": world.item,
        "sha256": world.drawing,
        "digest": world.drawing,
        "filename": "css/frame.css",
        "job_id": world.job,
        "report_id": world.report,
        "form": "nb",
        "place": world.place,
    }
    rule = next(r for r in app.url_map.iter_rules() if (r.endpoint, r.rule) == (endpoint, route.rule))
    unknown = rule.arguments - values.keys()
    assert unknown == set(), f"{route.rule}: tell tests/house/test_role_walk.py what {unknown} may be"
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return adapter.build(endpoint, {name: values[name] for name in rule.arguments}, method=route.method)


def routes_of(app: Flask) -> set[tuple[str, str, str]]:
    """Give every route there is: method, rule and endpoint."""
    return {
        (method, rule.rule, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def gets(app: Flask, world: World, who: str, routes: tuple[Route, ...] = ROUTES) -> dict[str, str]:
    """Give what one of them gets at each route."""
    person = walker(app, world, who)
    return {r.name: person.tries(r, address(app, world, r)) for r in routes}


def test_every_route_is_listed_with_who_gets_what(walked: Flask) -> None:
    assert routes_of(walked) == {(r.method, r.rule, r.endpoint) for r in ROUTES}
    assert len({r.name for r in ROUTES}) == len(ROUTES)


def test_the_list_says_the_guard_that_stands_there(walked: Flask) -> None:
    assert {r.name: guard_of(walked, r.endpoint) for r in ROUTES} == {r.name: r.guard for r in ROUTES}


def test_what_the_list_opens_agrees_with_its_guards() -> None:
    # the list itself can be wrong: nobody gets through a guard that does not name them
    strangers = {
        f"{r.name}: {who}"
        for r in ROUTES
        for who, code in zip(WHO, r.codes, strict=True)
        if code in OPEN and not named(r.guard, who)
    }

    assert strangers == set()


def named(guard: str, who: str) -> bool:
    kind, _, roles = guard.partition(": ")
    return kind == "public" or (kind == "signed in" and who != "anonymous") or who in roles.split(", ")


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_everyone_gets_what_the_list_says(walked: Flask, world: World, who: str) -> None:
    place = WHO.index(who)

    assert gets(walked, world, who) == {r.name: r.codes[place] for r in ROUTES}


@pytest.mark.slow
def test_the_walk_notices_a_guard_that_is_gone(walked: Flask, world: World) -> None:
    # a positive control: each guard in turn is taken away, and what stands behind it answers someone it should not
    unnoticed = []
    for route in [r for r in ROUTES if r.guard.startswith(("ks", "municipal")) and r.method == "GET"]:
        guarded = walked.view_functions[route.endpoint]
        walked.view_functions[route.endpoint] = guards.public(bare(guarded))
        try:
            if walker(walked, world, "elsewhere").tries(route, address(walked, world, route)) == code(
                route, "elsewhere"
            ):
                unnoticed.append(route.name)
        finally:
            guards._marked(guarded, route.guard)
            walked.view_functions[route.endpoint] = guarded

    assert unnoticed == []


def bare(view: Callable[..., Any]) -> Callable[..., Any]:  # Any: a view, whatever it takes
    """Give a view without its guard; a copy, since a guard marks what it is put on."""
    inner: Callable[..., Any] = view.__wrapped__  # type: ignore[attr-defined]  # functools.wraps' own

    def unguarded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as above
        return inner(*args, **kwargs)

    return unguarded


def code(route: Route, who: str) -> str:
    return route.codes[WHO.index(who)]


@pytest.mark.slow
@pytest.mark.parametrize("who", ["reader", "contributor", "coordinator", "approver"])
def test_another_municipality_answers_404_to_everything(walked: Flask, world: World, who: str) -> None:
    person = walker(walked, world, who)
    municipal = [r for r in ROUTES if r.guard.startswith("municipal")]

    got = {r.name: person.tries(r, address(walked, world, r, municipality=THEIRS)) for r in municipal}

    assert len(municipal) > 15
    assert got == dict.fromkeys(got, "404")


def test_an_id_of_another_municipality_under_our_own_answers_404(walked: Flask, world: World) -> None:
    person = walker(walked, world, "coordinator")
    ours = {"/personer/": world.person, "/invitasjoner/": world.invitation}
    theirs = {
        "/personer/": (world.stranger, world.adviser),
        "/invitasjoner/": (world.their_invitation, world.ks_invitation),
    }
    got, checked = {}, 0
    for route in [r for r in ROUTES if r.endpoint.startswith("accounts.people_")]:
        kind = "/invitasjoner/" if "/invitasjoner/" in route.rule else "/personer/"
        good = address(walked, world, route)
        assert person.tries(route, good) != "404", f"{good} must be there, or this test shows nothing"
        for foreign in theirs[kind]:
            bad = good.replace(f"{kind}{ours[kind]}", f"{kind}{foreign}")
            assert bad != good
            got[f"{route.method} {bad}"] = person.tries(route, bad)
            checked += 1

    assert checked == 8
    assert got == dict.fromkeys(got, "404")


@pytest.mark.slow
def test_a_post_without_its_token_changes_nothing_and_is_never_a_bare_400(
    walked: Flask, world: World
) -> None:
    person = walker(walked, world, "coordinator")
    adviser = walker(walked, world, "adviser")
    administrator = walker(walked, world, "administrator")
    approver = walker(walked, world, "approver")
    for route in [r for r in ROUTES if r.method == "POST"]:
        by = next(
            (
                w
                for w, who in (
                    (person, "coordinator"),
                    (approver, "approver"),
                    (adviser, "adviser"),
                    (administrator, "administrator"),
                )
                if named(route.guard, who)
            )
        )
        before = world.file.read_bytes()
        is_json = route.endpoint == "filling.autosave"
        sent: dict[str, Any] = {"json": AUTOSAVE} if is_json else {"data": {"x": "y"}}  # Any: likewise
        response = by.pages.http.post(address(walked, world, route), **sent)

        assert response.status_code in {400, 403}, route.name
        assert world.file.read_bytes() == before, route.name
        said = (response.get_json() or {}).get("text", "") if is_json else response.get_data(as_text=True)
        assert len(said) > 20, route.name
        if not is_json:
            assert "<h1" in said, route.name
            assert urlsplit(address(walked, world, route)).path.startswith("/nb/"), route.name
