"""The board tells who takes part: right counts, the Norwegian alphabet, few statements and never an answer."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import insert, update

from tests.core.example_survey import EXAMPLE
from tests.making import answered, complete, opened_round, planned_round
from tests.manners import text_of
from tests.pages import Page, Pages
from tests.rounds.counting import statements
from tests.seed import (
    ADMINISTRATOR,
    ADVISER,
    APPROVER,
    AUTHOR,
    CONTRIBUTOR,
    COORDINATOR,
    NOW,
    OTHER_APPROVER,
    OTHER_COORDINATOR,
    READER,
    Somebody,
)
from webapp.core.answer import Level
from webapp.core.survey import MaturityItem
from webapp.store import tables as t
from webapp.store.database import writing

BOARD = "/nb/runder/2025/deltaking"
LEVEL = next(item.key for item in EXAMPLE.items() if isinstance(item, MaturityItem))


def cells(page: Page, table: str) -> list[list[str]]:
    """Give the rows of a table's body."""
    found = next(each for each in page.tree.iter("table") if each.get("id") == table)
    body = next(found.iter("tbody"))
    return [[text_of(cell) for cell in row] for row in body.iter("tr")]


def names(page: Page) -> list[str]:
    return [row[1] for row in cells(page, "municipality-list")]


@pytest.fixture
def under_way(app: Flask) -> None:
    """Six municipalities: one delivered, one begun, four silent."""
    with writing() as session:
        opened_round(session)
        answered(session, COORDINATOR, complete())
        session.execute(update(t.Revision).values(state="delivered", sent_at=NOW, delivered_at=NOW))
        answered(session, OTHER_COORDINATOR, {LEVEL: Level(2)})


@pytest.mark.usefixtures("under_way")
def test_the_counts_are_right(adviser: Pages) -> None:
    page = adviser.get(BOARD)

    # not begun, in progress, awaiting approval, delivered, share
    assert [row[1:] for row in cells(page, "stands")] == [["4", "1", "0", "1", "17 %"]]
    assert statements(adviser) <= 8


@pytest.mark.usefixtures("under_way")
def test_each_municipality_stands_where_it_stands_in_alphabetical_order(adviser: Pages) -> None:
    rows = cells(adviser.get(BOARD), "municipality-list")

    assert [row[1] for row in rows] == [
        "Bjørnafjorden",
        "Eigersund",
        "Gjemnes",
        "Herøy (Møre og Romsdal)",
        "Herøy (Nordland)",
        "Vestby",
    ]
    assert rows[1][2] == "Levert"
    assert rows[3][2].startswith("Under arbeid 1 av ")
    assert rows[5][2] == "Ikke begynt"


@pytest.mark.usefixtures("under_way")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fylke=15", ["Gjemnes", "Herøy (Møre og Romsdal)"]),
        ("kostra=EKG07", ["Eigersund", "Vestby"]),
        ("storrelse=1", ["Gjemnes", "Herøy (Nordland)"]),
        ("status=delivered", ["Eigersund"]),
        (f"status=in_progress&undersokelse={EXAMPLE.key}", ["Herøy (Møre og Romsdal)"]),
        ("status=nonsense&fylke=46", ["Bjørnafjorden"]),
        ("q=herøy", ["Herøy (Møre og Romsdal)", "Herøy (Nordland)"]),
        ("q=HERØY&fylke=18", ["Herøy (Nordland)"]),
        ("q=15", ["Gjemnes", "Herøy (Møre og Romsdal)"]),
        ("q=1818&side=999999999999", ["Herøy (Nordland)"]),
    ],
)
def test_the_list_can_be_narrowed(adviser: Pages, query: str, found: list[str]) -> None:
    page = adviser.get(f"{BOARD}?{query}")

    assert names(page) == found
    assert f"{len(found)} av 6 kommuner" in page.words


@pytest.mark.usefixtures("under_way")
@pytest.mark.parametrize("query", ["q=%00<script>", "q=zzz", "fylke=99"])
def test_a_search_that_finds_nobody_says_so(adviser: Pages, query: str) -> None:
    page = adviser.get(f"{BOARD}?{query}")

    assert "Ingen kommuner passer." in page.words


def test_the_list_comes_fifty_a_page_and_in_no_more_statements(adviser: Pages) -> None:
    with writing() as session:
        session.execute(
            insert(t.Municipality),
            [
                {
                    "number": f"{5000 + n}",
                    "name": f"Øy {n:03}",
                    "official_name": f"Øy {n:03}",
                    "county_number": "50",
                    "county_name": "Trøndelag",
                    "shares_name": False,
                    "language_form": "bokmål",
                    "population": 1000,
                    "centrality_index": 500,
                    "valid_from": date(2020, 1, 1),
                }
                for n in range(100)
            ],
        )
        opened_round(session)
        for n in range(60):
            number = f"{5000 + n}"
            place = {"municipality_number": number}
            submission = session.execute(
                insert(t.Submission)
                .values(round_survey_id=1, created_at=NOW, **place)
                .returning(t.Submission.id)
            ).scalar_one()
            session.execute(
                insert(t.Revision).values(
                    submission_id=submission,
                    number=1,
                    state="awaiting_approval" if n % 2 else "draft",
                    progress={"sections": []},
                    started_at=NOW,
                    **place,
                )
            )

    first = adviser.get(BOARD)
    assert statements(adviser) <= 8
    assert [row[1:5] for row in cells(first, "stands")] == [["46", "30", "30", "0"]]
    third = adviser.get(f"{BOARD}?side=3")

    assert (len(names(first)), names(third)) == (50, [f"Øy {n:03}" for n in range(94, 100)])
    assert "Side 3 av 3" in third.words
    kept = adviser.get(f"{BOARD}?status=draft&fylke=50&side=1")
    assert all("fylke=50" in link for link in kept.links if "side=" in link and link.startswith("/nb/runder"))


@pytest.mark.usefixtures("under_way")
def test_the_list_of_rounds_counts_municipalities(adviser: Pages) -> None:
    with writing() as session:
        planned_round(session, key="2026", reference_date=date(2026, 12, 31))

    rows = cells(adviser.get("/nb/runder/"), "rounds")

    assert [(row[0], *row[3:]) for row in rows] == [
        ("Runde 2026", "–", "–", "–"),
        ("Runde 2025", "6", "2", "1"),
    ]
    assert statements(adviser) <= 4


PAGES = ("/", "/ny", "/2025", "/2025/endre", "/2025/apne", "/2025/frist", "/2025/lukk", "/2025/deltaking")
CHANGES = ("/ny", "/2025/endre", "/2025/apne", "/2025/frist", "/2025/lukk", "/2025/utgivelse")


@pytest.mark.parametrize(
    "somebody",
    [AUTHOR, COORDINATOR, CONTRIBUTOR, APPROVER, READER, OTHER_COORDINATOR, OTHER_APPROVER],
    ids=lambda somebody: somebody.email,
)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_nobody_else_comes_in(visitor: Callable[[Somebody], Pages], somebody: Somebody) -> None:
    with writing() as session:
        opened_round(session)
    pages = visitor(somebody)

    for address in PAGES:
        pages.get(f"/nb/runder{address}", expect=403)
    for address in CHANGES:
        refused = pages.http.post(f"/nb/runder{address}", data=_token(pages))
        assert refused.status_code == 403


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_an_administrator_looks_and_changes_nothing(visitor: Callable[[Somebody], Pages]) -> None:
    with writing() as session:
        opened_round(session)
    pages = visitor(ADMINISTRATOR)

    seen = [address for address in PAGES if pages.http.get(f"/nb/runder{address}").status_code == 200]
    assert seen == ["/", "/2025", "/2025/deltaking"]
    assert "/nb/runder/ny" not in pages.get("/nb/runder/").links
    for address in CHANGES:
        assert pages.http.post(f"/nb/runder{address}", data=_token(pages)).status_code == 403


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_stranger_is_asked_to_sign_in(app: Flask) -> None:
    with writing() as session:
        opened_round(session)
    pages = Pages(app)

    for address in PAGES:
        assert "next=" in pages.get(f"/nb/runder{address}", expect=303).location


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_page_exists_in_both_language_forms(
    visitor: Callable[[Somebody], Pages], language: str
) -> None:
    with writing() as session:
        opened_round(session, synthetic=True)
        planned_round(session, key="neste")
    pages = visitor(ADVISER)

    open_ones = ("/", "/ny", "/2025", "/2025/frist", "/2025/lukk", "/2025/deltaking")
    for address in (*open_ones, "/neste", "/neste/endre", "/neste/apne", "/neste/deltaking"):
        page = pages.get(f"/{language}/runder{address}")
        assert page.h1


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_round_that_does_not_exist_is_not_found(adviser: Pages) -> None:
    for address in ("/9999", "/9999/apne", "/9999/endre", "/9999/frist", "/9999/lukk", "/9999/deltaking"):
        adviser.get(f"/nb/runder{address}", expect=404)


def _token(pages: Pages) -> dict[str, list[str]]:
    """Give the CSRF token of the form that signs out: every page has it."""
    page = pages.get("/nb/runder/", expect=pages.http.get("/nb/runder/").status_code)
    return {"csrf_token": page.form("logg-ut").values["csrf_token"]}
