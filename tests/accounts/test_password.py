"""A forgotten password, a new one, and what neither tells a stranger (PITFALLS 31, 33, 34)."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select, update

from tests.accounts.conftest import PASSWORD, Known, letters_to, path_in, sign_in
from tests.pages import Page, Pages
from webapp.settings import Settings
from webapp.store.database import reading, writing
from webapp.store.tables import Person

NEW = "blå båt på bølgete blikk"


def ask(client: Pages, email: str, language: str = "nb", expect: int = 303) -> Page:
    """Ask for a new password through the page."""
    page = client.get(f"/{language}/glemt-passord")
    return client.submit(page, {"email": email}, form="glemt-passord", expect=expect)


def choose(client: Pages, path: str, password: str, expect: int = 303) -> Page:
    """Choose a password on the page that a letter leads to."""
    page = client.get(path)
    return client.submit(
        page, {"password": password, "password_confirm": password}, form="glemt-passord/", expect=expect
    )


def test_a_letter_leads_to_a_new_password(client: Pages, known: Known, visitor: Callable[[], Pages]) -> None:
    elsewhere = visitor()
    sign_in(elsewhere, known.email)

    ask(client, known.email)
    path = path_in(letters_to(known.email)[0], "glemt-passord")
    answer = client.follow(choose(client, path, NEW))

    assert "Det nye passordet ditt er lagret. Logg inn med det." in answer.words
    elsewhere.get("/nb/profil", expect=303)  # signed out everywhere
    sign_in(client, known.email, NEW)
    assert [letter.kind for letter in letters_to(known.email)] == [
        "accounts/password_changed",
        "accounts/password_reset",
    ]


def test_the_letters_link_works_once(client: Pages, known: Known) -> None:
    ask(client, known.email)
    path = path_in(letters_to(known.email)[0], "glemt-passord")
    choose(client, path, NEW)

    again = client.follow(client.get(path, expect=302))

    assert "Lenken er allerede brukt, eller ble ikke kopiert i sin helhet." in again.words


def test_a_scanner_that_opens_the_link_changes_nothing(client: Pages, known: Known) -> None:
    ask(client, known.email)
    path = path_in(letters_to(known.email)[0], "glemt-passord")
    for _ in range(3):
        client.get(path)

    choose(client, path, NEW)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_the_letters_link_runs_out_after_two_hours(client: Pages, known: Known) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), tick=False) as clock:
        ask(client, known.email)
        path = path_in(letters_to(known.email)[0], "glemt-passord")
        clock.shift(timedelta(hours=2, minutes=1))
        again = client.follow(client.get(path, expect=302))

    assert "Tiden for lenken er ute. Du kan be om et nytt brev her." in again.words


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_token_that_is_not_ours_opens_nothing(
    client: Pages, known: Known, app: Flask, settings: Settings, language: str
) -> None:
    with app.test_request_context():
        security = app.extensions["security"]
        user = security.datastore.find_user(email=known.email)
        other_purpose = security.remember_token_serializer.dumps([user.fs_uniquifier, "x"])
    other_key = URLSafeTimedSerializer("another key", salt="reset-salt").dumps([user.fs_uniquifier, "x"])
    other_salt = URLSafeTimedSerializer(settings.secret_key, salt="confirm-salt").dumps(
        [user.fs_uniquifier, "x"]
    )
    unsigned = other_key.rpartition(".")[0]

    for token in (other_purpose, other_key, other_salt, unsigned, "x", "a.b.c"):
        answer = client.get(f"/{language}/glemt-passord/{token}", expect=302)
        assert answer.location == f"/{language}/glemt-passord"
        client.follow(answer)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_asking_for_an_unknown_address_looks_just_the_same(
    client: Pages, known: Known, language: str
) -> None:
    said = []
    for email in (known.email, "nobody@nowhere.no"):
        answer = ask(client, email, language)
        assert answer.location == f"/{language}/logg-inn"
        said.append(client.follow(answer).words.replace(email, "somebody"))

    assert said[0] == said[1]
    assert letters_to("nobody@nowhere.no") == []
    assert len(letters_to(known.email)) == 1


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_asking_for_an_unknown_address_takes_the_same_time(
    client: Pages, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.accounts.security.attempts.admit", lambda *_: True)
    took: dict[str, list[float]] = {known.email: [], "nobody@nowhere.no": []}
    for _ in range(7):
        for email, times in took.items():
            page = client.get("/nb/glemt-passord")
            before = time.process_time()
            client.submit(page, {"email": email}, form="glemt-passord")
            times.append(time.process_time() - before)

    known_took, unknown_took = (min(times) for times in took.values())
    assert 0.75 < unknown_took / known_took < 1.33


def test_asking_too_often_is_refused_alike(client: Pages, known: Known, settings: Settings) -> None:
    for email in (known.email, "nobody@nowhere.no"):
        for _ in range(settings.sign_in_attempts):
            ask(client, email)
        assert "Det har vært for mange forsøk." in ask(client, email, expect=429).words


@pytest.mark.parametrize(
    ("language", "said"),
    [("nb", "Passordet må ha minst 12 tegn."), ("nn", "Passordet må ha minst 12 teikn.")],
)
def test_a_short_password_is_refused(client: Pages, known: Known, language: str, said: str) -> None:
    ask(client, known.email)
    path = path_in(letters_to(known.email)[0], "glemt-passord").replace("/nb/", f"/{language}/")

    assert said in choose(client, path, "elleve tegn", expect=422).words
    choose(client, path, "tolv tegn nå")


def test_the_form_says_what_a_password_must_be(client: Pages, known: Known) -> None:
    ask(client, known.email)
    page = client.get(path_in(letters_to(known.email)[0], "glemt-passord"))

    assert "Minst 12 tegn." in page.words
    assert "Vi kan ikke sjekke om det er lekket fra en annen tjeneste." in page.words


def test_two_unlike_passwords_are_refused(client: Pages, known: Known) -> None:
    ask(client, known.email)
    page = client.get(path_in(letters_to(known.email)[0], "glemt-passord"))
    answer = client.submit(
        page, {"password": NEW, "password_confirm": NEW + "x"}, form="glemt-passord/", expect=422
    )

    assert "De to passordene er ikke like." in answer.words


def test_changing_the_password_keeps_this_device_and_signs_out_the_others(
    client: Pages, known: Known, visitor: Callable[[], Pages]
) -> None:
    elsewhere = visitor()
    sign_in(elsewhere, known.email)
    sign_in(client, known.email)
    page = client.get("/nb/passord")
    values = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    wrong = client.submit(page, {**values, "password": "not it"}, form="/passord", expect=422)
    assert "Passordet er ikke riktig." in wrong.words

    answer = client.follow(client.submit(page, values, form="/passord"))

    assert answer.path == "/nb/profil"
    assert "Passordet ditt er endret." in answer.words
    elsewhere.get("/nb/profil", expect=303)
    assert [letter.kind for letter in letters_to(known.email)] == ["accounts/password_changed"]


def test_a_password_is_kept_as_an_argon2_hash(known: Known) -> None:
    with reading() as session:
        kept = session.execute(select(Person.password).where(Person.id == known.id)).scalar_one()

    assert kept is not None
    assert kept.startswith("$argon2id$")


def test_a_letter_goes_out_in_the_recipients_language(client: Pages, known: Known) -> None:
    with writing() as session:
        session.execute(update(Person).where(Person.id == known.id).values(language="nn"))

    ask(client, known.email, "nb")
    letter = letters_to(known.email)[0]

    assert letter.language == "nn"
    assert letter.subject == "Vel nytt passord til Godpraksis"
    assert path_in(letter, "glemt-passord").startswith("/nn/")


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_forged_host_does_not_get_into_the_link(client: Pages, known: Known, settings: Settings) -> None:
    page = client.get("/nb/glemt-passord")
    values = {**page.form("glemt-passord").values, "email": known.email}
    client.http.post("/nb/glemt-passord", data=values, headers={"Host": "evil.example"})
    client.http.post("/nb/glemt-passord", data=values, headers={"X-Forwarded-Host": "evil.example"})

    letters = letters_to(known.email)
    assert letters
    assert all("evil.example" not in letter.text + letter.html for letter in letters)
    assert all(settings.base_url in letter.text for letter in letters)
