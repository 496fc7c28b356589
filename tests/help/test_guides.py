"""The guides: both forms of each, one's own first, with the product's own names on the buttons."""

import re

import pytest
from flask import Flask

from tests.browser import Visit
from tests.house.catalogue import answered, texts
from tests.manners import text_of
from tests.pages import Pages
from tests.seed import ADMINISTRATOR, ADVISER, APPROVER, AUTHOR, CONTRIBUTOR, COORDINATOR, READER, Somebody
from webapp.core.text import LANGUAGES, Language
from webapp.help.queries import FOLDER, GUIDES

BUTTON = re.compile(r"<b>(.*?)</b>")
# About 500 words fit on a page of print with headings and lists.
TWO_PAGES = 1000

one_engine = pytest.mark.parametrize("dialect", ["sqlite"])
in_both_forms = pytest.mark.parametrize("language", LANGUAGES)


@one_engine
@in_both_forms
@pytest.mark.parametrize("key", GUIDES)
def test_anyone_can_read_every_guide_in_both_forms(client: Pages, language: Language, key: str) -> None:
    page = client.get(f"/{language}/hjelp/{key}")

    assert page.h1 in page.words
    assert len(page.words) > 1000
    assert client.statements == 0


@pytest.mark.parametrize("key", GUIDES)
@in_both_forms
def test_a_guide_is_two_pages_at_the_most(key: str, language: Language) -> None:
    words = re.sub(r"<[^>]*>", " ", GUIDES[key].text(language)).split()

    assert 250 < len(words) < TWO_PAGES


@in_both_forms
def test_a_guide_calls_every_button_what_the_product_calls_it(language: Language) -> None:
    known = {text for entry in answered(language).values() for text in texts(entry)}

    named = {
        (path.name, name)
        for path in (FOLDER / language).glob("*.html")
        for name in BUTTON.findall(path.read_text(encoding="utf-8"))
    }

    assert len(named) > 40
    assert {(file, name) for file, name in named if name not in known} == set()


def test_the_two_forms_of_a_guide_name_the_same_buttons_and_have_the_same_headings() -> None:
    for path in (FOLDER / "nb").glob("*.html"):
        bokmaal, nynorsk = (
            re.findall(r"<(h2|h3|li|dt|b|p|a)\b", (FOLDER / form / path.name).read_text(encoding="utf-8"))
            for form in LANGUAGES
        )

        assert bokmaal == nynorsk, path.name


@one_engine
@in_both_forms
def test_every_link_between_guides_leads_somewhere(client: Pages, language: Language) -> None:
    start = client.get(f"/{language}/hjelp")
    guides = [link for link in start.links if "/hjelp/" in link]
    assert len(guides) == len(GUIDES)

    for guide in guides:
        page = client.get(guide)
        between = [link for link in page.links if not link.startswith(("/", "#", "http", "mailto:"))]
        for link in between:
            client.get(f"/{language}/hjelp/{link}")


@one_engine
@pytest.mark.parametrize(
    ("somebody", "first"),
    [
        (COORDINATOR, "svaransvarlig"),
        (CONTRIBUTOR, "medsvarer"),
        (APPROVER, "godkjenner"),
        (ADVISER, "radgiver"),
        (AUTHOR, "skjemaforfatter"),
        (ADMINISTRATOR, "administrator"),
    ],
    ids=lambda value: getattr(value, "role", value),
)
def test_the_guide_of_ones_own_role_stands_first(client: Pages, somebody: Somebody, first: str) -> None:
    client.sign_in(somebody.email)

    page = client.get("/nb/hjelp")

    assert [text_of(h2) for h2 in page.tree.iter("h2")][:2] == ["For deg", "De andre veiledningene"]
    assert next(link for link in page.links if "/hjelp/" in link) == f"/nb/hjelp/{first}"


@one_engine
def test_someone_without_a_guide_of_their_own_sees_all_of_them(client: Pages) -> None:
    client.sign_in(READER.email)

    page = client.get("/nn/hjelp")

    assert "For deg" not in page.words
    assert len([link for link in page.links if "/hjelp/" in link]) == len(GUIDES)


@one_engine
@pytest.mark.parametrize("key", ["finst-ikkje", "..", "coordinator"])
def test_a_guide_that_is_not_there_gives_404(client: Pages, key: str) -> None:
    client.get(f"/nn/hjelp/{key}", expect=404)


@one_engine
def test_every_page_leads_to_help(client: Pages) -> None:
    assert "/nb/hjelp" in client.get("/nb/").links


def test_the_guides_for_municipalities_say_that_answers_are_not_secret() -> None:
    for key in ("svaransvarlig", "medsvarer", "godkjenner"):
        assert "Vi kan ikke love at svarene er hemmelige" in GUIDES[key].text("nb")
        assert "Vi kan ikkje love at svara er hemmelege" in GUIDES[key].text("nn")


@one_engine
@pytest.mark.browser
@in_both_forms
def test_help_is_accessible_at_both_widths_in_both_schemes(
    app: Flask, visit: Visit, language: Language
) -> None:
    assert app.testing
    for path in ("hjelp", "hjelp/svaransvarlig", "hjelp/tall"):
        visit.open(f"/{language}/{path}")

        assert visit.violations_everywhere() == {}
