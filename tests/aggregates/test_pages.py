"""The pages of a release as an adviser reads them, and as nobody else does."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from sqlalchemy import delete, update

from tests.aggregates import made_up
from tests.core.example_survey import EXAMPLE
from tests.manners import text_of
from tests.pages import Page, Pages
from tests.seed import ADVISER, APPROVER, AUTHOR, COORDINATOR
from webapp.aggregates import figures
from webapp.aggregates.tasks import draw, make
from webapp.aggregates.views.overview import EVERY_AREA, chosen_area
from webapp.core.answer import Given
from webapp.core.municipality import Municipality
from webapp.core.reference import Reference
from webapp.store import tables as t
from webapp.store.database import reading, writing
from webapp.store.loading import load_reference

ITEM = "/nb/resultater/2/sporsmal/frivillighet/level"
CHOICE = "/nb/resultater/2/sporsmal/frivillighet/several"
YES = "/nb/resultater/2/sporsmal/frivillighet/yes"
NUMBER = "/nb/resultater/2/sporsmal/frivillighet/amount"
CLAUSE = f"/nb/resultater/2/avtalepunkt/{made_up.CLAUSE}"
RELEASE = "/nb/resultater/2/"
PAGES = ("/nb/resultater/", RELEASE, ITEM, CHOICE, YES, NUMBER, CLAUSE)


def table(page: Page, name: str) -> list[list[str]]:
    """Give the cells of a table as they are seen: signs, not the words for those who hear them."""
    found = next(e for e in page.tree.iter("table") if e.get("id") == name)
    return [[_seen(cell) for cell in row] for row in found.iter("tr")]


def _seen(cell: Element) -> str:
    hidden = [text_of(e) for e in cell.iter() if e.get("class") == "visually-hidden"]
    whole = text_of(cell)
    return whole.removesuffix(hidden[0]).strip() if hidden else whole


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_reads_well_in_few_statements(adviser: Pages, path: str, language: str) -> None:
    path = path.replace("/nb/", f"/{language}/")
    adviser.get(path)
    page = adviser.get(path)

    asked = [sql for sql in adviser.sql if not sql.startswith("BEGIN")]
    assert len(asked) <= 7
    assert "Syntetiske svar" in page.words
    for english in ("The ", "Release ", "municipalit", "Share "):
        assert english not in page.words


@pytest.mark.parametrize("path", [*PAGES, "/nb/resultater/2/fil/abc.svg"])
@pytest.mark.parametrize("somebody", [COORDINATOR, APPROVER, AUTHOR])
def test_results_are_for_advisers_only(released: Flask, path: str, somebody: object) -> None:
    pages = Pages(released)
    pages.get(path, expect=303)
    pages.sign_in(somebody.email)  # type: ignore[attr-defined]  # one of the seed's people
    pages.get(path, expect=403)


def test_the_list_says_what_is_not_audited(adviser: Pages) -> None:
    page = adviser.get("/nb/resultater/")

    assert "Utgivelse 2: Runde 2024" in page.words
    assert "Ikke kontrollert: bare KS kan se den, og den kan ikke publiseres ennå." in page.words
    assert page.links.count("/nb/resultater/2/") == 1


def test_the_overview_holds_clauses_levels_and_other_questions_but_no_texts(adviser: Pages) -> None:
    page = adviser.get(RELEASE)
    items, others = table(page, "items-frivillighet"), table(page, "others-frivillighet")

    assert len(table(page, "clauses-frivillighet")) == 2
    assert [row[0] for row in items[1:]] == ["Hvor langt er <b>dere</b> & deres?"]
    assert [row[0] for row in others[1:]] == ["Hvor mye?", "Har dere?", "Hvilke?"]
    assert made_up.SECRET_WORDS not in page.text
    assert "Hva ellers?" not in page.text
    adviser.get("/nb/resultater/2/sporsmal/frivillighet/words", expect=404)


def test_one_area_is_shown_at_a_time_and_all_when_asked_for(adviser: Pages) -> None:
    first, every = adviser.get(RELEASE), adviser.get(f"{RELEASE}?omrade=alle")

    assert [e.get("id") for e in first.tree.iter("h2") if (e.get("id") or "").startswith("area-")] == [
        "area-frivillighet"
    ]
    assert every.links.count(f"{RELEASE}?omrade=frivillighet") == 1
    assert chosen_area([], "frivillighet") == EVERY_AREA
    assert chosen_area([EXAMPLE], "no-such-area") == EXAMPLE.key
    assert chosen_area([EXAMPLE], EVERY_AREA) == EVERY_AREA


def test_the_previous_round_stands_beside_where_it_was_released(adviser: Pages) -> None:
    now, then = adviser.get(ITEM), adviser.get(ITEM.replace("/2/", "/1/"))

    assert [row[0] for row in table(now, "keys")[:1]] == ["Tall"]
    assert table(now, "keys")[0][1:] == ["Runde 2024", "Runde 2023"]
    assert table(now, "keys")[1][2] == table(then, "keys")[1][1]
    assert table(then, "keys")[0][1:] == ["Runde 2023"]


def test_a_question_is_never_markup(adviser: Pages) -> None:
    page = adviser.get(ITEM)

    assert "&lt;b&gt;dere&lt;/b&gt; &amp; deres?" in page.text
    assert page.h1 == "Hvor langt er <b>dere</b> & deres?"


def test_signs_have_a_legend_and_words_for_those_who_hear(adviser: Pages) -> None:
    page = adviser.get(f"{ITEM}?inndeling=kostra_group")
    cells = [cell for row in table(page, "group-table") for cell in row]

    assert ":" in cells
    assert "skjult av hensyn til små grupper" in page.words
    assert page.text.count('class="symbol" aria-hidden="true">:') == sum(
        row.count(":")
        for e in page.tree.iter("table")
        if (name := e.get("id")) is not None
        for row in table(page, name)
    )


@pytest.mark.parametrize("breakdown", ["county", "kostra_group", "centrality", "size", "language_form"])
@pytest.mark.parametrize("path", [ITEM, CHOICE, YES, NUMBER, CLAUSE])
def test_every_breakdown_can_be_chosen(adviser: Pages, path: str, breakdown: str) -> None:
    page = adviser.get(f"{path}?inndeling={breakdown}")

    assert len(table(page, "group-table")) > 2
    assert page.text.count('aria-current="true"') == 2  # the language, and the breakdown


def test_what_is_not_there_is_not_found(adviser: Pages) -> None:
    for path in (
        f"{ITEM}?inndeling=health_community",
        ITEM.replace("/2/", "/77/"),
        f"{ITEM}x",
        "/nb/resultater/2/avtalepunkt/ua2024.finnes-ikke",
        "/nb/resultater/2/fil/0000.svg",
        "/nb/resultater/99999999999999999999/",
    ):
        adviser.get(path, expect=404)


def test_until_a_chart_is_drawn_the_page_has_its_table(adviser: Pages) -> None:
    with writing() as session:
        session.execute(delete(t.ReleaseFile))
    page = adviser.get(ITEM)

    assert list(page.tree.iter("img")) == []
    assert "Diagrammet blir tegnet. Tallene står i tabellen." in page.words
    assert len(table(page, "distribution-table")) == 6


@pytest.mark.parametrize("breakdown", ["county", "kostra_group"])
def test_a_chart_is_shown_with_its_alt_text_and_the_mask_of_its_table(
    released: Flask, adviser: Pages, breakdown: str
) -> None:
    # R6, on the page itself: the numbers in the drawing are those of the table, and so are the signs
    with released.app_context():
        draw(2)
    page = adviser.get(f"{ITEM}?inndeling={breakdown}")
    images = list(page.tree.iter("img"))
    served = [adviser.get(image.get("src", "")) for image in images]
    drawn = [_drawn_texts(file) for file in served]
    distribution = [row[1] for row in table(page, "distribution-table")[1:]]
    shares = [row[3] for row in table(page, "group-table")[2:]]

    assert len(images) == (4 if breakdown == "county" else 3)
    assert all(image.get("alt", "").endswith("står i tabellen.") for image in images)
    assert [words for words in distribution if words not in drawn[0]] == []
    assert drawn[0].count(":") == distribution.count(":")
    for texts in drawn[2:]:
        assert texts.count(":") == shares.count(":")
        assert [words for words in shares if words not in texts] == []
    assert (":" in shares) is (breakdown == "kostra_group")
    for file in served:
        assert file.response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert file.response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert "Syntetiske svar." in file.text


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("breakdown", ["county", "kostra_group", "size"])
@pytest.mark.parametrize(("path", "columns"), [(YES, (2, 3, 4)), (CHOICE, (2, 3, 4, 5)), (NUMBER, (2,))])
def test_how_groups_answered_is_drawn_with_the_mask_of_its_table(
    released: Flask, adviser: Pages, path: str, columns: tuple[int, ...], breakdown: str, language: str
) -> None:
    # R6 for choices and numbers: what is hidden in the table is hidden in the drawing beside it, and no more is
    with released.app_context():
        draw(2)
    page = adviser.get(f"{path.replace('/nb/', f'/{language}/')}?inndeling={breakdown}")
    image = [e for e in page.tree.iter("img") if f"/{language}/" in e.get("src", "")][1]
    texts = _drawn_texts(adviser.get(image.get("src", "")))
    figures_shown = [row[column] for row in table(page, "group-table")[2:] for column in columns]
    ending = {
        "nb": "Tallet for hvert punkt står i tabellen.",
        "nn": "Talet for kvart punkt står i tabellen.",
    }

    assert image.get("alt", "").startswith({"nb": "Punktdiagram: ", "nn": "Diagram med punkt: "}[language])
    assert image.get("alt", "").endswith(ending[language])
    assert [texts.count(sign) for sign in (":", "..")] == [figures_shown.count(sign) for sign in (":", "..")]
    assert [words for words in figures_shown if texts.count(words) < figures_shown.count(words)] == []


@pytest.mark.parametrize("path", [YES, CHOICE, NUMBER])
def test_until_groups_are_drawn_the_page_has_their_table(adviser: Pages, path: str) -> None:
    with writing() as session:
        session.execute(delete(t.ReleaseFile))
    page = adviser.get(f"{path}?inndeling=size")

    assert page.words.count("Diagrammet blir tegnet. Tallene står i tabellen.") == 2
    assert len(table(page, "group-table")) > 2


def _few(municipality: Municipality, place: int) -> Mapping[str, Given] | None:
    given = made_up.usual(municipality, place)
    return None if given is None or place % 12 else {"yes": given["yes"]}


def test_a_page_says_when_nothing_of_its_groups_can_be_drawn(app: Flask, reference: Reference) -> None:
    with writing() as session:
        load_reference(session, reference)
        made_up.play(session, reference, 2024, _few)
    make("2024")
    pages = Pages(app)
    pages.sign_in(ADVISER.email)
    page = pages.get("/nb/resultater/1/sporsmal/frivillighet/yes")

    assert "Disse gruppene har ikke noe diagram: Ingen av dem har tall som kan vises i et." in page.words
    assert {cell for row in table(page, "group-table")[2:] for cell in row[1:]} == {":"}


def _drawn_texts(file: Page) -> list[str]:
    root = fromstring(file.response.data)  # noqa: S314  our own drawing
    return [" ".join((e.text or "").split()) for e in root.iter("{http://www.w3.org/2000/svg}text")]


def test_an_adviser_tries_a_failed_drawing_again(adviser: Pages) -> None:
    with reading() as session:
        job = figures_job(session)
    with writing() as session:
        session.execute(
            update(t.Job)
            .where(t.Job.id == job)
            .values(
                state="failed",
                finished_at=t.Job.queued_at,
                failure='{"message": "Drawing charts", "arguments": {}}',
            )
        )
    page = adviser.get(RELEASE)
    gone = adviser.submit(page, form=f"/jobb/{job}/")
    again = adviser.follow(gone)

    assert "Diagrammene kunne ikke tegnes" in page.words
    assert "Diagrammene til en utgivelse blir tegnet" in again.words
    with reading() as session:
        assert figures_job(session) != job
    adviser.post("/nb/resultater/jobb/123456/igjen", expect=400)  # no token, no deed


def figures_job(session: object) -> int:
    from webapp import jobs  # noqa: PLC0415  only here

    found = jobs.latest(session, figures.drawing_lock(2))  # type: ignore[arg-type]  # a session
    assert found is not None
    return found.id
