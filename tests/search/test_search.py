"""The search of advisers: municipalities, people, clauses and questions at once, found as Norwegians write."""

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from tests.browser import Visit
from tests.core.example_survey import EXAMPLE
from tests.making import another_person, closed_round, opened_round, questionnaire
from tests.pages import Page, Pages
from tests.seed import ADMINISTRATOR, ADVISER, COORDINATOR, NOW, PEOPLE, Somebody
from webapp.aggregates.actions.releasing import keep_release, prepare_release
from webapp.core.person import Role
from webapp.core.survey import MaturityItem
from webapp.core.text import LANGUAGES, Language
from webapp.shipped import SURVEYS
from webapp.store.database import writing
from webapp.store.definitions import AGREEMENTS_FILE, read_catalogue
from webapp.store.reference import read_reference
from webapp.store.tables import Membership, Municipality, Person

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


@pytest.fixture
def adviser(app: Flask) -> Pages:
    """The adviser's browser."""
    pages = Pages(app)
    pages.sign_in(ADVISER.email)
    return pages


def hits(page: Page) -> dict[str, int]:
    """Give how many hits the page says there are of each kind, by the heading without its number."""
    found: dict[str, int] = {}
    for h2 in page.tree.iter("h2"):
        name, _, count = "".join(h2.itertext()).strip().rpartition(" (")
        found[name] = int(count.rstrip(")"))
    return found


def names(page: Page) -> list[str]:
    """Give the names of the hits, in order."""
    return ["".join(strong.itertext()) for p in page.tree.iter("p") for strong in p.findall("strong")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_municipality_is_found_with_a_way_to_how_far_it_has_come(
    adviser: Pages, language: Language
) -> None:
    with writing() as session:
        opened_round(session)

    page = adviser.get(f"/{language}/sok?q=eigersund")

    assert names(page)[0] == "Eigersund"
    assert f"/{language}/runder/2025/deltaking?q=1101" in page.links
    assert "Eigersund" in adviser.get(f"/{language}/runder/2025/deltaking?q=1101").words


def test_before_any_round_a_municipality_is_found_all_the_same(adviser: Pages) -> None:
    page = adviser.get("/nb/sok?q=vestby")

    assert hits(page) == {"Kommuner": 1}
    assert not any("deltaking" in link for link in page.links)


def test_municipalities_that_share_a_name_are_told_apart(adviser: Pages) -> None:
    page = adviser.get("/nb/sok?q=her%C3%B8y")

    assert names(page)[:2] == ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("BJØRNAFJORDEN", ["Bjørnafjorden"]),
        ("bjornafjorden", ["Bjørnafjorden"]),
        ("bjoernafjorden", ["Bjørnafjorden"]),
        ("4624", ["Bjørnafjorden"]),
        ("46", ["Bjørnafjorden"]),
        ("624", []),
        ("akershus", ["Vestby"]),
        ("vest akers", ["Vestby"]),
        ("fjord", ["Bjørnafjorden"]),
        ("guovdageaidnu", ["Kautokeino"]),
        ("karasjohka", ["Karasjok"]),
        ("KÁRÁŠJOHKA", ["Karasjok"]),
    ],
)
def test_a_municipality_is_found_however_it_is_written(
    adviser: Pages, written: str, found: list[str]
) -> None:
    sami = (
        ("5612", "Kautokeino", "Guovdageaidnu - Kautokeino"),
        ("5610", "Karasjok", "Kárášjohka - Karasjok"),
    )
    with writing() as session:
        session.execute(
            insert(Municipality),
            [
                {
                    "number": number,
                    "name": name,
                    "official_name": official,
                    "county_number": "56",
                    "county_name": "Finnmark",
                    "shares_name": False,
                    "language_form": "nøytral",
                    "population": 2800,
                    "centrality_index": 300,
                    "valid_from": NOW.date(),
                }
                for number, name, official in sami
            ],
        )

    page = adviser.get("/nb/sok", query_string={"q": written})

    assert [name for name in names(page) if not name.startswith("Ingenting")] == found


def test_people_are_found_by_name_and_address_with_every_role_they_have(adviser: Pages) -> None:
    with writing() as session:
        another_person(session, "Åse Ødegård", Role.APPROVER, Role.READER, municipality="4624")

    for written in ("åse", "ødegård", "ase odegard", "åse@4624"):
        page = adviser.get("/nb/sok", query_string={"q": written})

        assert names(page) == ["Åse Ødegård"]
        assert "Godkjenner, Bjørnafjorden" in page.words
        assert "Leser, Bjørnafjorden" in page.words
        assert "mailto:åse@4624.example" in page.links


def test_people_at_ks_and_people_who_are_shut_out_are_not_found(adviser: Pages) -> None:
    with writing() as session:
        session.execute(update(Person).where(Person.email == COORDINATOR.email).values(active=False))

    assert hits(adviser.get("/nb/sok?q=administrator")) == {}
    assert hits(adviser.get("/nb/sok?q=koordinator")) == {}
    assert hits(adviser.get("/nb/sok?q=medsvarer")) == {"Personer i kommunene": 1}


def test_the_people_of_a_municipality_are_shown_to_an_administrator_only(app: Flask, adviser: Pages) -> None:
    assert not any("/ks/kommuner/" in link for link in adviser.get("/nb/sok?q=kari").links)

    with writing() as session:
        administrator = session.scalar(select(Person.id).where(Person.email == ADMINISTRATOR.email))
        session.execute(
            insert(Membership).values(person_id=administrator, role=Role.ADVISER.value, created_at=NOW)
        )
    both = Pages(app)
    both.sign_in(ADMINISTRATOR.email)

    page = both.get("/nb/sok?q=kari")

    assert "/nb/ks/kommuner/1101" in page.links
    both.get("/nb/ks/kommuner/1101")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", LANGUAGES)
def test_a_clause_is_found_by_its_words_in_either_form_and_by_its_key(
    adviser: Pages, language: Language, form: Language
) -> None:
    words = {"nb": "konsultasjonsordningen", "nn": "konsultasjonsordninga"}[form]

    by_words = adviser.get(f"/{language}/sok?q={words}")
    by_key = adviser.get(f"/{language}/sok?q=ua2024.forankring")

    assert "ua2024.forankring" in by_words.words
    assert "ua2024.forankring" in by_key.words
    assert {"nb": "for partene selv", "nn": "for partane sjølve"}[language] in by_key.words


def test_a_question_is_found_by_its_words_and_key(adviser: Pages) -> None:
    with writing() as session:
        questionnaire(session)
    item = next(iter(EXAMPLE.items()))

    for written in (item.text.nb, item.text.nn, item.key):
        page = adviser.get("/nb/sok", query_string={"q": written})

        assert item.text.nb in page.words
        assert EXAMPLE.title.nb in page.words


def test_questions_lead_to_the_newest_release_where_it_has_them(adviser: Pages) -> None:
    with writing() as session:
        opened_round(session)
        closed_round(session)
    catalogue = read_catalogue(SURVEYS / AGREEMENTS_FILE)
    with writing() as session:
        keep_release(
            session,
            prepare_release(session, "2025", catalogue, read_reference(), now=NOW),
            now=NOW,
            by=None,
        )
    item = next(item for item in EXAMPLE.items() if isinstance(item, MaturityItem))

    page = adviser.get("/nb/sok", query_string={"q": item.key})

    addresses = [link for link in page.links if "/resultater/" in link and "/sporsmal/" in link]
    assert f"/nb/resultater/1/sporsmal/{EXAMPLE.key}/{item.key}" in addresses
    adviser.get(addresses[0])


@pytest.mark.parametrize("written", ["", " ", "a", "å", "-", "%", "a b c", "\x00", "' "])
def test_too_little_to_look_for_finds_nothing_and_asks_for_more(adviser: Pages, written: str) -> None:
    page = adviser.get("/nb/sok", query_string={"q": written})

    assert hits(page) == {}
    assert ("minst to bokstaver" in page.words) == bool(written.strip(" \x00"))


def test_what_is_not_there_gives_advice(adviser: Pages) -> None:
    page = adviser.get("/nn/sok?q=zzzz")

    assert hits(page) == {}
    assert "Ingenting passar med «zzzz»." in page.words


@pytest.mark.parametrize("written", ["%%", "__", "vestby%", "vest_y", "'; DROP TABLE person --", "\\\\"])
def test_signs_that_mean_something_to_a_database_mean_nothing_here(adviser: Pages, written: str) -> None:
    found = adviser.get("/nb/sok", query_string={"q": written})

    assert set(names(found)) <= {"Vestby", f"Ingenting passer med «{written}»."}


def test_what_is_written_and_what_is_found_is_never_run(adviser: Pages) -> None:
    evil = "<script>alert(1)</script>"
    with writing() as session:
        another_person(session, f"Eva {evil}", Role.READER)

    page = adviser.get("/nb/sok", query_string={"q": f"eva {evil}\"'onfocus=x"})
    found = adviser.get("/nb/sok?q=eva")

    assert evil in found.words
    assert evil in page.words
    assert "<script>" not in page.text + found.text


def test_few_hits_of_each_kind_are_shown_and_the_rest_page_by_page(adviser: Pages) -> None:
    with writing() as session:
        for n in range(60):
            another_person(session, f"Tora{n:02} Testesen", Role.READER)

    first = adviser.get("/nb/sok?q=testesen")
    rest = adviser.get("/nb/sok?q=testesen&gruppe=personer&side=3")
    beyond = adviser.get("/nb/sok?q=testesen&gruppe=personer&side=99")
    astray = adviser.get("/nb/sok?q=testesen&gruppe=hemmeligheter&side=x")

    assert names(first) == [f"Tora{n:02} Testesen" for n in range(5)]
    assert "/nb/sok?q=testesen&gruppe=personer" in first.links
    assert hits(first) == hits(rest) == hits(beyond) == {"Personer i kommunene": 60}
    assert names(rest) == names(beyond) == [f"Tora{n:02} Testesen" for n in range(50, 60)]
    assert names(astray) == names(first)


@pytest.mark.parametrize("somebody", PEOPLE, ids=lambda somebody: somebody.role)
def test_advisers_alone_search_and_see_the_box(app: Flask, somebody: Somebody) -> None:
    pages = Pages(app)
    pages.sign_in(somebody.email)
    is_adviser = somebody.role is Role.ADVISER

    front = pages.get("/nb/hjelp")

    assert any(form.action == "/nb/sok" for form in front.forms()) is is_adviser
    pages.get("/nb/sok?q=eigersund", expect=200 if is_adviser else 403)


def test_a_visitor_is_asked_to_sign_in_first(client: Pages) -> None:
    assert not any("/sok" in form.action for form in client.get("/nb/hjelp").forms())
    assert "next=" in client.get("/nb/sok?q=eigersund", expect=303).location


def test_the_language_switch_keeps_what_is_sought(adviser: Pages) -> None:
    assert "/nn/sok?q=eigersund" in adviser.get("/nb/sok?q=eigersund").links


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_search_is_accessible_and_the_box_fits_at_320(
    adviser: Pages, visit: Visit, language: Language
) -> None:
    with writing() as session:
        opened_round(session)
    adviser.get("/nb/hjelp")
    cookie = adviser.http.get_cookie(adviser.app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    visit.carry({cookie.key: cookie.value})

    for path in ("hjelp", "sok", "sok?q=her", "sok?q=zzzz"):
        visit.open(f"/{language}/{path}")

        assert visit.violations_everywhere() == {}
