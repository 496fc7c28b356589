"""Search on both databases: the same hits, and the same few statements however much is found."""

from flask import Flask

from tests.making import another_person, opened_round
from tests.pages import Pages
from tests.seed import ADVISER
from webapp.core.person import Role
from webapp.store.database import writing

MOST = 8


def test_a_search_takes_the_same_few_statements_however_much_it_finds(app: Flask) -> None:
    adviser = Pages(app)
    adviser.sign_in(ADVISER.email)
    with writing() as session:
        opened_round(session)
    adviser.get("/nb/sok?q=kommune")  # surveys are read once for the process

    counts = {}
    for written in ("zzzz", "kommune", "eigersund"):
        adviser.get(f"/nb/sok?q={written}")
        counts[written] = sum(sql.lstrip().startswith("SELECT") for sql in adviser.sql)

    assert set(counts.values()) <= set(range(5, MOST + 1)), counts
    assert counts["kommune"] == counts["zzzz"] == counts["eigersund"]


def test_norwegian_letters_are_found_alike_on_both(app: Flask) -> None:
    with writing() as session:
        another_person(session, "Øyvind Ås", Role.READER)
    adviser = Pages(app)
    adviser.sign_in(ADVISER.email)

    assert "ØYVIND ÅS" not in adviser.get("/nb/sok?q=zzzz").words
    assert "Øyvind Ås" in adviser.get("/nb/sok", query_string={"q": "ØYVIND ÅS"}).words
    assert "Herøy (Nordland)" in adviser.get("/nb/sok", query_string={"q": "HERØY"}).words
