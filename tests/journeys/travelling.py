"""Someone at a browser on their way through the product: signs in, and looks at every page that they come to."""

import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser import Visit
from tests.manners import faults
from webapp.core.text import Language
from webapp.rehearsal.people import PASSWORD

LOCALES = {"nb": "nb-NO", "nn": "nn-NO"}
PICTURES = os.environ.get("JOURNEY_PICTURES", "")
"""A folder for a picture of each page at both widths, for people who want to look; none when empty."""
SENT_TO_CONSOLE = "Failed to load resource"
"""What the browser itself notes when an answer is 4xx or 5xx; only where such an answer is part of the story."""


class Traveller(Visit):
    """A visit in one language that minds each page: axe at both widths and schemes, lang, console, third parties."""

    def __init__(
        self, browser: Browser, site: str, language: Language = "nb", *, with_script: bool = True
    ) -> None:
        context = browser.new_context(
            locale=LOCALES[language],
            java_script_enabled=with_script,
            viewport={"width": 1280, "height": 900},
        )
        context.set_default_timeout(15_000)
        super().__init__(context, site)
        self.language = language
        self.seen: list[str] = []

    def sign_in(self, email: str) -> Page:
        """Sign in through the front door, as people do."""
        self.open(f"/{self.language}/")
        self.page.click("a.sign-in")
        return self.gives_password(email)

    def gives_password(self, email: str) -> Page:
        """Fill in the sign-in page that is open."""
        self.page.fill("main input[type=email]", email)
        self.page.fill("main input[type=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        expect(self.page.locator("details.person-menu")).to_be_visible()
        return self.page

    def looks(self, name: str) -> None:
        """Look at the page that is open, and call it ``name`` in what is said of it."""
        page = self.page
        page.wait_for_load_state("load")
        assert page.get_attribute("html", "lang") == self.language, name
        english = [fault for fault in faults(page.content()) if fault.startswith("English is left")]
        assert english == [], f"{self.language} {name}, {page.url}"
        wrong = self.violations_everywhere()
        assert wrong == {}, f"{self.language} {name}, {page.url}: {wrong}"
        if PICTURES:
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="light")
                page.wait_for_timeout(150)
                self.screenshot(Path(PICTURES) / f"{self.language}-{len(self.seen):02}-{name}-{width}.png")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        self.seen.append(name)

    def leaves(self, *, heard: str = "") -> None:
        """Close the browser; nothing was asked of third parties, and the console said nothing but ``heard``."""
        self.context.close()
        assert self.strangers == []
        assert [said for said in self.complaints if not (heard and heard in said)] == []

    def goes(self, selector: str) -> None:
        """Press the first link or button of that kind, and wait until the next page is there."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def is_saved(self) -> None:
        """Wait until the page says that it has saved."""
        expect(self.page.locator("[data-save-status]")).to_have_attribute(
            "data-color", "success", timeout=15_000
        )

    def answers(self, *, leaving: str = "") -> int:
        """Answer every question shown on the page that has no answer, but one; give how many were answered."""
        count = 0
        while left := [key for key in self.questions(unanswered=True) if key != leaving]:
            answer(self.page, left[0])
            self.is_saved()
            count += 1
        return count

    def questions(self, *, unanswered: bool = False) -> list[str]:
        """Give the keys of the questions that are shown, in order; only those without an answer when asked so."""
        keys: list[str] = self.page.evaluate(
            """(unanswered) => [...document.querySelectorAll("[data-item]:not([hidden])")]
              .filter((item) => !unanswered || ![...item.querySelectorAll("input:not([type=hidden]), textarea")].some(
                (field) => (/radio|checkbox/.test(field.type) ? field.checked && field.value : field.value)))
              .map((item) => item.dataset.item)""",
            unanswered,
        )
        return keys

    def standing(self) -> dict[str, Any]:
        """Give what every field of the answers holds."""
        values: dict[str, Any] = self.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll("#answers [data-item] :is(input, textarea)")]
              .filter((field) => !field.name.endsWith(".version"))
              .map((field) => [field.id, /radio|checkbox/.test(field.type) ? field.checked : field.value]))"""
        )
        return values

    def waits_for(self, selector: str, seconds: int = 90) -> None:
        """Load the page again until it has ``selector``, as someone who waits for work to be done."""
        for _ in range(seconds):
            if self.page.locator(selector).count():
                return
            self.page.wait_for_timeout(1000)
            self.page.reload()
        raise AssertionError(f"{self.page.url} never had {selector}: {self.page.inner_text('main')[:800]}")


def answer(page: Page, key: str) -> None:
    """Answer one question with the mouse, in the way of its kind."""
    item = page.locator(f'[data-item="{key}"]')
    match item.get_attribute("data-kind"):
        case "maturity" | "choice":
            item.locator("input[type=radio]").nth(2).check()
        case "number":
            item.locator("input[inputmode=decimal]").fill("12")
        case "multiple":
            item.locator("input[type=checkbox]").first.check()
        case "text":
            item.locator(f'textarea[name="{key}.value"]').fill(
                "Vi lytter, og så gjør vi noe med det: æ, ø og å."
            )
        case "practice":
            item.locator("textarea").first.fill("Kafé på tvers")
        case kind:
            raise AssertionError(f"{key} is of a kind that nobody has taught the journey: {kind}")


def section_of(page: Page) -> str:
    """Give the key of the section that is open."""
    found = re.search(r"/del/(\w+)", page.url)
    assert found, page.url
    return found.group(1)
