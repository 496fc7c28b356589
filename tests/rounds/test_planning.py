"""Planning a round: nothing typed is lost, nothing is made twice, and two advisers never overwrite each other."""

import threading
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.core.example_survey import EXAMPLE
from tests.making import planned_round, questionnaire
from tests.manners import text_of
from tests.pages import Page, Pages, Values
from webapp.core.round_rules import RoundRules
from webapp.core.suppression import DisclosureRules
from webapp.rounds.queries import Arranged, arranged
from webapp.store import tables as t
from webapp.store.database import reading, writing

PLAN = {
    "title_nb": "Vinterrunde",
    "title_nn": "Vinterrunde, nynorsk",
    "key": "vinter-2098",
    "surveys": [EXAMPLE.key],
    "reference_date": "31.12.2025",
    "deadline_date": "25.10.2099",
    "deadline_time": "23.59",
}


AT = {"opens_date": "deadline_date", "opens_time": "opens_date"}
"""Where the fault is shown, when the two fields are at odds."""


def standing(key: str = "vinter-2098") -> Arranged:
    with reading() as session:
        found = arranged(session, key)
    assert found is not None
    return found


def send(
    pages: Pages, page: Page, values: Values | None = None, *, button: str = "", expect: int = 303
) -> Page:
    """Send the page's own form, not the one that signs out."""
    return pages.submit(page, values, form="/runder/", button=button, expect=expect)


def rounds_kept() -> int:
    with reading() as session:
        return session.execute(select(func.count()).select_from(t.Round)).scalar_one()


def with_survey() -> None:
    with writing() as session:
        questionnaire(session)


def test_without_rounds_the_list_says_how_to_begin(adviser: Pages) -> None:
    page = adviser.get("/nb/runder/")

    assert page.h1 == "Runder"
    assert "Det er ingen runder ennå." in page.words
    assert "/nb/runder/ny" in page.links


def test_a_new_round_is_made_as_it_was_filled_in(adviser: Pages) -> None:
    with_survey()

    made = send(adviser, adviser.get("/nb/runder/ny"), {**PLAN, "advisers_read_delivered": "y"})

    assert made.location == "/nb/runder/vinter-2098"
    kept = standing()
    assert kept.round.title.nn == "Vinterrunde, nynorsk"
    assert kept.round.reference_date == date(2025, 12, 31)
    assert kept.round.opens_at is None
    assert [survey.survey_key for survey in kept.asked] == [EXAMPLE.key]
    assert kept.rules == RoundRules(DisclosureRules(), advisers_read_delivered=True)
    shown = adviser.follow(made)
    assert shown.h1 == "Vinterrunde"
    assert "25. oktober 2099 kl. 23:59" in shown.words.replace("\u00a0", " ")


def test_the_form_proposes_a_key_from_this_year(adviser: Pages) -> None:
    values = adviser.get("/nn/runder/ny").form("/runder/").values

    assert values["key"] == [str(datetime.now(UTC).year)]
    assert values["base"] == ["5"]


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title_nb", "", "Dette må fylles ut."),
        ("title_nn", "", "Dette må fylles ut."),
        ("title_nn", "   ", "Dette må fylles ut."),
        ("key", "Vinter 2098", "Bruk 2 til 39 små bokstaver"),
        ("key", "ny", "Bruk 2 til 39 små bokstaver"),
        ("surveys", [], "Velg minst én undersøkelse."),
        ("reference_date", "31.02.2025", "Skriv datoen"),
        ("deadline_date", "snart", "Skriv datoen"),
        ("deadline_date", "1.1.2001", "Fristen må være senere enn nå."),
        ("deadline_time", "24:00", "Skriv klokkeslett"),
        ("opens_date", "26.10.2099", "Fristen må være senere enn åpningen."),
        ("opens_time", "08:00", "Skriv datoen også"),
        ("base", "2", "Skriv et helt tall fra 3 til 100."),
        ("base", "fem", "Skriv et helt tall."),
        ("small_cell", "0", "Skriv et helt tall fra 1"),
        ("unanimity", "4", "Skriv et helt tall fra antallet"),
    ],
)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_form_with_a_fault_comes_back_with_all_that_was_typed(
    adviser: Pages, name: str, typed: str | list[str], said: str
) -> None:
    with_survey()

    page = send(adviser, adviser.get("/nb/runder/ny"), {**PLAN, name: typed}, expect=422)

    assert said in page.words
    summary = [text for text in page.links if text.startswith("#")]
    assert f"#{AT.get(name, name)}" in summary
    values = page.form("/runder/").values
    for field, value in {**PLAN, name: typed}.items():
        expected = [value.strip()] if isinstance(value, str) else value
        assert values.get(field, []) == expected
    assert rounds_kept() == 0


def test_a_key_that_is_taken_is_refused_at_its_field(adviser: Pages) -> None:
    with writing() as session:
        planned_round(session, key="vinter-2098")

    page = send(adviser, adviser.get("/nb/runder/ny"), PLAN, expect=422)

    assert "Det finnes allerede en runde med dette kortnavnet." in page.words
    assert rounds_kept() == 1


def test_a_double_click_makes_one_round_and_both_clicks_lead_to_it(adviser: Pages) -> None:
    with_survey()
    form = adviser.get("/nb/runder/ny")

    first = send(adviser, form, PLAN)
    second = send(adviser, form, PLAN)

    assert first.location == second.location == "/nb/runder/vinter-2098"
    assert rounds_kept() == 1


def test_two_clicks_at_the_very_same_time_make_one_round(adviser: Pages) -> None:
    with_survey()
    form = adviser.get("/nb/runder/ny")
    cookie = adviser.http.get_cookie("session")
    assert cookie is not None
    answers: list[Page] = []

    def click() -> None:
        browser = Pages(adviser.app)
        browser.http.set_cookie("session", cookie.value)
        response = browser.http.post("/nb/runder/ny", data={**form.form("/runder/").values, **PLAN})
        answers.append(Page("/nb/runder/ny", response, None))

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert [answer.status for answer in answers] == [303, 303]
    assert rounds_kept() == 1


def test_the_same_form_with_other_content_is_not_taken_for_a_double_click(adviser: Pages) -> None:
    with_survey()
    form = adviser.get("/nb/runder/ny")
    send(adviser, form, PLAN)

    page = send(adviser, form, {**PLAN, "key": "enda-en"}, expect=409)

    assert "Dette skjemaet er sendt før, med annet innhold." in page.words
    assert rounds_kept() == 1
    send(adviser, page)
    assert rounds_kept() == 2


def test_switching_language_keeps_what_is_typed(adviser: Pages) -> None:
    with_survey()
    form = adviser.get("/nb/runder/ny")

    switched = send(adviser, form, {**PLAN, "title_nb": "Halvferdig"}, button="go=language:nn")

    assert switched.location == "/nn/runder/ny"
    page = adviser.follow(switched)
    assert page.h1 == "Ny runde"
    assert page.form("/runder/").values["title_nb"] == ["Halvferdig"]
    assert rounds_kept() == 0


def test_a_planned_round_can_be_changed(adviser: Pages) -> None:
    with_survey()
    send(adviser, adviser.get("/nb/runder/ny"), PLAN)

    send(
        adviser,
        adviser.get("/nb/runder/vinter-2098/endre"),
        {"title_nb": "Vårrunde", "opens_date": "1.9.2099", "opens_time": "08:00", "base": "7"},
    )

    kept = standing()
    assert kept.round.title.nb == "Vårrunde"
    assert kept.round.opens_at == datetime(2099, 9, 1, 6, 0, tzinfo=UTC)
    assert kept.rules.disclosure.base == 7


def test_the_second_of_two_advisers_sees_both_and_chooses(adviser: Pages) -> None:
    with_survey()
    send(adviser, adviser.get("/nb/runder/ny"), PLAN)
    mine = adviser.get("/nb/runder/vinter-2098/endre")
    theirs = adviser.get("/nb/runder/vinter-2098/endre")
    send(adviser, theirs, {"title_nb": "Deres navn"})

    conflict = send(adviser, mine, {"title_nb": "Mitt navn", "base": "6"}, expect=409)

    assert "Noen andre har endret runden" in conflict.words
    assert "Rita Rådgiver" in conflict.words
    cells = [text_of(cell) for row in conflict.tree.iter("tr") for cell in row]
    assert cells[3:] == [
        "Navn på bokmål", "Deres navn", "Mitt navn", "Færrest kommuner bak et tall", "5", "6",
    ]  # fmt: skip
    assert conflict.form("/runder/").values["title_nb"] == ["Mitt navn"]
    assert standing().round.title.nb == "Deres navn"
    send(adviser, conflict)
    assert standing().round.title.nb == "Mitt navn"
    assert standing().rules.disclosure.base == 6


def test_signs_that_cannot_be_shown_become_spaces(adviser: Pages) -> None:
    with_survey()

    send(adviser, adviser.get("/nb/runder/ny"), {**PLAN, "title_nb": "a\x00b\x07c\u202e"})

    assert standing().round.title.nb == "a b c"


def test_a_hostile_name_is_only_text(adviser: Pages) -> None:
    with_survey()
    send(adviser, adviser.get("/nb/runder/ny"), {**PLAN, "title_nb": "<script>x</script>"})

    for address in ("", "/vinter-2098", "/vinter-2098/endre", "/vinter-2098/apne", "/vinter-2098/deltaking"):
        page = adviser.get(f"/nb/runder{address or '/'}")
        assert "<script>x" not in page.text
