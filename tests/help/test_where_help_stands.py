"""A newcomer who stops finds the way to the right guide on the page where they stopped."""

import pytest

from tests import making
from tests.pages import Pages
from tests.seed import ADVISER, APPROVER, CONTRIBUTOR, COORDINATOR, Somebody
from webapp.store.database import writing

one_engine = pytest.mark.parametrize("dialect", ["sqlite"])
SURVEY = "/nb/kommune/1101/2025/example"


@pytest.fixture
def running(client: Pages) -> Pages:
    """A round with the example survey is open."""
    with writing() as session:
        making.opened_round(session)
    return client


@one_engine
@pytest.mark.parametrize(
    ("somebody", "guide", "page"),
    [
        (COORDINATOR, "svaransvarlig", "/"),
        (COORDINATOR, "svaransvarlig", "/del/s1"),
        (COORDINATOR, "svaransvarlig", "/kontroll"),
        (CONTRIBUTOR, "medsvarer", "/"),
        (CONTRIBUTOR, "medsvarer", "/del/s1"),
        (APPROVER, "godkjenner", "/"),
        (APPROVER, "godkjenner", "/kontroll"),
    ],
    ids=lambda value: getattr(value, "role", value),
)
def test_those_who_answer_find_the_guide_of_their_role(
    running: Pages, somebody: Somebody, guide: str, page: str
) -> None:
    running.sign_in(somebody.email)

    links = running.get(SURVEY + page).links

    assert [link for link in links if "/hjelp/" in link] == [f"/nb/hjelp/{guide}"]


@one_engine
def test_advisers_find_what_is_hidden_and_how_a_round_is_run(running: Pages) -> None:
    running.sign_in(ADVISER.email)

    assert "/nn/hjelp/tall" in running.get("/nn/runder/2025").links
    assert "/nn/hjelp/radgiver" in running.get("/nn/runder/2025/deltaking").links


@one_engine
def test_whoever_comes_to_the_front_door_finds_all_guides(client: Pages) -> None:
    assert client.get("/nb/").links.count("/nb/hjelp") == 2


@one_engine
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_letter_is_promised_that_nobody_writes(client: Pages, language: str) -> None:
    client.sign_in(COORDINATOR.email)

    page = client.get(f"/{language}/kommune/1101/")

    assert "Neste runde står her når KS" in page.words
    assert "brev" not in page.words.lower()
