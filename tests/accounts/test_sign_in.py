"""Signing in and out: who gets in, where they land, how long it lasts, and what a stranger learns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from tests.accounts.conftest import PASSWORD, Known, put_together, sign_in, with_password
from tests.pages import Pages
from tests.seed import ADMINISTRATOR, ADVISER, OTHER_COORDINATOR
from webapp.accounts.security.forms import is_own_path
from webapp.settings import Settings
from webapp.store.database import in_use, reading, writing
from webapp.store.tables import AuditEvent, Person, SignInAttempt

WRONG = {
    "nb": "E-postadressen og passordet passer ikke sammen.",
    "nn": "E-postadressa og passordet passar ikkje saman.",
}


def test_the_right_password_leads_in_and_is_logged(client: Pages, known: Known) -> None:
    sign_in(client, known.email)

    assert client.get("/nb/profil").h1 == "Profil"
    with reading() as session:
        logged = session.execute(select(AuditEvent.action, AuditEvent.person_id)).all()
        seen = session.execute(select(Person.last_sign_in_at).where(Person.id == known.id)).scalar_one()
    assert [tuple(row) for row in logged] == [("person.signed_in", known.id)]
    assert seen is not None


def test_an_address_is_known_in_any_case_of_letters(client: Pages, known: Known) -> None:
    sign_in(client, f" {known.email.upper()} ")

    client.get("/nb/profil")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: Pages, known: Known, language: str
) -> None:
    said = set()
    for email in (known.email, "nobody@nowhere.no"):
        page = client.get(f"/{language}/logg-inn")
        answer = client.submit(
            page, {"email": email, "password": "not this one"}, form="logg-inn", expect=422
        )
        assert WRONG[language] in answer.words
        said.add(answer.words)

    assert len(said) == 1


def test_a_closed_account_gets_the_same_answer(client: Pages, known: Known) -> None:
    with writing() as session:
        session.execute(update(Person).where(Person.id == known.id).values(active=False))

    assert WRONG["nb"] in sign_in(client, known.email, expect=422).words


def test_a_person_without_a_password_cannot_sign_in(client: Pages) -> None:
    assert WRONG["nb"] in sign_in(client, ADVISER.email, "", expect=422).words
    assert WRONG["nb"] in sign_in(client, ADVISER.email, "anything at all", expect=422).words


def test_closing_an_account_signs_it_out(client: Pages, known: Known) -> None:
    sign_in(client, known.email)

    with writing() as session:
        session.execute(update(Person).where(Person.id == known.id).values(active=False))

    assert client.get("/nb/profil", expect=303).location.startswith("/nb/logg-inn")


def test_signing_out_takes_a_post(client: Pages, known: Known) -> None:
    sign_in(client, known.email)
    client.get("/nb/logg-ut", expect=405)

    page = client.get("/nb/profil")
    assert client.submit(page, form="logg-ut").location == "/nb/"

    client.get("/nb/profil", expect=303)


def test_signing_out_needs_the_token(client: Pages, known: Known) -> None:
    sign_in(client, known.email)

    client.post("/nb/logg-ut", expect=400)

    client.get("/nb/profil")


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("/nb/profil", True),
        ("/nb/profil?a=b", True),
        ("/", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("\\\\evil.example", False),
        ("https://evil.example/nb/", False),
        ("javascript:alert(1)", False),
        ("/\t/evil.example", False),
        ("///evil.example", False),
        ("evil.example", False),
        ("", False),
    ],
)
def test_only_paths_of_ours_are_led_on_to(address: str, own: bool) -> None:  # noqa: FBT001
    assert is_own_path(address) is own


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    "after", ["//evil.example/", "https://evil.example/", "/%5Cevil.example", "%09//evil.example"]
)
def test_signing_in_never_leads_to_another_site(client: Pages, known: Known, after: str) -> None:
    landed = sign_in(client, known.email, after=after)

    assert landed.response.headers["Location"] == "/nb/"


def test_signing_in_leads_to_where_one_was_going(client: Pages, known: Known) -> None:
    asked = client.get("/nn/kommune/1101/personer?from=letter", expect=303)
    page = client.follow(asked)
    landed = client.submit(page, {"email": known.email, "password": PASSWORD}, form="logg-inn")

    assert landed.location == "/nn/kommune/1101/personer?from=letter"


def test_what_was_typed_comes_back_after_signing_in_again(client: Pages, known: Known) -> None:
    sign_in(client, known.email)
    page = client.get("/nb/profil")
    with client.http.session_transaction() as session:
        session.clear()  # the session has ended while the page was open

    to_sign_in = client.submit(page, {"name": "Kari Æøå-Koordinator"}, form="profil")
    page = client.follow(to_sign_in)
    back = client.submit(page, {"email": known.email, "password": PASSWORD}, form="logg-inn")
    shown = client.follow(back)

    assert shown.form("profil").values["name"] == ["Kari Æøå-Koordinator"]
    client.submit(shown, form="profil")
    assert client.get("/nb/profil").form("profil").values["name"] == ["Kari Æøå-Koordinator"]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_sign_in_ends_after_half_an_hour_without_a_sign_of_life(client: Pages, known: Known) -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, known.email)
        for _ in range(3):
            clock.shift(timedelta(minutes=25))
            client.get("/nb/profil")
        clock.shift(timedelta(minutes=31))
        page = client.follow(client.get("/nb/profil", expect=303))

    assert "Du ble logget ut fordi det hadde gått en stund." in page.words


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_sign_in_ends_after_two_hours_whatever_happens(client: Pages, known: Known) -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, known.email)
        for _ in range(5):
            clock.shift(timedelta(minutes=24))
            client.get("/nb/profil")
        clock.shift(timedelta(minutes=1))
        client.get("/nb/profil", expect=303)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_nothing_from_before_signing_in_is_carried_over(client: Pages, known: Known) -> None:
    with client.http.session_transaction() as session:
        session["planted"] = "by someone else"

    sign_in(client, known.email)

    with client.http.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != ""


def test_guessing_is_stopped_for_a_quarter_of_an_hour_and_says_so(
    client: Pages, known: Known, settings: Settings
) -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(settings.sign_in_attempts):
            sign_in(client, known.email, "a wrong one", expect=422)

        paused = sign_in(client, known.email, expect=429)  # even the right one
        assert "Det har vært for mange forsøk. Vent et kvarter" in paused.words
        assert paused.response.headers["Retry-After"] == "900"
        page = client.get("/nn/logg-inn")
        again = client.submit(page, {"email": known.email, "password": PASSWORD}, form="logg-inn", expect=429)
        assert "Det har vore for mange forsøk. Vent eit kvarter" in again.words

        clock.shift(timedelta(minutes=15, seconds=1))  # refused attempts have not made the pause longer
        sign_in(client, known.email)


def test_the_pause_is_the_same_for_an_address_that_nobody_has(
    client: Pages, known: Known, settings: Settings
) -> None:
    for _ in range(settings.sign_in_attempts):
        sign_in(client, "nobody@nowhere.no", "a wrong one", expect=422)

    sign_in(client, "nobody@nowhere.no", "a wrong one", expect=429)
    sign_in(client, known.email)  # another address from the same client is not held up


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_one_client_cannot_try_one_password_on_everyone(settings: Settings, known: Known) -> None:
    client = Pages(put_together(replace(settings, sign_in_attempts=1)))
    for number in range(5):
        sign_in(client, f"someone{number}@nowhere.no", "the same one", expect=422)

    sign_in(client, known.email, expect=429)
    in_use().engine.dispose()


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    "after", ["//evil.example/", "https://evil.example/", "\\\\evil.example", "/\\evil.example"]
)
def test_a_forged_destination_in_the_post_leads_nowhere_else(client: Pages, known: Known, after: str) -> None:
    page = client.get("/nb/logg-inn")
    values = {**page.form("logg-inn").values, "email": known.email, "password": PASSWORD, "next": after}
    answer = client.http.post("/nb/logg-inn", data=values)

    assert not answer.headers.get("Location", "/").startswith(("//", "http", "\\", "/\\"))


def test_the_right_password_forgets_the_wrong_ones(client: Pages, known: Known) -> None:
    sign_in(client, known.email, "a wrong one", expect=422)
    sign_in(client, known.email)

    with reading() as session:
        left = session.execute(select(func.count()).select_from(SignInAttempt)).scalar_one()
        hashes = session.scalars(select(SignInAttempt.subject_hash)).all()
    assert left == 2  # the client's own two; the address's are gone
    assert all("@" not in subject and len(subject) == 64 for subject in hashes)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_session_cookie_is_for_this_host_alone_over_https(settings: Settings) -> None:
    app = put_together(replace(settings, base_url="https://godpraksis.example"))
    known = with_password(app, OTHER_COORDINATOR)
    client = Pages(app)
    client.http.get("/nb/logg-inn", base_url="https://godpraksis.example")
    page = client.get("/nb/logg-inn", base_url="https://godpraksis.example")
    values = {**page.form("logg-inn").values, "email": known.email, "password": PASSWORD}
    answer = client.http.post(
        "/nb/logg-inn",
        data=values,
        base_url="https://godpraksis.example",
        headers={"Referer": "https://godpraksis.example/"},
    )

    assert answer.status_code == 303
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "session" in c)
    assert cookie.startswith("__Host-session=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
    in_use().engine.dispose()


def test_who_is_signed_in_costs_one_statement(client: Pages, known: Known) -> None:
    sign_in(client, known.email)
    client.get("/nb/mine-kommuner")
    bare = [statement for statement in client.sql if not statement.startswith("BEGIN")]

    assert len(bare) == 2  # the person with their roles; the names of the municipalities


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_no_token_in_a_header_or_an_address_lets_anyone_in(client: Pages, known: Known, app: Flask) -> None:
    with app.test_request_context():
        user = app.extensions["security"].datastore.find_user(email=known.email)
        token = user.get_auth_token()

    client.get(f"/nb/profil?auth_token={token}", expect=303)
    client.get("/nb/profil", headers={"Authentication-Token": token}, expect=303)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_script_gets_no_account_out_of_the_sign_in_page(client: Pages, known: Known) -> None:
    page = client.get("/nb/logg-inn")
    token = page.form("logg-inn").values["csrf_token"][0]
    answer = client.http.post(
        "/nb/logg-inn?include_auth_token",
        json={"email": known.email, "password": PASSWORD},
        headers={"X-CSRFToken": token, "Accept": "application/json"},
    )

    assert b"authentication_token" not in answer.data


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_where_each_one_lands(app: Flask, known: Known, visitor: Callable[[], Pages]) -> None:
    client = visitor()
    sign_in(client, known.email)
    at_start = client.get("/", expect=303).location
    assert at_start == client.get("/nb/", expect=303).location
    assert "1101" in at_start

    administrator = visitor()
    administrator.sign_in(ADMINISTRATOR.email)
    assert administrator.get("/", expect=303).location == "/nb/ks/kommuner"


@pytest.mark.parametrize(
    ("header", "path"), [("nn-NO", "/nn/"), ("no", "/nb/"), ("en", "/nb/"), ("nn;q=0.2, nb;q=0.1", "/nn/")]
)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_front_door_speaks_the_visitors_language(client: Pages, header: str, path: str) -> None:
    assert client.get("/", headers={"Accept-Language": header}, expect=303).location == path
    page = client.get(path)
    assert "/logg-inn" in " ".join(page.links)
