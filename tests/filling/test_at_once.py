"""Really at the same time: threads with transactions of their own that meet at a barrier, on both databases."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier as MeetingPoint

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from tests import making
from tests.core.example_survey import EXAMPLE
from tests.seed import APPROVER, CONTRIBUTOR, COORDINATOR, NOW, Somebody
from webapp.core.answer import Choice, FreeText, Given, Level, Number
from webapp.core.person import Role
from webapp.core.submission import BarredError, Barrier, RevisionState, Submission
from webapp.filling.actions.approving import Act, deliver, send, send_back, withdraw
from webapp.filling.actions.saving import PagePost, Saved, save
from webapp.store import tables as t
from webapp.store.answers import answers
from webapp.store.database import Database, reading, writing

Deed = Callable[[], object]


@pytest.fixture
def asked(database: Database) -> Database:
    """A database with an open round."""
    with writing() as session:
        making.opened_round(session)
    return database


def at_once(*deeds: Deed) -> list[object]:
    """Let every deed begin at the same moment, each in its own thread; give what each gave or raised."""
    meeting = MeetingPoint(len(deeds))

    def run(deed: Deed) -> object:
        meeting.wait(timeout=20)
        try:
            return deed()
        except BarredError as error:
            return error.barrier

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, deed) for deed in deeds]]


def saving(by: Somebody, post: PagePost, place: Submission | None = None) -> Deed:
    """A save that looks up the submission before all begin, as a page that was opened earlier does."""
    with reading() as session:
        submission, person = place or making.submission_of(session), making.person_of(session, by)

    def deed() -> Saved:
        with writing() as session:
            return save(session, submission, EXAMPLE, post, by=person, at=NOW, language="nb")

    return deed


def count(session: Session, table: type[t.Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def standing() -> dict[str, object]:
    with reading() as session:
        revision = making.submission_of(session).revision
        assert revision is not None
        return {key: answer.given for key, answer in answers(session, revision.id).items()}


def test_parallel_starts_make_one_submission_with_one_open_revision(asked: Database) -> None:
    posts = [making.page_post(making.wanted({"level": Level(n)})) for n in range(4)]

    results = at_once(*(saving(COORDINATOR, post) for post in posts))

    with reading() as session:
        assert (count(session, t.Submission), count(session, t.Revision)) == (1, 1)
    saved = [r for r in results if isinstance(r, Saved)]
    assert len(saved) == 4
    assert sum(not r.conflicts for r in saved) == 1


def test_parallel_saves_of_different_items_all_survive(asked: Database) -> None:
    given: dict[str, Given | None] = {
        "words": FreeText("a"),
        "level": Level(1),
        "yes": Choice("nei"),
        "percent": Number(Decimal(7)),
    }
    posts = [making.page_post(making.wanted({key: each})) for key, each in given.items()]

    at_once(*(saving(COORDINATOR, post) for post in posts))

    assert standing() == given


def test_of_parallel_saves_to_one_item_one_stands_and_the_others_are_told(asked: Database) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"words": FreeText("før")})
    posts = [
        making.page_post(making.wanted({"words": FreeText(f"tekst {n}")}, {"words": 1})) for n in range(4)
    ]

    results = at_once(
        *(saving(who, post) for who, post in zip([COORDINATOR, CONTRIBUTOR] * 2, posts, strict=True))
    )

    saved = [r for r in results if isinstance(r, Saved)]
    winner = [n for n, r in enumerate(saved) if not r.conflicts]
    assert len(winner) == 1
    stands = FreeText(f"tekst {winner[0]}")
    assert standing()["words"] == stands
    assert [r.conflicts["words"].answer.given for r in saved if r.conflicts] == [stands] * 3
    with reading() as session:
        kept = session.scalars(select(t.AnswerHistory.version).order_by(t.AnswerHistory.version)).all()
    assert kept == [1, 2]


def test_progress_counts_what_both_saved(asked: Database) -> None:
    with writing() as session:
        making.answered(session, COORDINATOR, {"words": FreeText("før")})

    at_once(
        saving(COORDINATOR, making.page_post(making.wanted({"level": Level(1)}))),
        saving(CONTRIBUTOR, making.page_post(making.wanted({"percent": Number(Decimal(3))}))),
    )

    with reading() as session:
        revision = making.submission_of(session).revision
    assert revision is not None
    assert revision.progress.answered == 3


def test_the_same_post_twice_at_once_is_saved_once(asked: Database) -> None:
    post = making.page_post(making.wanted({"words": FreeText("én gang")}))

    results = at_once(*[saving(COORDINATOR, post)] * 3)

    assert [r.versions for r in results if isinstance(r, Saved)] == [{"words": 1}] * 3
    assert not any(r.conflicts for r in results if isinstance(r, Saved))
    with reading() as session:
        assert count(session, t.AnswerHistory) == 1


def test_the_same_id_with_another_text_is_a_new_save(asked: Database) -> None:
    first = making.page_post(making.wanted({"words": FreeText("først")}))
    edited = making.page_post(
        making.wanted({"words": FreeText("så")}), page_id=first.page_id, save_id=first.save_id
    )

    at_once(saving(COORDINATOR, first))
    at_once(saving(COORDINATOR, edited))
    at_once(saving(COORDINATOR, edited))

    assert standing()["words"] == FreeText("så")
    with reading() as session:
        assert count(session, t.AnswerHistory) == 2


def test_a_retry_does_not_undo_what_another_did_meanwhile(asked: Database) -> None:
    first = making.page_post(making.wanted({"words": FreeText("Karis")}))
    at_once(saving(COORDINATOR, first))
    at_once(
        saving(CONTRIBUTOR, making.page_post(making.wanted({"words": FreeText("Mons sin")}, {"words": 1})))
    )

    (again,) = at_once(saving(COORDINATOR, first))

    assert isinstance(again, Saved)
    assert again.versions == {"words": 1}
    assert standing()["words"] == FreeText("Mons sin")


def act(by: Somebody, save_id: str | None = None) -> Act:
    with reading() as session:
        return Act(by=making.person_of(session, by), at=NOW, language="nb", save_id=save_id)


def deed(app: Flask, what: Callable[[Session, Submission], None]) -> Deed:
    """A step that looks up the submission before all begin, in an application for its letters."""
    with reading() as session:
        place = making.submission_of(session)

    def run() -> str:
        with app.app_context(), writing() as session:
            what(session, place)
        return "done"

    return run


@pytest.fixture
def awaiting(app: Flask) -> Flask:
    """The application with a complete submission that awaits approval."""
    with app.app_context(), writing() as session:
        making.opened_round(session)
        making.answered(session, COORDINATOR, making.complete())
        making.sent(session, COORDINATOR)
    return app


def events() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(t.ApprovalEvent.kind).order_by(t.ApprovalEvent.id)))


@pytest.mark.parametrize("same_post", [True, False])
def test_delivery_is_one_however_many_ask_at_once(awaiting: Flask, same_post: bool) -> None:  # noqa: FBT001
    with writing() as session:
        second = making.another_person(session, "Vara Godkjenner", Role.APPROVER)
    ids = ["6f0a1e7c-2d7a-4f5e-8a40-9d7b6f1c2e33"] * 4 if same_post else [None] * 4
    people: Sequence[Somebody] = [APPROVER] * 4 if same_post else [APPROVER, second] * 2
    acts = [act(who, save_id) for who, save_id in zip(people, ids, strict=True)]

    results = at_once(
        *(
            deed(awaiting, lambda s, p, a=each: deliver(s, p, EXAMPLE, a, NOW))  # type: ignore[misc]  # a lambda's default
            for each in acts
        )
    )

    assert results == ["done"] * 4
    assert events() == ["sent", "delivered"]
    with reading() as session:
        assert session.scalars(select(t.Letter.name)).all().count("filling/delivered") == 1


def test_delivery_and_withdrawal_at_once_leave_one_of_them(awaiting: Flask) -> None:
    approver, coordinator = act(APPROVER), act(COORDINATOR)

    results = at_once(
        deed(awaiting, lambda s, p: deliver(s, p, EXAMPLE, approver, NOW)),
        deed(awaiting, lambda s, p: withdraw(s, p, coordinator)),
    )

    assert (results, events()) in (
        (["done", Barrier.DELIVERED], ["sent", "delivered"]),
        ([Barrier.NOT_SENT, "done"], ["sent", "withdrawn"]),
    )


def test_a_save_and_a_sending_at_once_leave_a_complete_submission(app: Flask) -> None:
    with app.app_context(), writing() as session:
        making.opened_round(session)
        making.answered(session, COORDINATOR, making.complete())
        level = making.wanted({"level": None}, {"level": 1})
    coordinator = act(COORDINATOR)

    saved, sent = at_once(
        saving(CONTRIBUTOR, making.page_post(level)),
        deed(app, lambda s, p: send(s, p, EXAMPLE, coordinator)),
    )

    with reading() as session:
        revision = making.submission_of(session).revision
    assert revision is not None
    if sent == "done":  # sending came first, so the save met a locked page
        assert saved is Barrier.AWAITING_APPROVAL
        assert revision.state is RevisionState.AWAITING_APPROVAL
        assert revision.progress.is_complete
    else:
        assert sent is Barrier.INCOMPLETE
        assert revision.state is RevisionState.DRAFT
        assert not revision.progress.is_complete


def test_a_late_retry_of_sending_does_not_send_again_what_was_sent_back(awaiting: Flask) -> None:
    again = act(COORDINATOR, "0b9f5f2e-8f0e-4c7c-9b54-5f0f6e1f0a11")
    with awaiting.app_context(), writing() as session:
        withdraw(session, making.submission_of(session), act(COORDINATOR))
        send(session, making.submission_of(session), EXAMPLE, again)
        send_back(session, making.submission_of(session), EXAMPLE, act(APPROVER), "Se på tallene")

    with awaiting.app_context(), writing() as session:
        send(session, making.submission_of(session), EXAMPLE, again)

    assert events() == ["sent", "withdrawn", "sent", "returned"]


def test_what_was_sent_anew_is_not_delivered_unseen(awaiting: Flask) -> None:
    with awaiting.app_context(), writing() as session:
        withdraw(session, making.submission_of(session), act(COORDINATOR))
        making.answered(session, COORDINATOR, {"level": Level(0)})
        making.sent(session, COORDINATOR, at=NOW.replace(hour=14))

    with pytest.raises(BarredError) as refused, awaiting.app_context(), writing() as session:
        deliver(session, making.submission_of(session), EXAMPLE, act(APPROVER), NOW)

    assert refused.value.barrier is Barrier.SENT_AGAIN


def test_delivered_answers_cannot_change_whoever_asks(awaiting: Flask) -> None:
    with awaiting.app_context(), writing() as session:
        making.delivered(session, APPROVER)
    late = saving(COORDINATOR, making.page_post(making.wanted({"level": Level(0)}, {"level": 1})))

    assert at_once(late) == [Barrier.DELIVERED]
    for statement in (update(t.Answer).values(level=0), delete(t.Answer)):
        with pytest.raises(DatabaseError, match="frozen"), writing() as session:
            session.execute(statement)
