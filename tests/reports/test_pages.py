"""The pages of reports: only advisers, the same words as in the PDF, and nothing written is lost."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from tests import making
from tests.pages import Page, Pages
from tests.reports.conftest import KEY
from tests.seed import ADMINISTRATOR, AUTHOR, COORDINATOR, NOW, Somebody
from webapp.core.survey import Survey
from webapp.core.text import Text
from webapp.reports import queries
from webapp.reports.actions import build, save_text
from webapp.store.database import reading, writing

INTRODUCTION = "tekst/introduction"


def written(report: int, text: Text, place: str = "introduction", seen: int = 0) -> None:
    """Let someone else write at a place of a report."""
    with writing() as session:
        found = queries.report(session, report)
        assert found is not None
        other = making.another_person(session, f"Odd{seen} Rådgiver", COORDINATOR.role)
        by = making.person_of(session, other).id
        save_text(session, found, place, text, seen=seen, by=by, at=NOW)


@pytest.mark.parametrize("somebody", [ADMINISTRATOR, AUTHOR, COORDINATOR])
def test_only_advisers_see_reports(released: Flask, report: int, somebody: Somebody) -> None:
    pages = Pages(released)
    pages.sign_in(somebody.email)

    for path in (
        "",
        str(report),
        f"{report}/{INTRODUCTION}",
        f"{report}/pdf/nb",
        f"{report}/figur/{'0' * 64}.svg",
    ):
        pages.get(f"/nb/rapporter/{path}", expect=403)
    pages.post(f"/nb/rapporter/{report}/pdf", expect=400)  # refused before anyone is asked: no CSRF token


def test_a_visitor_is_asked_to_sign_in(released: Flask, report: int) -> None:
    sent_on = Pages(released).get(f"/nb/rapporter/{report}", expect=303)

    assert parse_qs(urlsplit(sent_on.location).query) == {"next": [f"/nb/rapporter/{report}"]}


@pytest.mark.parametrize(
    "path",
    [
        "99",
        "1/tekst/clause/nothing",
        "1/tekst/survey/other",
        "99/tekst/introduction",
        "99/pdf/nb",
        "1/pdf/nb",
        "1/pdf/en",
    ],
)
def test_what_is_not_there_is_not_found(adviser: Pages, report: int, path: str) -> None:
    assert report == 1
    adviser.get(f"/nb/rapporter/{path}", expect=404)
    adviser.get(f"/nn/rapporter/1/figur/{'a' * 64}.svg", expect=404)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_report_is_made_once_and_shown_in_both_forms(adviser: Pages, survey: Survey, language: str) -> None:
    listing = adviser.get(f"/{language}/rapporter/")
    assert adviser.statements <= 12

    made = adviser.submit(listing, {"release": "1", "survey": KEY}, form="rapporter")
    again = adviser.submit(listing, {"release": "1", "survey": KEY}, form="rapporter")
    shown = adviser.follow(made)

    assert made.location == again.location == f"/{language}/rapporter/1"
    assert shown.h1 == survey.title.of(language)  # type: ignore[arg-type]  # nb or nn
    assert adviser.statements <= 12


def test_the_language_is_switched_without_losing_what_was_chosen(adviser: Pages) -> None:
    listing = adviser.get("/nb/rapporter/")

    moved = adviser.submit(
        listing, {"release": "1", "survey": KEY}, form="rapporter", button="go=language:nn"
    )
    page = adviser.follow(moved)

    assert moved.location == "/nn/rapporter/"
    assert page.form("rapporter").values["survey"] == [KEY]
    made = adviser.submit(page, form="rapporter")
    assert made.location == "/nn/rapporter/1"


def test_a_release_that_did_not_ask_the_survey_is_refused(adviser: Pages) -> None:
    listing = adviser.get("/nb/rapporter/")
    chosen = {"release": "1", "survey": "other"}

    refused = adviser.submit(listing, {"release": "7", "survey": KEY}, form="rapporter", expect=422)
    values = {name: each[0] for name, each in listing.form("rapporter").values.items()}
    other = adviser.post("/nb/rapporter/", {**values, **chosen}, expect=422)

    assert "Velg" in refused.words
    assert "Velg" in other.words


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_page_shows_what_the_report_says(
    adviser: Pages, report: int, survey: Survey, language: str
) -> None:
    page = adviser.get(f"/{language}/rapporter/{report}")

    assert adviser.statements <= 12
    for item in survey.items():
        assert item.text.of(language) in page.words  # type: ignore[arg-type]  # nb or nn
    assert {"nb": "Et lavt nivå er ikke et brudd", "nn": "Eit lågt nivå er ikkje eit brot"}[
        language
    ] in page.words
    assert {
        "nb": "Alle svar i dette dokumentet er oppdiktet",
        "nn": "Alle svar i dette dokumentet er oppdikta",
    }[language] in page.words
    assert ":" in [text for cell in page.tree.iter("td") for text in cell.itertext()]
    pictures = [image for image in page.tree.iter("img") if "/figur/" in image.get("src", "")]
    assert len(pictures) == len(list(survey.items())) - 2
    assert all(image.get("alt") for image in pictures)
    assert f"svg {language}" not in page.text
    drawn = adviser.get(pictures[0].get("src", ""))
    assert language in drawn.text
    assert "immutable" in drawn.response.headers["Cache-Control"]


def test_charts_that_are_not_drawn_are_told_of(adviser: Pages) -> None:
    made = adviser.submit(adviser.get("/nb/rapporter/"), {"release": "1", "survey": ""}, form="rapporter")

    assert "figurer er ikke tegnet ennå" in adviser.follow(made).words


def test_own_words_are_written_in_both_forms_and_shown_in_each(adviser: Pages, report: int) -> None:
    form = adviser.get(f"/nb/rapporter/{report}/{INTRODUCTION}")
    assert adviser.statements <= 12
    payload = "<script>alert(1)</script> #panic()\n\nAndre avsnitt"

    saved = adviser.submit(form, {"nb": payload, "nn": "Nynorske ord"}, form="tekst")

    shown = adviser.follow(saved)
    assert "<script>alert(1)</script> #panic()" in shown.words
    assert "Andre avsnitt" in shown.words
    assert "Nynorske ord" not in shown.words
    assert "Nynorske ord" in adviser.get(f"/nn/rapporter/{report}").words


def test_a_place_written_in_one_form_only_is_listed(adviser: Pages, report: int) -> None:
    written(report, Text("Bare bokmål", ""))

    page = adviser.get(f"/nn/rapporter/{report}")

    assert "Begge målformer må vere med før ei endeleg utgåve" in page.words
    assert "Innleiinga: manglar nynorsk" in page.words
    assert "Bare bokmål" not in page.words


def test_the_second_of_two_writers_sees_both_texts_and_loses_nothing(adviser: Pages, report: int) -> None:
    form = adviser.get(f"/nb/rapporter/{report}/{INTRODUCTION}")
    written(report, Text("Deres ord <b>", "Orda deira"))

    refused = adviser.submit(form, {"nb": "Mine ord", "nn": "Orda mine"}, form="tekst", expect=409)

    for text in ("Deres ord <b>", "Orda deira", "Odd0 Rådgiver"):
        assert text in refused.words
    assert refused.form("tekst").values["nb"] == ["Mine ord"]
    with reading() as session:
        assert queries.own_texts(session, report)["introduction"].text == Text("Deres ord <b>", "Orda deira")
    adviser.submit(refused, {"nb": "Deres ord og mine ord"}, form="tekst")
    with reading() as session:
        own = queries.own_texts(session, report)["introduction"]
    assert (own.text, own.version) == (Text("Deres ord og mine ord", "Orda mine"), 2)


def test_the_second_of_two_changes_to_a_text_is_a_conflict_too(adviser: Pages, report: int) -> None:
    written(report, Text("Første", "Første"))
    form: Page = adviser.get(f"/nb/rapporter/{report}/{INTRODUCTION}")
    written(report, Text("Andre", "Andre"), seen=1)

    assert "Andre" in adviser.submit(form, {"nb": "Tredje"}, form="tekst", expect=409).words


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_field(adviser: Pages, report: int) -> None:
    form = adviser.get(f"/nb/rapporter/{report}/{INTRODUCTION}")
    long = "x" * 20_001

    refused = adviser.submit(form, {"nb": long}, form="tekst", expect=422)

    assert refused.form("tekst").values["nb"] == [long]


def test_the_language_is_switched_without_losing_what_was_typed(adviser: Pages, report: int) -> None:
    form = adviser.get(f"/nb/rapporter/{report}/{INTRODUCTION}")

    switched = adviser.submit(form, {"nb": "Nettopp skrevet"}, form="tekst", button="go=language:nn")

    assert switched.location == f"/nn/rapporter/{report}/{INTRODUCTION}"
    assert adviser.follow(switched).form("tekst").values["nb"] == ["Nettopp skrevet"]


def test_setting_is_queued_once_and_the_file_is_taken_away_under_its_name(
    adviser: Pages, report: int, released: Flask
) -> None:
    page = adviser.get(f"/nb/rapporter/{report}")
    adviser.submit(page, form="/pdf")
    waiting = adviser.get(f"/nb/rapporter/{report}")
    assert "Rapporten settes" in waiting.words

    with released.app_context():
        built = build(report, "nn", now=NOW - timedelta(hours=1))

    taken = adviser.get(f"/nb/rapporter/{report}/pdf/nn")
    assert taken.response.data == built.content
    assert (
        taken.response.headers["Content-Disposition"]
        == 'attachment; filename="godpraksis-2025-frivillighet-nn.pdf"'
    )
    assert taken.response.headers["X-Content-Type-Options"] == "nosniff"
    written(report, Text("Nye ord", "Nye ord"))
    assert "Noe er skrevet etterpå" in adviser.get(f"/nb/rapporter/{report}").words
