"""The written language is chosen for each request, and nothing of a page is lost by changing it."""

import threading

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from flask_babel import gettext as _
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from tests.manners import faults, parsed, text_of
from webapp.core.text import Text
from webapp.web.languages import accepted, alternate_url, current, speaking, switch_asked, understood


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("no", "nb"),
        ("no-NO", "nb"),
        ("nb-NO", "nb"),
        ("nn-NO", "nn"),
        ("NN", "nn"),
        ("nn, nb;q=0.9", "nn"),
        ("nb;q=0.8, nn;q=0.9", "nn"),
        ("en-GB,en;q=0.9,no;q=0.5", "nb"),
        ("en, nn;q=0", None),
        ("en-GB, de;q=0.8", None),
        ("", None),
    ],
)
def test_accept_language_gives_one_of_our_languages(header: str, language: str | None) -> None:
    assert accepted(parse_accept_header(header, LanguageAccept)) == language


def test_a_language_we_do_not_have_is_not_understood() -> None:
    assert [understood(code) for code in ("nb_NO", "no", "en", "", None, "nbx")] == [
        "nb",
        "nb",
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("path", "person", "header", "language"),
    [
        ("/nb/open", "nils", "nn", "nb"),
        ("/nn/open", "", "nb", "nn"),
        ("/nn/nowhere", "", "nb", "nn"),
        ("/login", "nils", "nb", "nn"),
        ("/login?language=nb", "nils", "nn", "nb"),
        ("/login", "", "nn-NO", "nn"),
        ("/login", "", "en", "nb"),
        ("/nowhere", "", "nn", "nn"),
    ],
)
def test_address_goes_before_person_and_person_before_browser(
    visitor: FlaskClient, path: str, person: str, header: str, language: str
) -> None:
    words = {"nb": ("Hopp til innholdet", "Logg inn"), "nn": ("Hopp til innhaldet", "Logg inn")}[language]

    page = visitor.get(path, headers={"X-Person": person, "Accept-Language": header})

    assert words[0] in page.text or page.text == words[1]
    if page.text.startswith("<!doctype"):
        assert parsed(page.text).get("lang") == language


def test_interleaved_requests_speak_each_their_own_language(small: Flask) -> None:
    seen: dict[str, set[str]] = {"nb": set(), "nn": set()}
    ready = threading.Barrier(2)

    def visit(language: str) -> None:
        client = small.test_client()
        for _turn in range(20):
            ready.wait(timeout=20)
            tree = parsed(client.get(f"/{language}/open").text)
            seen[language].add(text_of(tree).split(" – ")[0] + " " + (tree.get("lang") or ""))
            seen[language].add("innhaldet" if "innhaldet" in text_of(tree) else "innholdet")

    threads = [threading.Thread(target=visit, args=(language,)) for language in ("nb", "nn")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {"nb": {"Hjelp nb", "innholdet"}, "nn": {"Hjelp nn", "innhaldet"}}


def test_one_language_inside_another_gives_way_afterwards(small: Flask) -> None:
    with small.test_request_context("/nb/open"):
        small.preprocess_request()
        with speaking("nn"):
            inside = (current(), _("Skip to the content"))
        after = (current(), _("Skip to the content"))

    assert inside == ("nn", "Hopp til innhaldet")
    assert after == ("nb", "Hopp til innholdet")


def test_nynorsk_falls_back_to_bokmaal_and_never_to_english(tmp_path_factory: pytest.TempPathFactory) -> None:
    from webapp.web.catalogues import compile_catalogues, translations  # noqa: PLC0415 -- beside what it is about

    folder = tmp_path_factory.mktemp("catalogues")
    for language, text in (
        ("nb", 'msgid "Save"\nmsgstr "Lagre"\n\nmsgid "Now"\nmsgstr "Nå"\n'),
        ("nn", 'msgid "Now"\nmsgstr "No"\n'),
    ):
        (folder / language).mkdir()
        (folder / language / "room.po").write_text(text, encoding="utf-8")

    in_memory = translations(folder, "nn")
    compile_catalogues(folder)
    compiled = translations(folder, "nn")

    assert [in_memory.gettext(word) for word in ("Save", "Now")] == ["Lagre", "No"]
    assert [compiled.gettext(word) for word in ("Save", "Now")] == ["Lagre", "No"]


def test_the_switch_keeps_path_and_query(small: Flask) -> None:
    with small.test_request_context("/nb/open?a=1&b=%C3%A6&a=2"):
        small.preprocess_request()
        assert alternate_url("nn") == "/nn/open?a=1&b=%C3%A6&a=2"
    with small.test_request_context("/login?next=/nb/own&language=nb"):
        small.preprocess_request()
        assert alternate_url("nn") == "/login?next=%2Fnb%2Fown&language=nn"


def test_the_switch_is_a_button_of_the_form_where_something_can_have_been_typed(visitor: FlaskClient) -> None:
    linked = visitor.get("/nb/open?x=1").text
    posted = visitor.get("/nb/open?form=answers").text

    assert '<a href="/nn/open?x=1" lang="nn"' in linked
    assert 'form="answers" name="go" value="language:nn"' in posted
    assert switch_asked({"go": "language:nn"}) == "nn"
    assert switch_asked({"go": "next"}) is None


def test_links_keep_the_language_and_can_change_it(small: Flask) -> None:
    with small.test_request_context("/nn/open"):
        small.preprocess_request()
        assert url_for("pages.own") == "/nn/own"
        assert url_for("pages.own", language="nb") == "/nb/own"


def test_texts_of_surveys_are_written_in_the_language(small: Flask) -> None:
    with small.test_request_context("/nn/open"):
        small.preprocess_request()
        written = small.jinja_env.from_string("{{ text | in_language }}").render(text=Text("ikke", "ikkje"))

    assert written == "ikkje"


@pytest.mark.parametrize("path", ["/nb/open", "/nn/open", "/nb/synthetic", "/nn/nowhere", "/nb/own"])
def test_the_frame_has_good_manners(visitor: FlaskClient, path: str) -> None:
    page = visitor.get(path, headers={"X-Person": "kari"})

    assert faults(page.text, path=path) == []
