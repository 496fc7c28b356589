"""Typing in a real browser against the real application: slow answers, another person, another window, another language.

None of it may lose a letter (PITFALLS 2, 4, 6, 7, 22).
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from tests.journeys.conftest import Slow, Travel
from tests.journeys.staging import RUNNING, SURVEY
from tests.journeys.travelling import SENT_TO_CONSOLE, Traveller
from webapp.rehearsal.people import BOKMAAL
from webapp.store import tables as t
from webapp.store.answers import answers
from webapp.store.database import reading
from webapp.store.definitions import read_surveys
from webapp.store.submissions import submission

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COORDINATOR = "svaransvarlig.kongsberg@example.no"
CONTRIBUTOR = "medsvarer.kongsberg@example.no"
SECTIONS = read_surveys().surveys[SURVEY].sections
LEVELS = SECTIONS[0]
"""A section that begins with a level, which has a field for documentation: text that saves itself as one types."""
ITEM = LEVELS.items[0].key
FIELD = f"#{ITEM}-evidence"


def place(language: str, section: str = LEVELS.key) -> str:
    return f"/{language}/kommune/{BOKMAAL}/{RUNNING}/{SURVEY}/del/{section}"


def kept(item: str = ITEM) -> str:
    """Give the documentation that stands in the database; the server must run in this process."""
    with reading() as session:
        found = submission(session, BOKMAAL, str(RUNNING), SURVEY)
        assert found is not None
        if found.revision is None:
            return ""
        given = answers(session, found.revision.id)
        return given[item].evidence if item in given else ""


def at_work(travel: Travel, site: str, email: str = COORDINATOR, *, with_script: bool = True) -> Traveller:
    traveller = travel(site, with_script=with_script)
    traveller.sign_in(email)
    traveller.open(place("nb"))
    return traveller


def test_what_is_typed_during_a_slow_save_wins_and_the_cursor_stays(
    slow: tuple[str, Slow], travel: Travel
) -> None:
    # PITFALLS 4: the server takes five seconds over the first save, and the person goes on writing
    site, hook = slow
    traveller = at_work(travel, site)
    page = traveller.page
    page.locator(f'[data-item="{ITEM}"] input[type=radio]').nth(3).check()
    traveller.is_saved()
    hook.hold(5)
    page.focus(FIELD)
    page.keyboard.type("først ")
    assert hook.arrived.wait(10)
    page.keyboard.type("og så mer")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("mye ")
    says = page.inner_text("[data-save-status]")
    expect(page.locator("[data-save-status]")).to_have_attribute("data-color", "success", timeout=20_000)
    page.wait_for_timeout(1500)  # what was typed meanwhile goes with the next save

    assert page.input_value(FIELD) == "først og så mye mer"
    assert kept() == "først og så mye mer"
    assert page.evaluate("document.activeElement.id + ' ' + document.activeElement.selectionStart") == (
        f"{FIELD[1:]} {len('først og så mye ')}"
    )
    assert "Lagrer" in says
    traveller.leaves()


def test_what_is_answered_before_the_script_has_come_is_saved_too(
    slow: tuple[str, Slow], travel: Travel
) -> None:
    traveller = travel(slow[0])
    traveller.sign_in(COORDINATOR)
    page = traveller.page
    held: list[Route] = []
    page.route("**/autosave.js", lambda route: held.append(route))  # noqa: PLW0108  Playwright asks a function for its signature
    page.goto(traveller.site + place("nb"), wait_until="commit")
    page.locator(f'[data-item="{ITEM}"] input[type=radio]').nth(3).check()
    page.fill(FIELD, "skrevet i utålmodighet")
    page.wait_for_timeout(300)
    assert len(held) == 1
    held[0].continue_()
    traveller.is_saved()

    assert kept() == "skrevet i utålmodighet"
    traveller.leaves()


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without script"])
def test_changing_language_in_the_middle_of_typing_keeps_every_letter(
    slow: tuple[str, Slow], travel: Travel, *, with_script: bool
) -> None:
    # PITFALLS 22
    traveller = at_work(travel, slow[0], with_script=with_script)
    page = traveller.page
    page.locator(f'[data-item="{ITEM}"] input[type=radio]').nth(3).check()
    page.fill(FIELD, "midt i en set")
    page.click('.language-switch button[value="language:nn"]')
    page.wait_for_url("**/nn/**")

    assert page.get_attribute("html", "lang") == "nn"
    assert page.input_value(FIELD) == "midt i en set"
    assert page.locator(f'[data-item="{ITEM}"] input[type=radio]').nth(3).is_checked()
    assert page.url.endswith(place("nn"))
    traveller.leaves()


@pytest.mark.parametrize("with_script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_two_people_at_one_question_see_both_texts_and_one_chooses(
    slow: tuple[str, Slow], travel: Travel, choice: str, *, with_script: bool
) -> None:
    # PITFALLS 2
    site, _hook = slow
    first = at_work(travel, site, with_script=with_script)
    second = at_work(travel, site, CONTRIBUTOR, with_script=with_script)
    for traveller, text in ((first, "sak 1, sier Siri"), (second, "sak 2, sier Mons")):
        traveller.page.fill(FIELD, text)
        traveller.page.locator(f'[data-item="{ITEM}"] input[type=radio]').nth(3).check()
        if with_script and traveller is first:
            traveller.page.wait_for_timeout(1200)
            traveller.is_saved()
        elif not with_script:
            traveller.page.click('button[name="go"][value="save"]')

    box = second.page.locator(f'[data-conflict="{ITEM}"]')
    expect(box).to_be_visible()
    for words in ("sak 1, sier Siri", "sak 2, sier Mons", "Siri Svar"):
        expect(box).to_contain_text(words)
    assert kept() == "sak 1, sier Siri"
    if choice == "mine" and with_script:
        second.looks("conflict")
    if choice == "mine" and with_script:
        second.page.fill(FIELD, "sak 2, sier Mons, og mer")
        expect(box).to_contain_text("sak 2, sier Mons, og mer")
        second.page.fill(FIELD, "sak 2, sier Mons")
    box.locator(f'input[value^="{choice}"]').check()
    if with_script:
        box.locator("[data-choose]").click()
        expect(box).to_have_count(0)
        second.page.wait_for_timeout(1200)
    else:
        second.page.click('button[name="go"][value="save"]')
    stands = {"mine": "sak 2, sier Mons", "theirs": "sak 1, sier Siri"}[choice]

    assert kept() == stands
    assert second.page.input_value(FIELD) == stands
    first.leaves()
    second.leaves(heard=SENT_TO_CONSOLE)  # the browser notes the 409 itself


def test_signed_out_in_another_tab_one_keeps_typing_and_loses_nothing(
    slow: tuple[str, Slow], travel: Travel
) -> None:
    traveller = at_work(travel, slow[0])
    page = traveller.page
    page.locator(f'[data-item="{ITEM}"] input[type=radio]').nth(3).check()
    traveller.is_saved()
    other = traveller.context.new_page()
    other.goto(f"{traveller.site}/nb/")
    other.click("details.person-menu summary")
    other.click("details.person-menu form button")
    other.close()

    page.fill(FIELD, "dette skrev jeg")
    link = page.locator("[data-save-status] a")
    expect(link).to_be_visible()
    traveller.looks("signed-out")
    with traveller.context.expect_page() as opened:
        link.click()
    again = opened.value
    gives_password(again)
    page.focus(FIELD)
    page.keyboard.press("End")
    page.keyboard.type(", og dette etterpå")
    page.click("[data-resume]")
    traveller.is_saved()
    page.wait_for_timeout(1200)

    assert kept() == page.input_value(FIELD) == "dette skrev jeg, og dette etterpå"
    traveller.leaves(heard=SENT_TO_CONSOLE)  # the browser notes the 401 itself


def test_signed_out_without_a_script_the_text_comes_back_after_signing_in(
    slow: tuple[str, Slow], travel: Travel
) -> None:
    traveller = at_work(travel, slow[0], with_script=False)
    page = traveller.page
    page.locator(f'[data-item="{ITEM}"] input[type=radio]').nth(3).check()
    page.fill(FIELD, "skrevet uten skript")
    session = next(c for c in traveller.context.cookies() if "session" in c["name"])
    traveller.context.clear_cookies(name=session["name"])
    page.click('button[name="go"][value="save"]')
    traveller.gives_password(COORDINATOR)
    came_back = page.input_value(FIELD)
    page.click('button[name="go"][value="save"]')

    assert came_back == "skrevet uten skript"
    assert kept() == "skrevet uten skript"
    traveller.leaves()


def gives_password(page: Page) -> None:
    """Sign in on a page that a traveller has opened beside their own."""
    from webapp.rehearsal.people import PASSWORD  # noqa: PLC0415  only here

    page.fill("main input[type=email]", COORDINATOR)
    page.fill("main input[type=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator("details.person-menu")).to_be_visible()


def test_a_section_is_answered_with_the_keyboard_alone(slow: tuple[str, Slow], travel: Travel) -> None:
    traveller = at_work(travel, slow[0])
    page = traveller.page
    page.focus("body")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ds-skip-link"
    page.keyboard.press("Enter")
    chosen: set[str] = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        name, kind, value = page.evaluate(
            """() => { const one = document.activeElement;
              return [one.name ?? "", one.type ?? "", one.value ?? ""] }"""
        )
        outline = page.evaluate(
            """() => [document.activeElement, document.activeElement.closest(".ds-field")].some((one) =>
              one && getComputedStyle(one).outlineStyle !== "none")"""
        )
        assert outline, f"focus cannot be seen on {name or page.evaluate('document.activeElement.outerHTML')}"
        if (name, value) == ("go", "next"):
            break
        if name in chosen or not name.endswith(".value"):
            continue
        chosen.add(name)
        if kind == "radio":
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
        elif kind == "checkbox":
            page.keyboard.press("Space")
        elif kind == "text":
            page.keyboard.type("12")
        else:
            page.keyboard.type("Skrevet med tastatur")
        traveller.is_saved()
    answered = traveller.questions(unanswered=True)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith(LEVELS.key))

    assert len(chosen) >= 3
    assert answered == []
    traveller.leaves()


def test_forced_colours_leave_everything_to_be_seen(
    slow: tuple[str, Slow], travel: Travel, tmp_path: Path
) -> None:
    traveller = at_work(travel, slow[0])
    page = traveller.page
    page.emulate_media(forced_colors="active")
    page.locator(f'[data-item="{ITEM}"] input[type=radio]').nth(3).check()
    borders = page.evaluate(
        """() => [...document.querySelectorAll("[data-item] .level, main .ds-button")].map((one) => {
          const style = getComputedStyle(one);
          return style.borderStyle !== "none" || style.outlineStyle !== "none";
        })"""
    )
    traveller.screenshot(tmp_path / "forced.png")

    assert len(borders) > 5
    assert all(borders)
    traveller.leaves()


def test_nobody_but_us_answered(slow: tuple[str, Slow]) -> None:
    # the stage itself: our two municipalities have not begun, so what the tests find was put there by them
    with reading() as session:
        begun = session.scalars(
            select(t.Submission.municipality_number)
            .join(t.RoundSurvey, t.RoundSurvey.id == t.Submission.round_survey_id)
            .join(t.Round, t.Round.id == t.RoundSurvey.round_id)
            .where(t.Round.key == str(RUNNING))
        ).all()

    assert BOKMAAL not in begun
    assert len(begun) == 20
