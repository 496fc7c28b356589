"""The language can be switched before one is signed in: what was typed comes along, a password never does."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.accounts.conftest import PASSWORD, Known, letters_to
from tests.browser import Visit
from tests.pages import Page, Pages
from webapp.store.database import reading
from webapp.store.tables import RefusedPost, SignInAttempt

SECRET = "hemmelig hest i hagen"
AFTER = "/nb/kommune/1101/personer?side=2"


def nothing_is_kept_of(client: Pages, page: Page) -> None:
    """Hold that no password stands on the page, in a cookie or in the database."""
    assert SECRET not in page.text
    with client.http.session_transaction() as session:
        assert SECRET not in str(dict(session))
        assert "typed" not in session  # what was carried was given once
    with reading() as session:
        assert session.execute(select(func.count()).select_from(RefusedPost)).scalar_one() == 0


def test_signing_in_keeps_the_address_and_where_one_was_going(client: Pages, known: Known) -> None:
    page = client.get(f"/nb/logg-inn?next={AFTER.replace('?', '%3F')}")

    moved = client.submit(
        page, {"email": known.email, "password": SECRET}, form="logg-inn", button="go=language:nn"
    )
    there = client.follow(moved)

    values = there.form("logg-inn").values
    assert moved.location.startswith("/nn/logg-inn?next=")
    assert SECRET not in moved.location
    assert known.email not in moved.location
    assert (values["email"], values["password"], values["next"]) == ([known.email], [""], [f"/nn{AFTER[3:]}"])
    nothing_is_kept_of(client, there)
    with reading() as session:
        assert session.execute(select(func.count()).select_from(SignInAttempt)).scalar_one() == 0

    done = client.submit(there, {"password": PASSWORD}, form="logg-inn")
    assert done.location == f"/nn{AFTER[3:]}"


def test_what_was_typed_is_given_once_and_on_its_own_page_only(client: Pages) -> None:
    page = client.get("/nb/logg-inn")
    moved = client.submit(page, {"email": "kari@x.example"}, form="logg-inn", button="go=language:nn")

    assert client.get("/nn/glemt-passord").form("glemt-passord").values["email"] == [""]
    assert client.follow(moved).form("logg-inn").values["email"] == [""]


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_switch_leads_to_no_other_site(client: Pages, after: str) -> None:
    page = client.get("/nb/logg-inn")

    moved = client.submit(page, {"next": after}, form="logg-inn", button="go=language:nn")

    assert moved.location == "/nn/logg-inn"


def test_asking_for_a_new_password_keeps_the_address_and_sends_nothing(client: Pages, known: Known) -> None:
    page = client.get("/nn/glemt-passord")

    moved = client.submit(page, {"email": known.email}, form="glemt-passord", button="go=language:nb")

    assert moved.location == "/nb/glemt-passord"
    assert client.follow(moved).form("glemt-passord").values["email"] == [known.email]
    assert letters_to(known.email) == []


def test_an_invitation_keeps_name_and_choice_of_language(invited: str, visitor: Callable[[], Pages]) -> None:
    newcomer = visitor()
    given = {"name": "Nora Nyse", "language": "nn", "password": SECRET, "password_confirm": SECRET}
    page = newcomer.get(invited)
    other = "nn" if invited.startswith("/nb/") else "nb"

    moved = newcomer.submit(page, given, form="/invitasjon/", button=f"go=language:{other}")
    there = newcomer.follow(moved)

    values = there.form("/invitasjon/").values
    assert moved.location == f"/{other}{invited[3:]}"
    assert (values["name"], values["language"], values["password"]) == (["Nora Nyse"], ["nn"], [""])
    nothing_is_kept_of(newcomer, there)


def test_a_switch_without_the_forms_token_is_refused(client: Pages) -> None:
    client.post("/nb/logg-inn", {"email": "kari@x.example", "go": "language:nn"}, expect=400)


@pytest.mark.browser
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_enter_in_a_field_signs_in_and_does_not_switch(app: Flask, visit: Visit, known: Known) -> None:
    assert app.testing
    visit.open("/nb/logg-inn")
    assert visit.violations_everywhere() == {}
    visit.page.fill("#email", known.email)
    visit.page.fill("#password", PASSWORD)

    visit.page.press("#email", "Enter")
    visit.page.wait_for_load_state("load")

    assert "/nb/" in visit.page.url
    assert "logg-inn" not in visit.page.url
