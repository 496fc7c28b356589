"""The main job from end to end, once in each language: a municipality answers, KS closes, and a report is taken away.

Everything is as it is for people: Chromium, gunicorn, the worker, passwords. Every page met is looked at (axe at 1280
and 320 px, light and dark, no sideways scrolling, language, console, third parties).
"""

from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Travel
from tests.journeys.staging import RUNNING, SURVEY
from tests.journeys.travelling import Traveller, section_of
from webapp.core.text import Language
from webapp.rehearsal.people import BOKMAAL, NYNORSK

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class Side:
    """Who travels: a municipality's people and an adviser, in one language."""

    language: Language
    municipality: str
    coordinator: str
    approver: str
    pdf_language: str
    reason: str

    @property
    def place(self) -> str:
        """The address of the survey."""
        return f"/{self.language}/kommune/{self.municipality}/{RUNNING}/{SURVEY}"


SIDES = (
    Side(
        "nb",
        BOKMAAL,
        "svaransvarlig.kongsberg@example.no",
        "godkjenner.kongsberg@example.no",
        "nb",
        "Se på spørsmål 2 en gang til.\nTallet er fra i fjor.",
    ),
    Side(
        "nn",
        NYNORSK,
        "svaransvarleg.sogndal@example.no",
        "godkjennar.sogndal@example.no",
        "nn",
        "Sjå på spørsmål 2 ein gong til.\nTalet er frå i fjor.",
    ),
)
ADVISER = "radgiver@example.no"


@pytest.mark.parametrize("side", SIDES, ids=[side.language for side in SIDES])
def test_a_municipality_answers_and_an_adviser_takes_away_a_report(
    house: str, travel: Travel, side: Side
) -> None:
    coordinator = travel(house, side.language)
    approver = travel(house, side.language)
    adviser = travel(house, side.language)

    answer_everything(coordinator, side)
    send(coordinator, side)
    send_back(approver, side)
    send_again(coordinator, side)
    receipt = deliver(approver, side)
    close_round(adviser, side)
    report = read_results_and_take_report(adviser, side)

    check_pdf(receipt, side)
    check_pdf(report, side)
    for traveller in (coordinator, approver, adviser):
        traveller.leaves()


def answer_everything(coordinator: Traveller, side: Side) -> None:
    """From the front door through every section, leaving one question for the check page to find."""
    coordinator.open(f"/{side.language}/")
    coordinator.looks("front-door")
    coordinator.page.click("a.sign-in")
    coordinator.looks("sign-in")
    page = coordinator.gives_password(side.coordinator)
    coordinator.looks("municipality")

    coordinator.goes(f'main a.ds-button[href*="/{SURVEY}/"]')
    if "/del/" not in page.url:
        coordinator.looks("survey")
        coordinator.goes('main a.ds-button[data-variant="primary"]')
    first, sections = section_of(page), []
    while "/del/" in page.url:
        here = section_of(page)
        if here not in sections:
            sections.append(here)
        left = coordinator.questions()[1] if here == first else ""
        coordinator.answers(leaving=left)
        if len(sections) == 1:
            before = coordinator.standing()
            page.reload()
            assert coordinator.standing() == before
            assert any(before.values())
        coordinator.looks(f"section-{here}")
        coordinator.goes('button[name="go"][value="next"], button[name="go"][value="check"]')
    assert len(sections) == 4


def send(coordinator: Traveller, side: Side) -> None:
    """See what is missing, put it right, and send."""
    page = coordinator.page
    coordinator.looks("check-missing")
    missing = page.locator('.ds-alert a[href*="#item-"]')
    assert missing.count() == 1
    assert page.locator('form[action$="/send"]').count() == 0
    coordinator.goes('.ds-alert a[href*="#item-"]')
    coordinator.answers()
    coordinator.goes('button[name="go"][value="save"]')
    coordinator.open(f"{side.place}/kontroll")
    coordinator.looks("check-complete")
    coordinator.goes('form[action$="/send"] button')
    coordinator.looks("sent")


def send_back(approver: Traveller, side: Side) -> None:
    """Look through the answers, and ask for a change."""
    page = approver.sign_in(side.approver)
    approver.looks("municipality-approver")
    approver.goes(f'main a.ds-button[href*="/{SURVEY}/"]')
    if not page.url.endswith("/godkjenning"):
        approver.goes('main a[href$="/godkjenning"]')
    approver.looks("approval")
    page.fill("#reason", side.reason)
    approver.goes('form[action$="/send-tilbake"] button')
    approver.looks("sent-back")


def send_again(coordinator: Traveller, side: Side) -> None:
    """See why it came back, change one answer by keyboard, and send again."""
    page = coordinator.open(f"/{side.language}/kommune/{side.municipality}/")
    coordinator.looks("municipality-sent-back")
    coordinator.goes(f'main a.ds-button[href*="/{SURVEY}/"]')
    coordinator.open(f"{side.place}/")
    coordinator.looks("survey-sent-back")
    expect(page.locator("main")).to_contain_text(side.reason.splitlines()[1])
    coordinator.goes('main a.ds-link[href*="/del/"]')
    page.locator("[data-item] input[type=radio]:checked").first.focus()
    page.keyboard.press("ArrowDown")
    coordinator.is_saved()
    coordinator.open(f"{side.place}/kontroll")
    coordinator.goes('form[action$="/send"] button')


def deliver(approver: Traveller, side: Side) -> bytes:
    """Approve and deliver; give the receipt as PDF."""
    page = approver.open(f"{side.place}/godkjenning")
    approver.goes('form[action$="/lever"] button')
    assert page.url.endswith("/kvittering")
    approver.looks("receipt")
    address = page.get_attribute('main a[href$="/kvittering.pdf"]', "href")
    assert address
    approver.open(f"/{side.language}/kommune/{side.municipality}/")
    approver.looks("municipality-delivered")
    return taken(approver, address)


def close_round(adviser: Traveller, side: Side) -> None:
    """Watch who takes part, close the round, and wait for the release that the worker makes."""
    adviser.sign_in(ADVISER)
    adviser.open(f"/{side.language}/runder/")  # signing in leads to the language one has chosen oneself
    adviser.looks("rounds")
    adviser.open(f"/{side.language}/runder/{RUNNING}")
    adviser.looks("round-open")
    adviser.goes('main a[href$="/deltaking"]')
    adviser.looks("board")
    adviser.open(f"/{side.language}/runder/{RUNNING}/lukk")
    adviser.looks("close")
    adviser.goes('form[action$="/lukk"] button')
    adviser.waits_for('main a[href*="/resultater/"]')
    adviser.looks("round-closed")


def read_results_and_take_report(adviser: Traveller, side: Side) -> bytes:
    """Read the release, one question and one clause of it, make a report, write in it, and take it away."""
    page = adviser.page
    adviser.goes('main a[href*="/resultater/"]')
    adviser.looks("release")
    clause = page.locator('main a[href*="/avtalepunkt/"]').first.get_attribute("href")
    adviser.goes('main a[href*="/sporsmal/"]')
    adviser.waits_for("figure.chart img")
    adviser.looks("item")
    assert (
        page.locator("figure.chart img").first.evaluate("image => image.complete && image.naturalWidth") > 0
    )
    assert len(page.get_attribute("figure.chart img", "alt") or "") > 20
    adviser.open(f"{clause}")
    adviser.looks("clause")
    adviser.open(f"/{side.language}/resultater/")
    adviser.looks("releases")

    adviser.open(f"/{side.language}/rapporter/")
    adviser.looks("reports")
    page.select_option('#new-report select[name="survey"]', SURVEY)
    adviser.goes("#new-report button[type=submit]")
    adviser.looks("report")
    adviser.goes('main a[href*="/tekst/"]')
    adviser.looks("report-text")
    page.locator("main textarea").nth(0).fill("Frivilligheten lever.")
    page.locator("main textarea").nth(1).fill("Frivilligheita lever.")
    adviser.goes("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text(
        {"nb": "Frivilligheten", "nn": "Frivilligheita"}[side.language]
    )
    adviser.goes('form[action$="/pdf"] button')
    adviser.waits_for(f'main a[href$="/pdf/{side.language}"]', 120)
    address = page.get_attribute(f'main a[href$="/pdf/{side.language}"]', "href")
    assert address
    return taken(adviser, address)


def taken(traveller: Traveller, address: str) -> bytes:
    """Download a file as the person who is signed in."""
    answer = traveller.context.request.get(traveller.site + address)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def check_pdf(content: bytes, side: Side) -> None:
    """A PDF that is taken away is tagged, and says its language and title."""
    with pikepdf.open(BytesIO(content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).startswith(side.pdf_language)
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as about:
            assert about.get("dc:title")
            assert about.get("pdfuaid:part") == "1"
