"""Inviting: who may, whom, in which language, and what bad input gets (PITFALLS 30, 32, 34)."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from tests.accounts.conftest import (
    NEWCOMER,
    accept_as_new,
    fill,
    form_of,
    invite,
    letters_to,
    link_to,
    roles,
)
from tests.pages import Pages
from tests.seed import ADMINISTRATOR, CONTRIBUTOR, COORDINATOR, OTHER_COORDINATOR
from webapp.store.database import reading
from webapp.store.tables import PersonInvitation

HARMFUL = '<script>alert("x")</script> & {{ 7*7 }}'


@pytest.mark.parametrize(
    ("language", "subject"),
    [("nb", "Du er invitert til Godpraksis"), ("nn", "Invitasjon til deg frå Godpraksis")],
)
def test_the_letter_is_written_in_the_municipalitys_language(
    client: Pages, language: str, subject: str
) -> None:
    who, number = (COORDINATOR, "1101") if language == "nb" else (OTHER_COORDINATOR, "1515")
    client.sign_in(who.email)
    invite(client, f"/nb/kommune/{number}/personer")
    letter = letters_to(NEWCOMER)[0]

    assert (letter.language, letter.subject) == (language, subject)
    assert ("til å være med i" in letter.text) is (language == "nb")
    assert ("til å vere med i" in letter.text) is (language == "nn")
    assert who.name in letter.text


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_nothing_written_in_a_name_can_run(coordinator: Pages, visitor: Callable[[], Pages]) -> None:
    invite(coordinator, "/nb/kommune/1101/personer", name=HARMFUL)
    letter = letters_to(NEWCOMER)[0]

    assert HARMFUL in letter.text
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert HARMFUL in coordinator.get("/nb/kommune/1101/personer").words
    page = visitor().get(link_to())
    assert page.form("/invitasjon/").values["name"] == [HARMFUL]


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize(
    "values",
    [
        {"name": "", "email": NEWCOMER, "role": "reader"},
        {"name": "N", "email": "not an address", "role": "reader"},
        {"name": "N", "email": NEWCOMER, "role": "administrator"},
        {"name": "N", "email": NEWCOMER, "role": "adviser"},
        {"name": "N", "email": NEWCOMER, "role": "king"},
        {"name": "N" * 201, "email": NEWCOMER, "role": "reader"},
        {"name": "\x00\n", "email": NEWCOMER, "role": "reader"},
    ],
)
def test_bad_input_is_refused_and_invites_nobody(coordinator: Pages, values: dict[str, str]) -> None:
    page = coordinator.get("/nn/kommune/1101/personer")
    answer = fill(coordinator, page, values, expect=422)

    assert "Dette må rettast" in answer.words
    assert letters_to(NEWCOMER) == []


def test_an_administrator_invites_a_municipalitys_first_coordinator(
    client: Pages, visitor: Callable[[], Pages]
) -> None:
    client.sign_in(ADMINISTRATOR.email)
    found = client.get("/nb/ks/kommuner?q=herøy")
    assert "2 kommuner" in found.words
    assert "Herøy (Nordland)" in found.words
    page = client.get("/nb/ks/kommuner/1818")
    assert "Ingen har en rolle her ennå." in page.words
    fill(client, page, {"name": "Nora Ny", "email": NEWCOMER, "role": "coordinator"})
    accept_as_new(visitor(), link_to())

    assert roles(NEWCOMER) == [("coordinator", "1818")]
    assert "Nora Ny" in client.get("/nb/ks/kommuner/1818").words


def test_an_administrator_invites_someone_at_ks(client: Pages, visitor: Callable[[], Pages]) -> None:
    client.sign_in(ADMINISTRATOR.email)
    invite(client, "/nb/ks/personer", role="author")
    accept_as_new(visitor(), link_to())

    assert roles(NEWCOMER) == [("author", None)]


def test_an_invitation_to_one_municipality_is_not_anothers_to_touch(
    coordinator: Pages, invited: str, visitor: Callable[[], Pages]
) -> None:
    with reading() as session:
        number = session.execute(select(PersonInvitation.id)).scalar_one()
    other = visitor()
    other.sign_in(OTHER_COORDINATOR.email)
    token = other.get("/nb/profil").form("/profil").values["csrf_token"][0]

    for action in ("send-pa-nytt", "trekk"):
        other.post(
            f"/nb/kommune/1101/personer/invitasjoner/{number}/{action}", {"csrf_token": token}, expect=404
        )
        other.post(
            f"/nb/kommune/1515/personer/invitasjoner/{number}/{action}", {"csrf_token": token}, expect=404
        )
    assert len(letters_to(NEWCOMER)) == 1
    visitor().get(invited)


def test_inviting_someone_who_has_the_role_says_so(coordinator: Pages) -> None:
    answer = coordinator.follow(
        invite(coordinator, "/nb/kommune/1101/personer", CONTRIBUTOR.email, role="contributor")
    )

    assert "Personen har allerede den rollen." in answer.words
    with reading() as session:
        assert session.execute(select(func.count()).select_from(PersonInvitation)).scalar_one() == 0


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_switching_language_keeps_what_was_typed(coordinator: Pages) -> None:
    page = coordinator.get("/nb/kommune/1101/personer")
    moved = fill(coordinator, page, {"name": "Halv", "email": "halvskrive@"}, button="go=language:nn")
    shown = coordinator.follow(moved)

    assert moved.location == "/nn/kommune/1101/personer"
    assert form_of(shown, "email").values["name"] == ["Halv"]
    assert form_of(shown, "email").values["email"] == ["halvskrive@"]
