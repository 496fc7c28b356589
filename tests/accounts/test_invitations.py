"""Accepting an invitation: what a scanner cannot do, and what an old link says (PITFALLS 31, 32, 42, 43)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.accounts.conftest import (
    NEWCOMER,
    PASSWORD,
    Known,
    accept_as_new,
    fill,
    form_of,
    invite,
    letters_to,
    link_to,
    person_id,
    roles,
    sign_in,
)
from tests.pages import Pages
from tests.seed import ADVISER, COORDINATOR, OTHER_COORDINATOR
from webapp.accounts.actions import hash_of
from webapp.store.database import reading
from webapp.store.tables import AuditEvent, PersonInvitation


def test_a_newcomer_accepts_and_is_in(invited: str, visitor: Callable[[], Pages]) -> None:
    newcomer = visitor()
    answer = accept_as_new(newcomer, invited, language="nn")

    assert answer.location == "/nn/"
    assert newcomer.get("/nn/profil").h1 == "Profil"
    assert roles(NEWCOMER) == [("contributor", "1101")]
    sign_in(visitor(), NEWCOMER)


def test_what_happened_is_in_the_log(invited: str, visitor: Callable[[], Pages]) -> None:
    accept_as_new(visitor(), invited)

    with reading() as session:
        rows = session.execute(
            select(AuditEvent.action, AuditEvent.person_id, AuditEvent.municipality_number).order_by(
                AuditEvent.id
            )
        ).all()
    coordinator, newcomer = person_id(COORDINATOR.email), person_id(NEWCOMER)
    assert [tuple(row) for row in rows] == [
        ("person.invited", coordinator, "1101"),
        ("role.granted", newcomer, "1101"),
        ("person.accepted", newcomer, "1101"),
        ("person.signed_in", newcomer, None),
    ]


def test_a_scanner_that_opens_the_link_accepts_nothing(invited: str, visitor: Callable[[], Pages]) -> None:
    scanner = visitor()
    for _ in range(3):
        scanner.get(invited)
    scanner.http.head(invited)
    assert roles(NEWCOMER) == []

    accept_as_new(visitor(), invited)


def test_the_link_works_once_and_says_so_afterwards(invited: str, visitor: Callable[[], Pages]) -> None:
    accept_as_new(visitor(), invited)

    page = visitor().get(invited, expect=410)

    assert page.h1 == "Invitasjonen kan ikke brukes"
    assert "Logg inn med e-postadressen og passordet ditt." in page.words
    assert "/nb/logg-inn" in page.links


def test_a_double_click_is_answered_as_one(invited: str, visitor: Callable[[], Pages]) -> None:
    first, second = visitor(), visitor()
    page = second.get(invited)
    accept_as_new(first, invited)

    values = {"name": "Nora Ny", "language": "nb", "password": PASSWORD, "password_confirm": PASSWORD}
    assert second.submit(page, values, form="/invitasjon/").location == "/nb/"
    second.get("/nb/profil")


def test_someone_else_with_a_used_link_gets_nowhere(invited: str, visitor: Callable[[], Pages]) -> None:
    first, second = visitor(), visitor()
    page = second.get(invited)
    accept_as_new(first, invited)

    values = {
        "name": "X",
        "language": "nb",
        "password": "another password",
        "password_confirm": "another password",
    }
    second.submit(page, values, form="/invitasjon/", expect=410)
    second.get("/nb/profil", expect=303)


def test_two_at_once_make_one_person(invited: str, app: Flask) -> None:
    barrier = Barrier(2)

    def click() -> int:
        client = app.test_client()
        token = client.get(invited).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
        page = client.get(invited).get_data(as_text=True)
        save_id = page.split('name="save_id"')[1].split('value="')[1].split('"')[0]
        barrier.wait()
        values = {"name": "N", "language": "nb", "password": PASSWORD, "password_confirm": PASSWORD}
        answer = client.post(invited, data={**values, "csrf_token": token, "save_id": save_id})
        return answer.status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = [future.result() for future in [pool.submit(click), pool.submit(click)]]

    assert statuses == [303, 303]
    assert roles(NEWCOMER) == [("contributor", "1101")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Tiden for invitasjonen er ute. Be den som inviterte deg, om å sende den på nytt."),
        ("nn", "Tida for invitasjonen er ute. Be den som inviterte deg, om å sende han på nytt."),
    ],
)
def test_a_link_that_has_run_out_says_what_to_do(
    client: Pages, visitor: Callable[[], Pages], language: str, said: str
) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), tick=False) as clock:
        client.sign_in(COORDINATOR.email)
        invite(client, "/nb/kommune/1101/personer")
        path = link_to().replace("/nb/", f"/{language}/")
        clock.shift(timedelta(days=13, hours=23))
        visitor().get(path)
        clock.shift(timedelta(hours=2))

        assert said in visitor().get(path, expect=410).words
        visitor().post(path, expect=400)


def test_a_link_that_is_not_whole_says_what_to_do(
    client: Pages, invited: str, visitor: Callable[[], Pages]
) -> None:
    page = visitor().get(invited[:-3], expect=404)

    assert "Kopier hele lenken fra brevet" in page.words


def test_only_the_hash_of_the_token_is_kept(invited: str) -> None:
    token = invited.rpartition("/")[2]
    with reading() as session:
        kept = session.execute(select(PersonInvitation.token_hash)).scalar_one()

    assert kept == hash_of(token)
    assert token not in kept


def test_a_withdrawn_invitation_cannot_be_accepted(
    coordinator: Pages, invited: str, visitor: Callable[[], Pages]
) -> None:
    newcomer = visitor()
    before = newcomer.get(invited)
    coordinator.submit(coordinator.get("/nb/kommune/1101/personer"), form="/trekk")

    assert "Invitasjonen er trukket tilbake." in newcomer.get(invited, expect=410).words
    values = {"name": "N", "language": "nb", "password": PASSWORD, "password_confirm": PASSWORD}
    newcomer.submit(before, values, form="/invitasjon/", expect=410)
    assert roles(NEWCOMER) == []
    assert "Nora Ny" not in coordinator.get("/nb/kommune/1101/personer").words


def test_sending_again_makes_a_fresh_link_and_a_double_click_sends_one_letter(
    client: Pages, visitor: Callable[[], Pages]
) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), tick=False) as clock:
        client.sign_in(COORDINATOR.email)
        invite(client, "/nb/kommune/1101/personer")
        old = link_to()
        clock.shift(timedelta(minutes=20))
        page = client.get("/nb/kommune/1101/personer")
        client.submit(page, form="/send-pa-nytt")
        client.submit(page, form="/send-pa-nytt")

        assert len(letters_to(NEWCOMER)) == 2
        visitor().get(old, expect=404)
        accept_as_new(visitor(), link_to())


def test_a_double_click_on_invite_sends_one_letter(coordinator: Pages) -> None:
    page = coordinator.get("/nb/kommune/1101/personer")
    values = {"name": "Nora Ny", "email": NEWCOMER, "role": "contributor"}
    fill(coordinator, page, values)
    again = coordinator.follow(fill(coordinator, page, values))

    assert "Personen er allerede invitert til den rollen." in again.words
    assert len(letters_to(NEWCOMER)) == 1


def test_two_clicks_at_once_send_one_letter(coordinator: Pages, app: Flask) -> None:
    page = coordinator.get("/nb/kommune/1101/personer")
    form = form_of(page, "email")
    values = {**form.values, "name": "Nora Ny", "email": NEWCOMER, "role": "contributor"}
    cookie = coordinator.http.get_cookie("session")
    assert cookie is not None
    barrier = Barrier(2)

    def click() -> int:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        barrier.wait()
        return client.post(form.action, data=values).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = [future.result() for future in [pool.submit(click), pool.submit(click)]]

    assert statuses == [303, 303]
    assert len(letters_to(NEWCOMER)) == 1


def test_someone_with_an_account_signs_in_and_confirms(
    client: Pages, known: Known, visitor: Callable[[], Pages]
) -> None:
    client.sign_in(OTHER_COORDINATOR.email)
    invite(client, "/nb/kommune/1515/personer", known.email, known.name, "reader")
    theirs = visitor()
    path = link_to(known.email)

    page = theirs.get(path)
    assert "Du har alt ein konto." in page.words or "Du har allerede en konto." in page.words
    theirs.post(path, expect=400)
    to_sign_in = next(link for link in page.links if "next=" in link)
    page = theirs.get(to_sign_in)
    back = theirs.submit(page, {"email": known.email, "password": PASSWORD}, form="logg-inn")
    theirs.submit(theirs.follow(back), form="/invitasjon/")

    assert roles(known.email) == [("coordinator", "1101"), ("reader", "1515")]
    page = theirs.get("/nb/mine-kommuner")
    assert "Herøy (Møre og Romsdal)" in page.words  # two municipalities have this name


def test_an_invitation_cannot_be_accepted_by_someone_else(invited: str, visitor: Callable[[], Pages]) -> None:
    stranger = visitor()
    stranger.sign_in(ADVISER.email)

    page = stranger.get(invited)
    assert "Invitasjonen er til en annen enn Rita Rådgiver" in page.words
    profile = stranger.get("/nb/profil")
    token = profile.form("/profil").values["csrf_token"][0]
    stranger.post(invited, {"csrf_token": token}, expect=200)
    assert roles(ADVISER.email) == [("adviser", None)]
    assert roles(NEWCOMER) == []
