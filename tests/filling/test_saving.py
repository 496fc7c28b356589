"""What a save leaves in the database: answers, their history, practice drafts; and nothing at all when it fails."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from tests import making
from tests.core.example_survey import EXAMPLE
from tests.filling.conftest import SECOND
from tests.pages import Pages
from tests.seed import CONTRIBUTOR, COORDINATOR
from webapp.core.answer import (
    Choice,
    Choices,
    DontKnow,
    FreeText,
    Given,
    Level,
    NotApplicable,
    Number,
    Practice,
)
from webapp.core.progress import progress
from webapp.store import tables as t
from webapp.store.answers import answers, columns_of, given_of
from webapp.store.database import Database, in_use, reading, writing

EVERY_KIND: tuple[Given | None, ...] = (
    None,
    Level(0),
    Number(Decimal(0)),
    Number(Decimal("12.5")),
    Number(Decimal("1E+3")),
    Choice("a"),
    Choices(("x", "z")),
    FreeText("æøå Š\n\nto"),
    FreeText(" "),
    Practice({"navn": "Turlag", "rad": ""}),
    DontKnow(),
    NotApplicable("Har ikke havn"),
)


@pytest.fixture
def asked(database: Database) -> Database:
    """A database with an open round."""
    with writing() as session:
        making.opened_round(session)
    return database


@pytest.mark.parametrize("given", EVERY_KIND, ids=str)
def test_every_kind_of_answer_comes_back_from_its_columns(given: Given | None) -> None:
    assert given_of({**columns_of(given), "item_key": "any"}) == given


def test_every_kind_of_answer_comes_back_from_the_database(asked: Database) -> None:
    given = {f"item{n}": each for n, each in enumerate(EVERY_KIND)}
    with writing() as session:
        making.answered(session, COORDINATOR, given)

    with reading() as session:
        revision = making.submission_of(session).revision
        assert revision is not None
        found = answers(session, revision.id)

    # a blank where nothing stood is nothing new, and is not written
    assert {key: a.given for key, a in found.items()} == {k: g for k, g in given.items() if g is not None}


def test_history_has_every_version_in_words_that_can_be_read_back(asked: Database) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"number": Number(Decimal("1.50")), "level": Level(2)})
    with writing() as session:
        making.answered(session, CONTRIBUTOR, {"number": None})

    with reading() as session:
        rows = session.execute(
            select(t.AnswerHistory.version, t.AnswerHistory.content)
            .where(t.AnswerHistory.item_key == "number")
            .order_by(t.AnswerHistory.version)
        ).all()
    assert [row.version for row in rows] == [1, 2]
    assert rows[0].content["number"] == "1.50"
    assert rows[1].content["state"] == "blank"


def test_progress_on_the_revision_is_that_of_the_answers(asked: Database) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"level": Level(2), "number": DontKnow()})
        making.answered(session, CONTRIBUTOR, {"level": Level(0), "yes": Choice("ja")})

    with reading() as session:
        revision = making.submission_of(session).revision
        assert revision is not None
        assert revision.progress == progress(EXAMPLE, answers(session, revision.id))


def drafts() -> list[tuple[str, str, str, dict[str, str]]]:
    with reading() as session:
        rows = session.execute(
            select(t.Practice.item_key, t.Practice.state, t.Practice.consent, t.Practice.fields)
        )
        return [(row.item_key, row.state, row.consent, row.fields) for row in rows]


def test_a_practice_example_becomes_a_draft_that_follows_the_answer(asked: Database) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"practice": Practice({"navn": "Turlag"})})
    assert drafts() == [("practice", "draft", "own_municipality", {"navn": "Turlag"})]

    with writing() as session:
        making.answered(
            session, CONTRIBUTOR, {"practice": Practice({"navn": "Turlag", "rad": "Begynn smått"})}
        )
    assert drafts() == [("practice", "draft", "own_municipality", {"navn": "Turlag", "rad": "Begynn smått"})]

    with writing() as session:
        making.answered(session, CONTRIBUTOR, {"practice": None})
    assert drafts() == [("practice", "draft", "own_municipality", {})]


def test_a_practice_that_has_gone_further_is_not_changed_by_the_answer(asked: Database) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"practice": Practice({"navn": "Turlag"})})
        session.execute(t.Practice.__table__.update().values(state="received"))  # type: ignore[attr-defined]  # a Table
        making.answered(session, CONTRIBUTOR, {"practice": Practice({"navn": "Noe annet"})})

    assert drafts() == [("practice", "received", "own_municipality", {"navn": "Turlag"})]


@pytest.fixture
def full_disk(coordinator: Pages) -> Iterator[Pages]:
    """The coordinator, on a database whose disk is full when history is written: after the answers were."""
    engine = in_use().engine

    def refuse(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO answer_history"):
            raise OperationalError(statement, {}, Exception("database or disk is full"))

    coordinator.get(SECOND)
    event.listen(engine, "before_cursor_execute", refuse)
    yield coordinator
    event.remove(engine, "before_cursor_execute", refuse)


def test_a_full_disk_leaves_nothing_half_done_and_gives_the_text_back(full_disk: Pages) -> None:
    page = full_disk.last
    assert page is not None

    refused = full_disk.submit(
        page, {"words.value": "Et langt svar", "yes.value": "nei"}, form="/del/", button="go=save", expect=503
    )

    assert "Et langt svar" in refused.text
    with reading() as session:
        assert making.submission_of(session).revision is None
        assert session.scalars(select(t.Answer.item_key)).all() == []
        assert session.scalars(select(t.AcceptedPost.id)).all() == []
