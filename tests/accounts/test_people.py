"""Who looks after whose roles, what the pages cost, and every route of the room as every role (PITFALLS 30, 32)."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.accounts.conftest import Known, form_of, person_id
from tests.pages import Pages
from tests.seed import ADMINISTRATOR, ADVISER, CONTRIBUTOR, COORDINATOR, OTHER_COORDINATOR, PEOPLE, Somebody
from webapp.accounts import people
from webapp.core.person import Role
from webapp.store.database import reading, writing
from webapp.store.tables import Membership, Person
from webapp.web.guards import guard_of

GUARDS = {
    "start": "public",
    "accounts.front": "public",
    "accounts.accept": "public",
    "letters.outbox": "public",
    "letters.letter": "public",
    "security.login": "public",
    "security.logout": "public",
    "security.forgot_password": "public",
    "security.reset_password": "public",
    "security.change_password": "signed in",
    "accounts.mine": "signed in",
    "accounts.profile": "signed in",
    "accounts.colleagues": "signed in",
    "accounts.people": "municipal: coordinator",
    "accounts.people_member": "municipal: coordinator",
    "accounts.people_send_again": "municipal: coordinator",
    "accounts.people_withdraw": "municipal: coordinator",
    "accounts.municipalities": "ks: administrator",
    "accounts.municipality": "ks: administrator",
    "accounts.municipality_send_again": "ks: administrator",
    "accounts.municipality_withdraw": "ks: administrator",
    "accounts.ks_people": "ks: administrator",
    "accounts.ks_people_member": "ks: administrator",
    "accounts.ks_people_send_again": "ks: administrator",
    "accounts.ks_people_withdraw": "ks: administrator",
}
ROOMS = {"accounts", "letters", "security", "start"}


@pytest.fixture
def coordinator(client: Pages) -> Pages:
    """The coordinator of Eigersund."""
    client.sign_in(COORDINATOR.email)
    return client


@pytest.fixture
def administrator(client: Pages) -> Pages:
    """The administrator at KS."""
    client.sign_in(ADMINISTRATOR.email)
    return client


def roles(email: str) -> set[str]:
    """Give the roles that someone has."""
    with reading() as session:
        return set(
            session.scalars(
                select(Membership.role)
                .join(Person, Person.id == Membership.person_id)
                .where(Person.email == email)
            )
        )


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_route_of_the_room_wears_its_guard(app: Flask) -> None:
    worn = {
        rule.endpoint: guard_of(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in ROOMS
    }

    assert worn == GUARDS


@pytest.mark.parametrize("dialect", ["sqlite"])
@pytest.mark.parametrize("somebody", PEOPLE, ids=lambda somebody: somebody.email)
def test_each_page_opens_for_those_it_is_for_and_nobody_else(client: Pages, somebody: Somebody) -> None:
    client.sign_in(somebody.email)
    own_people = 200 if somebody == COORDINATOR else 404
    at_ks = 200 if somebody == ADMINISTRATOR else 403
    member = person_id(CONTRIBUTOR.email)

    client.get("/nb/profil", expect=200)
    client.get("/nb/mine-kommuner", expect=200)
    client.get("/nb/kommune/1101/personer", expect=own_people)
    client.get(f"/nb/kommune/1101/personer/{member}", expect=own_people)
    client.get("/nb/kommune/9999/personer", expect=404)
    client.get("/nb/ks/kommuner", expect=at_ks)
    client.get("/nb/ks/kommuner/1101", expect=at_ks)
    client.get("/nb/ks/personer", expect=at_ks)
    client.get(f"/nb/ks/personer/{person_id(ADVISER.email)}", expect=at_ks)
    client.get("/nb/brev", expect=404)


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_visitor_is_asked_to_sign_in(client: Pages) -> None:
    for path in (
        "profil",
        "mine-kommuner",
        "personer",
        "kommune/1101/personer",
        "ks/personer",
        "ks/kommuner",
        "passord",
    ):
        assert client.get(f"/nn/{path}", expect=303).location.startswith("/nn/logg-inn?next=")


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_person_of_another_municipality_is_not_there(coordinator: Pages) -> None:
    stranger = person_id(OTHER_COORDINATOR.email)
    token = form_of(coordinator.get("/nb/profil"), "name").values["csrf_token"][0]

    coordinator.get(f"/nb/kommune/1101/personer/{stranger}", expect=404)
    coordinator.get(f"/nb/kommune/1515/personer/{stranger}", expect=404)
    coordinator.get(f"/nb/kommune/1101/personer/{person_id(ADVISER.email)}", expect=404)
    coordinator.post(
        f"/nb/kommune/1101/personer/{stranger}", {"csrf_token": token, "roles": "reader"}, expect=404
    )
    assert roles(OTHER_COORDINATOR.email) == {"coordinator"}


def test_a_coordinator_changes_a_colleagues_roles(coordinator: Pages) -> None:
    page = coordinator.get(f"/nb/kommune/1101/personer/{person_id(CONTRIBUTOR.email)}")
    form = form_of(page, "roles")
    assert form.values["roles"] == ["contributor"]

    answer = coordinator.submit(page, {"roles": ["approver", "reader"]}, form="/personer/")

    assert answer.location == "/nb/kommune/1101/personer"
    assert roles(CONTRIBUTOR.email) == {"approver", "reader"}


def test_without_roles_a_colleague_is_out_at_once(coordinator: Pages, visitor: Callable[[], Pages]) -> None:
    colleague = visitor()
    colleague.sign_in(CONTRIBUTOR.email)
    page = coordinator.get(f"/nb/kommune/1101/personer/{person_id(CONTRIBUTOR.email)}")
    coordinator.submit(page, {"roles": []}, form="/personer/")

    assert roles(CONTRIBUTOR.email) == set()
    assert "Du har ingen rolle ennå" in colleague.get("/nb/mine-kommuner").words
    coordinator.get("/nb/kommune/1101/personer")  # says so, with the name
    assert CONTRIBUTOR.name not in coordinator.get("/nb/kommune/1101/personer").words


def test_the_last_coordinator_is_warned_first(coordinator: Pages) -> None:
    me = person_id(COORDINATOR.email)
    page = coordinator.get(f"/nb/kommune/1101/personer/{me}")
    warned = coordinator.submit(page, {"roles": ["reader"]}, form="/personer/", expect=422)
    assert "Kari Koordinator er den siste med rollen svaransvarlig." in warned.words
    assert roles(COORDINATOR.email) == {"coordinator"}

    answer = coordinator.submit(warned, {"roles": ["reader"], "without": "y"}, form="/personer/")

    assert answer.location == "/"
    assert roles(COORDINATOR.email) == {"reader"}


def test_one_of_two_coordinators_may_go_without_a_warning(coordinator: Pages) -> None:
    with writing() as session:
        people.grant(session, person_id(CONTRIBUTOR.email), Role.COORDINATOR, "1101", by=None)
    page = coordinator.get(f"/nb/kommune/1101/personer/{person_id(COORDINATOR.email)}")

    coordinator.submit(page, {"roles": ["reader"]}, form="/personer/")

    assert roles(COORDINATOR.email) == {"reader"}


def test_the_last_administrator_is_warned_first(administrator: Pages) -> None:
    page = administrator.get(f"/nn/ks/personer/{person_id(ADMINISTRATOR.email)}")

    warned = administrator.submit(page, {"roles": ["adviser"]}, form="/personer/", expect=422)

    assert "Anne Administrator er den siste med rolla administrator." in warned.words


def test_a_role_that_is_not_held_there_is_refused(coordinator: Pages) -> None:
    page = coordinator.get(f"/nb/kommune/1101/personer/{person_id(CONTRIBUTOR.email)}")

    coordinator.submit(page, {"roles": ["administrator"]}, form="/personer/", expect=422)

    assert roles(CONTRIBUTOR.email) == {"contributor"}


@pytest.mark.parametrize(("chosen", "path"), [("nn", "/nn/profil"), ("nb", "/nb/profil"), ("", "/nb/profil")])
def test_the_chosen_language_is_kept(coordinator: Pages, chosen: str, path: str) -> None:
    page = coordinator.get("/nb/profil")
    answer = coordinator.submit(page, {"name": "Kari Æ", "language": chosen}, form="/profil")

    assert answer.location == path
    with reading() as session:
        kept = session.execute(
            select(Person.name, Person.language).where(Person.email == COORDINATOR.email)
        ).one()
    assert tuple(kept) == ("Kari Æ", chosen or None)
    if chosen:
        assert f"/{chosen}/" in coordinator.get("/", headers={"Accept-Language": "en"}, expect=303).location


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_search_finds_by_name_number_and_county(administrator: Pages) -> None:
    for sought, number in (("Bjørna", "4624"), ("BJØRNA", "4624"), ("4624", "4624"), ("akershus", "3216")):
        page = administrator.get(f"/nb/ks/kommuner?q={sought}")
        assert "Én kommune" in page.words
        assert f"/nb/ks/kommuner/{number}" in page.links
    assert "0 kommuner" in administrator.get("/nb/ks/kommuner?q=%00zzz").words
    administrator.get("/nb/ks/kommuner?page=999&q=")
    administrator.get("/nb/ks/kommuner?page=x")


@pytest.mark.parametrize(
    ("path", "most"),
    [("/nb/kommune/1101/personer", 4), ("/nb/profil", 2), ("/nb/mine-kommuner", 2)],
)
def test_pages_cost_a_known_number_of_statements(coordinator: Pages, path: str, most: int) -> None:
    coordinator.get(path)

    assert len([statement for statement in coordinator.sql if not statement.startswith("BEGIN")]) == most


def test_a_person_is_made_with_roles_and_can_sign_in(app: Flask, client: Pages) -> None:
    with app.app_context(), writing() as session:
        person = people.create_person(
            session,
            email="Demo@Eigersund.example",
            name=" Demo  Person ",
            language="nn",
            password="en to tre fire fem",
            memberships=[(Role.READER, "1101"), (Role.APPROVER, "1515")],
        )

    page = client.get("/nb/logg-inn")
    client.submit(
        page, {"email": "demo@eigersund.example", "password": "en to tre fire fem"}, form="logg-inn"
    )
    assert "Demo Person" in client.get("/nn/mine-kommuner").words
    assert person == person_id("demo@eigersund.example")


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_someone_with_several_municipalities_chooses(client: Pages, known: Known) -> None:
    with writing() as session:
        people.grant(session, known.id, Role.READER, "1818", by=None)
        people.grant(session, known.id, Role.ADVISER, None, by=None)
    client.sign_in(known.email)

    page = client.follow(client.get("/", expect=303))

    assert page.h1 == "Hvor vil du gå?"
    assert all(label in page.words for label in ("Eigersund", "Herøy (Nordland)", "KS"))


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_closed_account_is_nobody(client: Pages) -> None:
    with writing() as session:
        session.execute(update(Person).where(Person.email == COORDINATOR.email).values(active=False))
    client.sign_in(COORDINATOR.email)

    client.get("/nb/profil", expect=303)
