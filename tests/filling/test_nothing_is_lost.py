"""Whatever two people do in whatever order, no text they were told is saved disappears without one of them having seen it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests import making
from tests.core.example_survey import EXAMPLE
from tests.databases import Templates
from tests.seed import CONTRIBUTOR, COORDINATOR, NOW
from webapp.core.answer import Answer, FreeText
from webapp.core.person import Person
from webapp.core.submission import Submission
from webapp.filling.actions.merging import Wanted
from webapp.filling.actions.saving import PagePost, Saved, save
from webapp.store import tables as t
from webapp.store.answers import answers
from webapp.store.database import connect, reading, use, writing

ITEMS = ("words", "after_several")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "type", "save", "save", "save and back", "post", "retry", "mine", "theirs"]),
        st.integers(0, 1),
        st.sampled_from(ITEMS),
    ),
    max_size=20,
)


@dataclass
class Writer:
    """One person with one page: what the page saw, what stands in its fields, and what was posted last."""

    person: Person
    page_id: str = ""
    seen: dict[str, int] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    last: PagePost | None = None
    conflicts: dict[str, int] = field(default_factory=dict)
    knows: set[str] = field(default_factory=set)


@contextmanager
def opened(templates: Templates) -> Iterator[None]:
    """A database of its own with an open round, for one example."""
    with tempfile.TemporaryDirectory() as folder, templates.copy("sqlite", "seeded", Path(folder)) as url:
        database = connect(url)
        use(database)
        try:
            with writing() as session:
                making.opened_round(session)
            yield
        finally:
            database.engine.dispose()


@given(STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_acknowledged_text_is_lost_unseen(templates: Templates, steps: list[tuple[str, int, str]]) -> None:
    with opened(templates):
        with reading() as session:
            writers = [Writer(making.person_of(session, who)) for who in (COORDINATOR, CONTRIBUTOR)]
        for writer in writers:
            look(writer)
        acknowledged: dict[str, list[tuple[str, Person]]] = {item: [] for item in ITEMS}
        for number, (step, who, item) in enumerate(steps):
            take(step, writers[who], item, f"{item} {number}", acknowledged)
        settle(writers, acknowledged)


def take(
    step: str, writer: Writer, item: str, text: str, acknowledged: dict[str, list[tuple[str, Person]]]
) -> None:
    """Let one person do one thing."""
    match step:
        case "open":
            look(writer)
        case "type":
            writer.fields[item] = text
        case "save" | "save and back" | "post":
            if step != "post":
                writer.fields[item] = text
            wanted = [Wanted(_answer(key, writer.fields[key]), writer.seen[key]) for key in ITEMS]
            send(writer, making.page_post(wanted, page_id=writer.page_id), acknowledged)
            if step == "save" and not writer.conflicts:
                look(writer)  # a page that was saved is shown anew; after "back" the old one stands there
        case "retry":
            if writer.last is not None:
                send(writer, writer.last, acknowledged)
        case _:
            choose(step, writer, acknowledged)


def look(writer: Writer) -> None:
    """Open the page anew."""
    with reading() as session:
        place = making.submission_of(session)
        stands = answers(session, place.revision.id) if place.revision is not None else {}
    writer.page_id = str(uuid4())
    writer.seen = {key: stands[key].version if key in stands else 0 for key in ITEMS}
    writer.fields = {key: _text(stands[key].given) if key in stands else "" for key in ITEMS}
    writer.knows |= set(writer.fields.values())


def send(writer: Writer, post: PagePost, acknowledged: dict[str, list[tuple[str, Person]]]) -> None:
    """Post, and note what the server said was saved and what it showed of the other's."""
    saved = _saved(writer, post)
    writer.last = post
    writer.conflicts = {key: each.answer.version for key, each in saved.conflicts.items()}
    writer.knows |= {_text(each.answer.given) for each in saved.conflicts.values()}
    with reading() as session:
        rows = session.execute(
            select(t.Answer.item_key, t.Answer.text).where(t.Answer.saved_by == writer.person.id)
        ).all()
    own = {row.item_key: row.text or "" for row in rows}
    for wanted in post.wanted:
        text = _text(wanted.answer.given)
        if wanted.item not in saved.conflicts and text and own.get(wanted.item) == text:
            acknowledged[wanted.item].append((text, writer.person))


def choose(choice: str, writer: Writer, acknowledged: dict[str, list[tuple[str, Person]]]) -> None:
    """Choose in every conflict that was shown."""
    if not writer.conflicts:
        return
    wanted = [
        Wanted(_answer(key, writer.fields[key]), version, keeps_theirs=choice == "theirs")
        for key, version in writer.conflicts.items()
    ]
    send(writer, making.page_post(wanted, page_id=writer.page_id), acknowledged)


def settle(writers: list[Writer], acknowledged: dict[str, list[tuple[str, Person]]]) -> None:
    """Hold that each acknowledged text stands, or was replaced by its own writer, or by one who had it before their eyes."""
    with reading() as session:
        place = making.submission_of(session)
        stands = answers(session, place.revision.id) if place.revision is not None else {}
        rows = session.execute(
            select(
                t.AnswerHistory.item_key,
                t.AnswerHistory.version,
                t.AnswerHistory.content,
                t.AnswerHistory.saved_by,
            ).order_by(t.AnswerHistory.item_key, t.AnswerHistory.version)
        ).all()
    for item, texts in acknowledged.items():
        history = [(row.content["text"] or "", row.saved_by) for row in rows if row.item_key == item]
        for text, writer in texts:
            # a text that was acknowledged stands in the history, whatever came after
            assert text in [each for each, _who in history]
            last = max(n for n, (each, _who) in enumerate(history) if each == text)
            if last + 1 < len(history) and history[last + 1][1] != writer.id:
                other = next(w for w in writers if w.person.id == history[last + 1][1])
                assert text in other.knows
        if history:
            assert _text(stands[item].given) == history[-1][0]
            assert stands[item].version == len(history)


def _saved(writer: Writer, post: PagePost) -> Saved:
    with writing() as session:
        place: Submission = making.submission_of(session)
        return save(session, place, EXAMPLE, post, by=writer.person, at=NOW, language="nb")


def _answer(item: str, text: str) -> Answer:
    return Answer(item, FreeText(text) if text else None)


def _text(given_: object) -> str:
    return given_.text if isinstance(given_, FreeText) else ""


def test_the_check_itself_notices_a_lost_text(templates: Templates) -> None:
    """Show that the property can fail: someone overwrites what they never saw, behind the rules' back."""
    with opened(templates):
        with writing() as session:
            making.answered(session, COORDINATOR, {"words": FreeText("før")})
            making.answered(session, CONTRIBUTOR, {"words": FreeText("etter")})
        with reading() as session:
            people = [making.person_of(session, who) for who in (COORDINATOR, CONTRIBUTOR)]
        writers = [Writer(person) for person in people]
        try:
            settle(writers, {"words": [("før", people[0])]})
        except AssertionError:
            return
        raise AssertionError("the property holds for anything")
