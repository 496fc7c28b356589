"""A form that had been open too long: nothing typed is lost, whatever became of the session (PITFALLS 6 and 7)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests import making
from tests.filling.conftest import FIRST, SECOND, Visitor
from tests.pages import Pages
from tests.seed import CONTRIBUTOR, COORDINATOR
from webapp.core.answer import FreeText, Level
from webapp.store.database import writing

MORNING = datetime(2026, 2, 3, 8, 0, tzinfo=UTC)
AFTERNOON = MORNING + timedelta(hours=5)


@pytest.mark.parametrize("signs_in_in_time", [True, False])
def test_what_was_typed_five_hours_ago_stands_there_after_signing_in(
    visitor: Visitor, *, signs_in_in_time: bool
) -> None:
    with time_machine.travel(MORNING, tick=True):
        pages = visitor(COORDINATOR)
        page = pages.get(SECOND)

    with time_machine.travel(AFTERNOON, tick=True):
        if signs_in_in_time:  # in another window: the old page's token is still good
            pages.sign_in(COORDINATOR.email)
            pages.submit(page, {"words.value": "fra i morges"}, form="/del/", button="go=save")
            assert pages.get(SECOND).form("/del/").values["words.value"] == ["fra i morges"]
            return
        refused = pages.submit(page, {"words.value": "fra i morges"}, form="/del/", button="go=save")
        assert "/logg-inn" in refused.location
        pages.sign_in(COORDINATOR.email)
        again = pages.get(SECOND)

        assert again.form("/del/").values["words.value"] == ["fra i morges"]
        assert "ikke lagret før" in again.words
        pages.submit(again, form="/del/", button="go=save")
        later = pages.get(SECOND)

    assert later.form("/del/").values["words.value"] == ["fra i morges"]
    assert "ikke lagret før" not in later.words


def test_the_first_page_of_a_new_visitor_survives_signing_in(visitor: Visitor) -> None:
    with time_machine.travel(MORNING, tick=True):
        pages = visitor(COORDINATOR)
        page = pages.get(FIRST)
        pages.http.delete_cookie("session")
        pages.submit(page, {"level.value": "3", "level.evidence": "Sak 1"}, form="/del/", button="go=next")
        pages.sign_in(COORDINATOR.email)

        again = pages.get(FIRST)

    assert again.form("/del/").values["level.value"] == ["3"]
    assert again.form("/del/").values["level.evidence"] == ["Sak 1"]


def test_what_was_kept_meets_what_another_wrote_meanwhile(visitor: Visitor) -> None:
    with time_machine.travel(MORNING, tick=True):
        pages = visitor(COORDINATOR)
        page = pages.get(SECOND)
    with writing() as session:
        making.answered(session, CONTRIBUTOR, {"words": FreeText("Mons sin tekst"), "level": Level(1)})

    with time_machine.travel(AFTERNOON, tick=True):
        pages.submit(page, {"words.value": "Karis tekst"}, form="/del/", button="go=save")
        pages.sign_in(COORDINATOR.email)
        again = pages.get(SECOND)

    for words in ("Mons sin tekst", "Karis tekst", CONTRIBUTOR.name):
        assert words in again.words


def test_what_was_kept_for_one_is_not_shown_to_another(visitor: Visitor) -> None:
    with time_machine.travel(MORNING, tick=True):
        pages = visitor(COORDINATOR)
        page = pages.get(SECOND)
    with time_machine.travel(AFTERNOON, tick=True):
        pages.submit(page, {"words.value": "Karis hemmelighet"}, form="/del/", button="go=save")
        pages.sign_in(CONTRIBUTOR.email)

        seen = pages.get(SECOND)

    assert "hemmelighet" not in seen.text


def test_saving_another_page_does_not_throw_away_what_was_kept(visitor: Visitor) -> None:
    pages: Pages = visitor(COORDINATOR)
    pages.submit(pages.get(FIRST), {"percent.value": "sytti"}, form="/del/", button="go=language:nn")

    pages.submit(pages.get(SECOND), {"yes.value": "nei"}, form="/del/", button="go=save")

    assert pages.get(FIRST).form("/del/").values["percent.value"] == ["sytti"]
