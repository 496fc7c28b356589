"""What people see and do when they fill in, as plain pages without JavaScript."""

from decimal import Decimal

import pytest

from tests import making
from tests.filling.conftest import FIRST, SECOND, SURVEY, Visitor
from tests.pages import Pages
from tests.seed import APPROVER, COORDINATOR, OTHER_COORDINATOR, READER
from webapp.core.answer import FreeText, Level, Number
from webapp.core.submission import RevisionState
from webapp.store.answers import answers
from webapp.store.database import reading, writing

FRONT = "/nb/kommune/1101/"


def test_the_front_page_shows_what_is_asked_and_what_to_do(coordinator: Pages) -> None:
    page = coordinator.get(FRONT)

    assert "Runde 2025" in page.words
    assert "Ikke begynt" in page.words
    assert page.links.count(f"{SURVEY}/") == 2


def test_a_municipality_that_is_asked_nothing_has_a_calm_front_page(app_of_filling: Visitor) -> None:
    page = app_of_filling(COORDINATOR).get(FRONT)

    assert "Ingen undersøkelser er åpne nå." in page.words


def test_home_leads_to_the_one_municipality(coordinator: Pages) -> None:
    assert coordinator.get("/nb/kommune/", expect=303).location == FRONT


def test_someone_of_another_municipality_finds_nothing(visitor: Visitor) -> None:
    stranger = visitor(OTHER_COORDINATOR)

    for address in (FRONT, f"{SURVEY}/", FIRST, f"{SURVEY}/kontroll", f"{SURVEY}/kvittering"):
        stranger.get(address, expect=404)


def test_a_reader_sees_where_things_stand_and_opens_nothing(visitor: Visitor) -> None:
    reader = visitor(READER)

    assert "Ikke begynt" in reader.get(FRONT).words
    reader.get(FIRST, expect=404)


@pytest.mark.parametrize("address", ["/nb/kommune/1101/2024/example/", f"{SURVEY}/del/nowhere"])
def test_what_is_not_asked_is_not_there(coordinator: Pages, address: str) -> None:
    coordinator.get(address, expect=404)


def test_the_first_page_says_what_it_is_about(coordinator: Pages) -> None:
    page = coordinator.get(f"{SURVEY}/")

    assert page.h1 == "Eksempel"
    for words in ("Innledning", "Hvem", "31. desember 2025", "Når", "Del 1", "Del 2"):
        assert words in page.words


def test_saving_keeps_what_was_typed_and_shows_it_again(coordinator: Pages, contributor: Pages) -> None:
    page = coordinator.get(FIRST)
    saved = coordinator.submit(
        page, {"level.value": "2", "level.evidence": "Sak 12/26"}, form="/del/", button="go=save"
    )

    again = coordinator.follow(saved)
    theirs = contributor.get(FIRST)

    assert saved.location == FIRST
    for seen in (again, theirs):
        assert seen.form("/del/").values["level.value"] == ["2"]
        assert seen.form("/del/").values["level.evidence"] == ["Sak 12/26"]


@pytest.mark.parametrize("button", ["go=save", "go=next"])
def test_no_save_button_sends_or_delivers(coordinator: Pages, button: str) -> None:
    coordinator.submit(coordinator.get(FIRST), {"level.value": "2"}, form="/del/", button=button)

    with reading() as session:
        revision = making.submission_of(session).revision
    assert revision is not None
    assert revision.state is RevisionState.DRAFT


def test_continue_goes_on_and_the_last_section_leads_to_all_answers(coordinator: Pages) -> None:
    first = coordinator.submit(coordinator.get(FIRST), {"level.value": "1"}, form="/del/", button="go=next")
    second = coordinator.submit(
        coordinator.get(SECOND), {"yes.value": "nei"}, form="/del/", button="go=check"
    )

    assert first.location == SECOND
    assert second.location == f"{SURVEY}/kontroll"


def test_an_answer_that_brings_new_questions_keeps_one_on_the_page(coordinator: Pages) -> None:
    saved = coordinator.submit(coordinator.get(FIRST), {"level.value": "3"}, form="/del/", button="go=next")
    page = coordinator.follow(saved)

    assert saved.location == FIRST
    assert "nye spørsmål" in page.words
    shown = [
        s.get("data-item")
        for s in page.tree.iter("section")
        if s.get("data-item") and s.get("hidden") is None
    ]
    assert shown == ["level", "number", "percent"]


def test_one_goes_on_where_one_left_with_every_value(coordinator: Pages, contributor: Pages) -> None:
    coordinator.submit(
        coordinator.get(FIRST),
        {"level.value": "2", "number.value": "0", "percent.value": "0"},
        form="/del/",
        button="go=save",
    )
    coordinator.submit(
        coordinator.get(SECOND), {"yes.value": "nei", "words.value": ""}, form="/del/", button="go=save"
    )

    resumed = contributor.get(f"{SURVEY}/fortsett", expect=303)
    contributor.submit(contributor.follow(resumed), form="/del/", button="go=save")
    again = coordinator.get(f"{SURVEY}/fortsett", expect=303)
    first = coordinator.get(FIRST)

    assert resumed.location == again.location == SECOND
    assert first.form("/del/").values["number.value"] == ["0"]
    assert first.form("/del/").values["percent.value"] == ["0"]
    assert coordinator.follow(again).form("/del/").values["yes.value"] == ["nei"]


def test_a_decimal_comes_back_as_it_was(coordinator: Pages) -> None:
    coordinator.submit(
        coordinator.get(FIRST), {"level.value": "2", "number.value": "12,5"}, form="/del/", button="go=save"
    )

    assert coordinator.get(FIRST).form("/del/").values["number.value"] == ["12,5"]


def test_a_wrong_answer_comes_back_and_the_good_ones_are_saved(coordinator: Pages) -> None:
    page = coordinator.submit(
        coordinator.get(FIRST),
        {"level.value": "2", "number.value": "mange", "percent.value": "101"},
        form="/del/",
        button="go=next",
        expect=422,
    )

    values = page.form("/del/").values
    assert values["number.value"] == ["mange"]
    assert values["percent.value"] == ["101"]
    assert "#number-value" in page.links
    assert "100" in page.words
    with reading() as session:
        revision = making.submission_of(session).revision
        assert revision is not None
        assert {key: a.given for key, a in answers(session, revision.id).items()} == {"level": Level(2)}


def test_a_huge_text_is_refused_and_comes_back(coordinator: Pages) -> None:
    page = coordinator.submit(
        coordinator.get(SECOND), {"words.value": "å" * 20_000}, form="/del/", button="go=save", expect=422
    )

    assert page.form("/del/").values["words.value"] == ["å" * 20_000]


def test_a_post_that_is_larger_than_we_take_says_so(coordinator: Pages) -> None:
    page = coordinator.submit(
        coordinator.get(SECOND), {"words.value": "a" * 2_100_000}, form="/del/", button="go=save", expect=413
    )

    assert "lagret" in page.words


def test_a_question_that_the_page_has_not_is_refused_and_nothing_is_saved(
    coordinator: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    form = coordinator.get(FIRST).form("/del/")
    posted = {**form.values, "level.value": "2", "invented.value": "1", "invented.version": "0"}

    page = coordinator.post(FIRST, posted, expect=422)

    assert "Ingenting er lagret" in page.words
    assert "invented" in caplog.text
    with reading() as session:
        assert making.submission_of(session).revision is None


def test_the_language_switch_saves_and_shows_the_same_page(coordinator: Pages) -> None:
    page = coordinator.get(FIRST)

    switched = coordinator.submit(
        page, {"level.value": "4", "percent.value": "70"}, form="/del/", button="go=language:nn"
    )
    there = coordinator.follow(switched)

    assert switched.location == FIRST.replace("/nb/", "/nn/")
    assert there.form("/del/").values["percent.value"] == ["70"]
    assert "Lagre og gå vidare" in there.words


def test_the_language_switch_keeps_what_could_not_be_saved(coordinator: Pages) -> None:
    page = coordinator.get(FIRST)

    switched = coordinator.submit(
        page, {"level.value": "4", "percent.value": "sytti"}, form="/del/", button="go=language:nn"
    )
    there = coordinator.follow(switched)

    assert switched.location == FIRST.replace("/nb/", "/nn/")
    assert there.form("/del/").values["percent.value"] == ["sytti"]
    assert "#percent-value" in there.links


def test_what_was_kept_can_be_thrown_away(coordinator: Pages) -> None:
    switched = coordinator.submit(
        coordinator.get(FIRST), {"percent.value": "sytti"}, form="/del/", button="go=language:nn"
    )
    there = coordinator.follow(switched)

    thrown = coordinator.submit(there, form="/del/", button="go=discard")

    assert coordinator.follow(thrown).form("/del/").values["percent.value"] == [""]


def test_a_hidden_answer_is_kept_and_comes_back(coordinator: Pages) -> None:
    coordinator.submit(
        coordinator.get(FIRST), {"level.value": "2", "number.value": "7"}, form="/del/", button="go=save"
    )
    coordinator.submit(coordinator.get(FIRST), {"level.value": "0"}, form="/del/", button="go=save")

    checked = coordinator.get(f"{SURVEY}/kontroll")
    assert "Hvor mange?" not in checked.words

    coordinator.submit(coordinator.get(FIRST), {"level.value": "2"}, form="/del/", button="go=save")
    assert coordinator.get(FIRST).form("/del/").values["number.value"] == ["7"]
    assert "7\u00a0årsverk" in coordinator.get(f"{SURVEY}/kontroll").text


def test_the_check_page_lists_what_is_missing_with_links(coordinator: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"level": Level(2), "number": Number(Decimal(600))})

    page = coordinator.get(f"{SURVEY}/kontroll")

    assert [a for a in page.links if "#item-" in a] == [
        f"{FIRST}#item-after_number",
        f"{FIRST}#item-percent",
        f"{SECOND}#item-yes",
        f"{SECOND}#item-several",
        f"{FIRST}#item-number",
    ]
    assert "større enn vanlig" in page.words
    assert not [f for f in page.forms() if f.action.endswith("/send")]


def test_an_approver_reads_a_section_and_cannot_save_it(approver: Pages) -> None:
    page = approver.get(FIRST)

    assert not [f for f in page.forms() if "/del/" in f.action]
    approver.post(FIRST, {"level.value": "1"}, expect=400)


def test_a_closed_round_shows_the_answers_and_takes_no_more(coordinator: Pages) -> None:
    page = coordinator.get(FIRST)
    with writing() as session:
        making.answered(session, COORDINATOR, {"level": Level(1)})
        making.closed_round(session)

    refused = coordinator.submit(
        page, {"level.value": "3", "percent.value": "55"}, form="/del/", button="go=save", expect=409
    )

    assert "Runden er lukket" in refused.words
    assert "55" in refused.words
    assert "Runden er lukket" in coordinator.get(FIRST).words
    assert "1 1" in coordinator.get(FIRST).words
    assert "Ikke levert" in coordinator.get(FRONT).words


def test_a_round_that_has_not_opened_says_when(app_of_filling: Visitor) -> None:
    with writing() as session:
        making.opened_round(session, opens_at=making.FAR_OFF.replace(month=1))
    page = app_of_filling(COORDINATOR).get(FIRST)

    assert "ikke åpnet ennå" in page.words
    assert not [f for f in page.forms() if "/del/" in f.action]


def test_synthetic_answers_are_labelled(app_of_filling: Visitor) -> None:
    with writing() as session:
        making.opened_round(session, synthetic=True)

    page = app_of_filling(COORDINATOR).get(FIRST)

    assert "Syntetiske svar" in page.words


def test_what_someone_else_answered_is_named_on_the_front_page(coordinator: Pages) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"level": Level(1), "words": FreeText("hei")})

    page = coordinator.get(FRONT)

    assert COORDINATOR.name in page.words
    assert "Under arbeid" in page.words
    assert APPROVER.name not in page.words
