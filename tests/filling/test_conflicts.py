"""Two people at the same page: different questions both survive, the same question is chosen between, nothing is lost."""

from decimal import Decimal

import pytest
from flask import Flask

from tests import making
from tests.filling.conftest import FIRST, SECOND
from tests.pages import Page, Pages
from tests.seed import CONTRIBUTOR, COORDINATOR
from webapp.core.answer import Answer, Choice, FreeText, Given, Level, Number
from webapp.store.answers import answers
from webapp.store.database import reading, writing

PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>'\""


def standing() -> dict[str, Given | None]:
    with reading() as session:
        revision = making.submission_of(session).revision
        assert revision is not None
        return {key: answer.given for key, answer in answers(session, revision.id).items()}


def written(by: Pages, page: Page, values: dict[str, str], *, expect: int = 303) -> Page:
    return by.submit(page, values, form="/del/", button="go=save", expect=expect)


def test_two_people_on_different_questions_both_survive(coordinator: Pages, contributor: Pages) -> None:
    one, other = coordinator.get(FIRST), contributor.get(FIRST)

    written(coordinator, one, {"level.value": "1"})
    written(contributor, other, {"percent.value": "40"})

    assert standing() == {"level": Level(1), "percent": Number(Decimal(40))}


def test_what_someone_has_not_touched_stays_as_the_other_changed_it(
    coordinator: Pages, contributor: Pages
) -> None:
    written(coordinator, coordinator.get(SECOND), {"words.value": "først"})
    one, other = coordinator.get(SECOND), contributor.get(SECOND)

    written(coordinator, one, {"words.value": "så"})
    written(contributor, other, {"yes.value": "nei"})

    assert standing()["words"] == FreeText("så")


def test_the_second_of_two_writers_sees_both_texts_and_who(coordinator: Pages, contributor: Pages) -> None:
    one, other = coordinator.get(SECOND), contributor.get(SECOND)
    written(coordinator, one, {"words.value": "Karis tekst"})

    page = written(contributor, other, {"words.value": "Mons sin tekst", "yes.value": "nei"}, expect=409)

    for words in ("Karis tekst", "Mons sin tekst", COORDINATOR.name, "kl."):
        assert words in page.words
    assert page.form("/del/").values["words.value"] == ["Mons sin tekst"]
    assert standing() == {"words": FreeText("Karis tekst"), "yes": Choice("nei")}


@pytest.mark.parametrize(("choice", "stands"), [("mine", "Mons sin tekst"), ("theirs", "Karis tekst")])
def test_the_second_chooses_which_text_is_to_stand(
    coordinator: Pages, contributor: Pages, choice: str, stands: str
) -> None:
    one, other = coordinator.get(SECOND), contributor.get(SECOND)
    written(coordinator, one, {"words.value": "Karis tekst"})
    page = written(contributor, other, {"words.value": "Mons sin tekst"}, expect=409)
    kept = [e.get("value", "") for e in page.tree.iter("input") if e.get("name") == "words.keep"]

    written(contributor, page, {"words.keep": next(k for k in kept if k.startswith(choice))})

    assert standing()["words"] == FreeText(stands)


def test_without_a_choice_nothing_is_overwritten(coordinator: Pages, contributor: Pages) -> None:
    one, other = coordinator.get(SECOND), contributor.get(SECOND)
    written(coordinator, one, {"words.value": "Karis tekst"})
    page = written(contributor, other, {"words.value": "Mons sin tekst"}, expect=409)

    again = written(contributor, page, {}, expect=409)

    assert again.form("/del/").values["words.value"] == ["Mons sin tekst"]
    assert standing()["words"] == FreeText("Karis tekst")


def test_a_third_text_meets_the_one_who_chose_their_own(coordinator: Pages, contributor: Pages) -> None:
    one, other = coordinator.get(SECOND), contributor.get(SECOND)
    written(coordinator, one, {"words.value": "først"})
    page = written(contributor, other, {"words.value": "min"}, expect=409)
    written(coordinator, coordinator.get(SECOND), {"words.value": "senere"})
    mine = next(
        e.get("value", "") for e in page.tree.iter("input") if (e.get("value") or "").startswith("mine:")
    )

    again = written(contributor, page, {"words.keep": mine}, expect=409)

    assert "senere" in again.words
    assert standing()["words"] == FreeText("senere")


def test_a_script_in_an_answer_is_shown_as_text(coordinator: Pages, contributor: Pages) -> None:
    one, other = coordinator.get(SECOND), contributor.get(SECOND)
    written(coordinator, one, {"practice.field.navn": PAYLOAD[:30], "words.value": PAYLOAD[:20]})

    page = written(
        contributor, other, {"words.value": PAYLOAD[25:45], "practice.field.navn": PAYLOAD[25:55]}, expect=409
    )

    # Pages reads every page strictly: an inline script or handler would have failed the request
    assert PAYLOAD[:20] in page.words
    assert not list(page.tree.iter("img"))
    assert page.tree.find(".//script[@src]") is not None
    assert [e for e in page.tree.iter("script") if not e.get("src")] == []


def test_a_conflict_survives_the_language_switch(coordinator: Pages, contributor: Pages) -> None:
    one, other = coordinator.get(SECOND), contributor.get(SECOND)
    written(coordinator, one, {"words.value": "Karis tekst"})

    switched = contributor.submit(
        other, {"words.value": "Mons sin tekst"}, form="/del/", button="go=language:nn"
    )
    page = contributor.follow(switched)

    assert page.path.startswith("/nn/")
    for words in ("Karis tekst", "Mons sin tekst", COORDINATOR.name):
        assert words in page.words


def test_the_same_page_posted_again_after_a_change_is_no_conflict(coordinator: Pages) -> None:
    # browser back: the page still has the versions it was drawn with
    page = coordinator.get(SECOND)
    written(coordinator, page, {"words.value": "én"})

    written(coordinator, page, {"words.value": "to"})

    assert standing()["words"] == FreeText("to")


def test_the_script_is_told_of_a_conflict_and_of_faults(coordinator: Pages, contributor: Pages) -> None:
    page, other = coordinator.get(SECOND), contributor.get(SECOND)
    written(coordinator, page, {"words.value": "Karis tekst"})

    answer = autosaved(
        contributor,
        other,
        {
            "words": raw("Mons sin tekst"),
            "yes": raw("nei"),
            "several": raw("x", "ingen"),
        },
        expect=409,
    )

    told = answer.response.get_json()
    assert told["versions"] == {"yes": 1}
    assert list(told["faults"]) == ["several"]
    assert list(told["conflicts"]) == ["words"]
    assert "Karis tekst" in told["conflicts"]["words"]
    assert told["progress"]["answered"] == 2
    assert standing()["words"] == FreeText("Karis tekst")


def test_a_save_overtaken_by_its_own_form_does_not_bring_back_older_text(coordinator: Pages) -> None:
    page = coordinator.get(SECOND)
    page_id = page.form("/del/").values["page_id"][0]
    written(coordinator, page, {"words.value": "hele teksten"})

    autosaved(coordinator, page, {"words": raw("hele te")}, page_id=page_id, expect=409)

    assert standing()["words"] == FreeText("hele teksten")


def test_a_form_goes_before_the_saves_its_own_script_made(coordinator: Pages) -> None:
    page = coordinator.get(SECOND)
    page_id = page.form("/del/").values["page_id"][0]
    autosaved(coordinator, page, {"words": raw("hele te")}, page_id=page_id)

    written(coordinator, page, {"words.value": "hele teksten"})

    assert standing()["words"] == FreeText("hele teksten")


@pytest.mark.parametrize(
    "sent", [[], {"answers": []}, {"answers": {"words": 3}}, {"answers": {"words": {"value": "x"}}}]
)
def test_what_our_script_would_not_send_is_refused(coordinator: Pages, sent: object) -> None:
    page = coordinator.get(SECOND)

    posted(coordinator, page, sent, expect=400)


def test_a_closed_page_is_said_to_the_script_in_words(coordinator: Pages) -> None:
    page = coordinator.get(SECOND)
    with writing() as session:
        making.closed_round(session)

    told = autosaved(coordinator, page, {"words": raw("for sent")}, expect=409).response.get_json()

    assert "lukket" in told["text"]


def test_saving_without_a_session_is_said_to_the_script(app: Flask, coordinator: Pages) -> None:
    page = coordinator.get(SECOND)

    autosaved(Pages(app), page, {"words": raw("hei")}, expect=401)


def raw(*value: str, version: int = 0) -> dict[str, object]:
    return {
        "value": list(value),
        "status": "",
        "reason": "",
        "evidence": "",
        "fields": {},
        "version": version,
    }


def autosaved(
    by: Pages,
    page: Page,
    items: dict[str, dict[str, object]],
    *,
    page_id: str = "",
    expect: int = 200,
) -> Page:
    own = page_id or "0b9f5f2e-8f0e-4c7c-9b54-5f0f6e1f0a11"
    sent = {"save_id": "6f0a1e7c-2d7a-4f5e-8a40-9d7b6f1c2e33", "page_id": own, "answers": items}
    return posted(by, page, sent, expect=expect)


def posted(by: Pages, page: Page, sent: object, *, expect: int) -> Page:
    token = page.form("/del/").values["csrf_token"][0]
    address = f"{page.path}/lagre"
    return by._ask(
        "POST", address, expect, json=sent, headers={"X-CSRFToken": token, "Accept": "application/json"}
    )


def test_an_answer_that_never_changed_makes_no_new_version(coordinator: Pages) -> None:
    written(coordinator, coordinator.get(SECOND), {"words.value": "samme"})
    written(coordinator, coordinator.get(SECOND), {"yes.value": "nei"})

    with reading() as session:
        revision = making.submission_of(session).revision
        assert revision is not None
        assert answers(session, revision.id)["words"] == Answer("words", FreeText("samme"), "", 1)


def test_two_pages_of_one_person_are_two_writers(coordinator: Pages) -> None:
    one, other = coordinator.get(SECOND), coordinator.get(SECOND)
    written(coordinator, one, {"words.value": "i det ene vinduet"})

    page = written(coordinator, other, {"words.value": "i det andre"}, expect=409)

    assert "i det ene vinduet" in page.words
    assert CONTRIBUTOR.name not in page.words
