"""Posts that were carried out: claimed once, answered as the first time, forgotten when they have had their time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select

from tests.seed import COORDINATOR
from webapp.jobs.running import Caretaker
from webapp.store import tables as t
from webapp.store.accepted import KEPT_FOR, claim_post, forget_posts, remember_post, result_of_post
from webapp.store.database import Database, reading, writing

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def someone() -> int:
    with reading() as session:
        return session.scalars(select(t.Person.id).where(t.Person.email == COORDINATOR.email)).one()


def accepted(save_id: str, at: datetime) -> None:
    with writing() as session:
        claim_post(session, save_id, person=someone(), kind="send", at=at)


def refused(post_id: str, kept_until: datetime) -> None:
    row = {"id": post_id, "person_id": someone(), "path": "/", "body": b"x", "at": kept_until - DAY}
    with writing() as session:
        session.execute(insert(t.RefusedPost).values(**row, kept_until=kept_until))


def standing() -> tuple[list[str], list[str]]:
    with reading() as session:
        return (
            list(session.scalars(select(t.AcceptedPost.id).order_by(t.AcceptedPost.id))),
            list(session.scalars(select(t.RefusedPost.id).order_by(t.RefusedPost.id))),
        )


def test_a_post_is_claimed_once_and_answered_as_the_first_time(database: Database) -> None:
    me = someone()
    with writing() as session:
        first = claim_post(
            session, "a", person=me, kind="round.create", at=NOW, digest="d", result={"key": "2026"}
        )
    with writing() as session:
        again = claim_post(
            session, "a", person=me, kind="round.create", at=NOW, digest="d", result={"key": "9999"}
        )
        same = result_of_post(session, "a", person=me, kind="round.create", digest="d")
        other = [
            result_of_post(session, "a", person=me, kind="round.create", digest="another"),
            result_of_post(session, "a", person=me + 1, kind="round.create", digest="d"),
            result_of_post(session, "b", person=me, kind="round.create", digest="d"),
        ]

    assert (first, again, same, other) == (True, False, {"key": "2026"}, [None, None, None])


def test_an_id_used_by_another_person_is_left_alone(database: Database) -> None:
    me = someone()
    with reading() as session:
        them = session.scalars(select(t.Person.id).where(t.Person.id != me).order_by(t.Person.id)).first()
    assert them is not None
    for person, result in ((me, {"n": 1}), (them, {"n": 2}), (me, {"n": 3})):
        with writing() as session:
            remember_post(session, "a", person=person, kind="save", digest="d", result=result, at=NOW)

    with reading() as session:
        assert result_of_post(session, "a", person=me, kind="save", digest="d") == {"n": 3}
        assert result_of_post(session, "a", person=them, kind="save", digest="d") is None


def test_what_has_had_its_time_is_forgotten_and_nothing_else(database: Database) -> None:
    accepted("just in time", NOW - KEPT_FOR)
    accepted("over", NOW - KEPT_FOR - timedelta(seconds=1))
    refused("kept", NOW)
    refused("kept no longer", NOW - timedelta(seconds=1))

    with writing() as session:
        forget_posts(session, NOW)

    assert standing() == (["just in time"], ["kept"])


def test_the_worker_cleans_when_it_starts(database: Database) -> None:
    now = datetime.now(UTC)
    accepted("new", now)
    accepted("old", now - KEPT_FOR - DAY)
    caretaker = Caretaker(lambda _job: None)

    caretaker.start()
    caretaker.stop()

    assert standing() == (["new"], [])
