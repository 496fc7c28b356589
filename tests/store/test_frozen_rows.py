"""What must never change is refused by the database itself, whoever asks and in whatever state it is (PITFALLS 11)."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import making
from tests.seed import APPROVER, COORDINATOR
from webapp.store.database import reading, writing


@pytest.fixture
def delivered(app: Flask) -> None:
    """An open round, in which one municipality has delivered."""
    with app.test_request_context("/nb/"), writing() as session:
        making.opened_round(session)
        session.flush()
        making.answered(session, COORDINATOR, making.complete())
        making.sent(session, COORDINATOR)
        making.delivered(session, APPROVER)


@pytest.mark.usefixtures("delivered")
@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE questionnaire_version SET survey_key = 'another'",
        "UPDATE questionnaire_version SET frozen_at = NULL",
        "DELETE FROM questionnaire_version",
        "UPDATE revision SET state = 'draft'",
        "DELETE FROM revision",
        "UPDATE answer SET level = 0",
        "DELETE FROM answer",
        "UPDATE answer_history SET version = 9",
        "DELETE FROM answer_history",
        "UPDATE approval_event SET reason = 'x'",
        "DELETE FROM approval_event",
    ],
)
def test_the_database_says_no(deed: str) -> None:
    with pytest.raises(DBAPIError, match="frozen: "), writing() as session:
        session.execute(text(deed))


@pytest.mark.usefixtures("delivered")
def test_what_is_not_frozen_can_still_change() -> None:
    with writing() as session:
        session.execute(text("UPDATE round SET title_nb = 'Ny tittel'"))

    with reading() as session:
        assert session.scalars(text("SELECT title_nb FROM round")).all() == ["Ny tittel"]
