"""Answers save themselves in a real browser: nothing typed is lost, whatever the server says."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, Response, jsonify, make_response, render_template_string, request
from flask.typing import ResponseReturnValue
from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.web.conftest import SECRET, made
from tests.web.test_questions import PAGE, survey_of
from webapp.core.accepting import RawAnswer
from webapp.core.answer import Answer, Level
from webapp.core.text import Text
from webapp.settings import Settings
from webapp.web import guards
from webapp.web.languages import PREFIX
from webapp.web.questions import Conflict, ask

pytestmark = pytest.mark.browser
SURVEY = survey_of(Text("Tekst", "Tekst"))
SCRIPT = (
    '{% block scripts %}<script type="module" src="{{ asset("js/autosave.js") }}"></script>{% endblock %}'
)
Answering = Callable[[dict[str, Any]], ResponseReturnValue]  # Any: JSON as it came


class Server:
    """The other end of autosave: remembers what it was sent, and answers as it is told, then with success."""

    def __init__(self) -> None:
        self.saves: list[dict[str, Any]] = []  # Any: likewise
        self.answers: list[Answering] = []

    def answer(self) -> ResponseReturnValue:
        """Answer one save."""
        sent = request.get_json()
        self.saves.append(sent)
        return (self.answers.pop(0) if self.answers else saved)(sent)

    def last(self, item: str) -> dict[str, Any]:  # Any: likewise
        """Give what was last sent for ``item``."""
        sent: dict[str, Any] = next(
            each["answers"][item] for each in reversed(self.saves) if item in each["answers"]
        )
        return sent


def saved(sent: dict[str, Any]) -> ResponseReturnValue:  # Any: likewise
    """Answer that all is saved, each item with the next version."""
    versions = {item: answer["version"] + 1 for item, answer in sent["answers"].items()}
    return jsonify(saved_at_text="Lagret 12:04", versions=versions, faults={}, conflicts={})


def unavailable(_sent: dict[str, Any]) -> ResponseReturnValue:  # Any: likewise
    """Answer as when the database is away."""
    return make_response("", 503)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def app(server: Server) -> Flask:
    """A page with one question of each kind, in the shell with its strict policy."""
    app = made(Settings(secret_key=SECRET))

    @app.get(PREFIX + "/q")
    @guards.public
    def page() -> str:
        questions = [ask(SURVEY, item, Answer(item.key, None, "", 1)) for item in SURVEY.items()]
        source = PAGE.replace("/y", "/nb/save") + SCRIPT
        return render_template_string(source, questions=questions, read_only=False)

    @app.post(PREFIX + "/save")
    @guards.public
    def save() -> ResponseReturnValue:
        return server.answer()

    return app


@pytest.fixture
def page(visit: Visit) -> Page:
    """The page, opened."""
    return visit.open("/nb/q")


def says(page: Page, text: str) -> None:
    """Wait until the page says ``text`` to people."""
    expect(page.locator("[data-save-status]")).to_contain_text(text, timeout=8000)


def has_version(page: Page, item: str, version: str) -> None:
    """Wait until the page has seen ``version`` of ``item``."""
    expect(page.locator(f'[name="{item}.version"]')).to_have_value(version, timeout=8000)


def test_a_level_is_saved_at_once_and_a_text_after_a_pause(page: Page, server: Server) -> None:
    page.check("#m-value-3")
    says(page, "Lagret 12:04")
    page.fill("#t-value", "Vi har ein plan")
    has_version(page, "t", "2")

    assert server.last("m") == {
        "value": ["3"],
        "status": "",
        "reason": "",
        "evidence": "",
        "fields": {},
        "version": 1,
    }
    assert server.last("t")["value"] == ["Vi har ein plan"]
    assert page.input_value('[name="m.version"]') == "2"
    assert server.saves[0]["page_id"] == server.saves[1]["page_id"]
    assert server.saves[0]["save_id"] != server.saves[1]["save_id"]


def test_dont_know_is_sent_as_a_status_and_removal_as_a_blank(page: Page, server: Server) -> None:
    page.check("#m-dont_know")
    says(page, "Lagret")
    first = server.last("m")
    page.check("#m-clear")
    has_version(page, "m", "3")

    assert (first["value"], first["status"]) == ([], "dont_know")
    assert (server.last("m")["value"], server.last("m")["status"]) == ([], "")


def test_what_stands_alone_puts_the_others_out(page: Page, server: Server) -> None:
    page.check("#x-value")
    page.check("#x-value-none")
    page.check("#x-dont_know")
    page.wait_for_timeout(500)

    assert (server.last("x")["value"], server.last("x")["status"]) == ([], "dont_know")


def test_what_is_typed_while_saving_is_neither_lost_nor_disturbed(page: Page, server: Server) -> None:
    page.locator("#t-value").focus()
    page.keyboard.type("abcdef")
    with page.expect_request("**/save"):
        page.wait_for_timeout(900)
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("XYZ", delay=150)
    page.wait_for_timeout(1500)

    assert page.input_value("#t-value") == "abcXYZdef"
    assert server.last("t")["value"] == ["abcXYZdef"]
    assert page.evaluate("document.activeElement.id + document.activeElement.selectionStart") == "t-value6"


def test_a_save_that_fails_goes_again_under_the_same_id(browser_complains: Visit, server: Server) -> None:
    page = browser_complains.open("/nb/q")
    server.answers = [unavailable, unavailable]

    page.check("#m-value-2")
    says(page, "Prøver igjen")
    says(page, "Lagret 12:04")

    assert [each["save_id"] for each in server.saves] == [server.saves[0]["save_id"]] * 3
    assert len({each["save_id"] for each in server.saves}) == 1


def conflicting(app: Flask) -> Answering:
    """Answer that someone else has answered the level."""

    def answer(_sent: dict[str, Any]) -> ResponseReturnValue:  # Any: likewise
        item = SURVEY.item("m")
        assert item is not None
        theirs = Answer("m", Level(1), "sak 9", 7)
        question = ask(
            SURVEY,
            item,
            theirs,
            typed=RawAnswer(("3",)),
            conflict=Conflict(theirs, "Ola <b>Dunk</b>", datetime(2026, 3, 5, tzinfo=UTC)),
        )
        source = '{% from "components/conflict.html" import conflict_box %}{{ conflict_box(question) }}'
        html = app.jinja_env.from_string(source).render(question=question)
        response: Response = jsonify(versions={}, faults={}, conflicts={"m": html})
        response.status_code = 409
        return response

    return answer


@pytest.mark.parametrize(("choice", "level", "version"), [("mine", "3", "8"), ("theirs", "1", "7")])
def test_in_a_conflict_both_answers_are_seen_and_one_is_chosen(
    browser_complains: Visit, app: Flask, server: Server, choice: str, level: str, version: str
) -> None:
    page = browser_complains.open("/nb/q")
    server.answers = [conflicting(app)]

    page.check("#m-value-3")
    expect(page.locator("#item-m .conflict")).to_contain_text("Ola <b>Dunk</b> har også svart på dette")
    expect(page.locator("#item-m .conflict")).to_contain_text("1 Tekst")
    page.fill("#t-value", "anna")
    has_version(page, "t", "2")
    sent_while_open = len([each for each in server.saves if "m" in each["answers"]])
    page.check(f"#m-keep-{choice}")
    page.click("#item-m [data-choose]")
    has_version(page, "m", version)

    assert sent_while_open == 1
    assert page.locator("#item-m .conflict").count() == 0
    assert page.locator('[name="m.value"]:checked').get_attribute("value") == level
    assert page.input_value("#m-evidence") == ("sak 9" if choice == "theirs" else "")


def test_someone_signed_out_keeps_the_page_and_saves_after_signing_in(
    browser_complains: Visit, server: Server
) -> None:
    page = browser_complains.open("/nb/q")
    server.answers = [lambda _sent: (jsonify(error="signed_out"), 401)]

    page.fill("#t-value", "Det eg skreiv")
    says(page, "Du er blitt logget ut")
    link = page.locator("[data-save-status] a")
    target = (link.get_attribute("target"), link.get_attribute("href"))
    page.click("[data-resume]")
    says(page, "Lagret 12:04")

    assert target == ("_blank", "/login?next=/nb/")
    assert page.input_value("#t-value") == "Det eg skreiv"
    assert server.last("t")["value"] == ["Det eg skreiv"]


def test_a_fault_is_told_by_the_question_and_goes_when_put_right(page: Page, server: Server) -> None:
    server.answers = [
        lambda sent: jsonify(
            versions={}, faults={"n": ["Skriv et tall."]}, shown=list("mnpcyxt"), echo=len(sent)
        )
    ]

    page.fill("#n-value", "mange")
    expect(page.locator("#n-fault")).to_have_text("Skriv et tall.")
    expect(page.locator("#item-e")).to_be_hidden()
    invalid = page.get_attribute("#n-value", "aria-invalid")
    page.fill("#n-value", "12,5")
    expect(page.locator("#n-fault")).to_be_hidden()

    assert invalid == "true"
    assert page.get_attribute("#n-value", "aria-invalid") is None


def test_the_reason_is_asked_for_when_it_matters_and_never_hidden_with_text_in_it(page: Page) -> None:
    before = page.is_visible("#m-reason")
    page.check("#m-not_applicable")
    asked = page.is_visible("#m-reason")
    page.fill("#m-reason", "Har ikkje slikt")
    page.check("#m-value")

    assert (before, asked, page.is_visible("#m-reason")) == (False, True, True)


def test_the_page_works_at_every_width_and_scheme(visit: Visit) -> None:
    visit.open("/nn/q")

    assert visit.violations_everywhere() == {}


@pytest.fixture
def browser_complains(visit: Visit) -> Visit:
    """A visit where the browser itself notes in its console that an answer was 4xx or 5xx."""

    class Quiet(list[str]):
        def append(self, text: str) -> None:
            if "Failed to load resource" not in text:
                super().append(text)

    visit.complaints = Quiet()
    return visit
