"""Answers as rows: how a row becomes a core answer and back, and the few statements that read and write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, assert_never

from sqlalchemy import Row, Table, and_, bindparam, column, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.core.answer import (
    Answer,
    Choice,
    Choices,
    DontKnow,
    FreeText,
    Given,
    Level,
    Missing,
    NotApplicable,
    Number,
    Practice,
)
from webapp.store import tables as t

VALUE = "value"
NO_VALUE: Mapping[str, Any] = {  # Any: each column has its own type
    "level": None,
    "number": None,
    "choice": None,
    "choices": None,
    "text": None,
    "fields": None,
    "reason": "",
}
_TABLE: Table = t.Answer.__table__  # type: ignore[assignment]  # a mapped class's table is a Table
_HISTORY: Table = t.AnswerHistory.__table__  # type: ignore[assignment]  # likewise
COLUMNS = (
    t.Answer.item_key,
    t.Answer.state,
    t.Answer.level,
    t.Answer.number,
    t.Answer.choice,
    t.Answer.choices,
    t.Answer.text,
    t.Answer.fields,
    t.Answer.reason,
    t.Answer.evidence,
    t.Answer.version,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on an item, who saved it and when, and from which page; ``by`` is empty when nobody is known."""

    answer: Answer
    page_id: str = ""
    at: datetime | None = None
    by: str = ""
    by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, for which municipality, from which page and when: what all answers of one save share."""

    revision: int
    municipality: str
    person: int | None
    page_id: str
    at: datetime


def columns_of(given: Given | None, evidence: str = "") -> dict[str, Any]:  # Any: the columns of the answer
    """Give the columns that hold ``given``; every one is named, so that many rows make one statement."""
    columns: dict[str, Any] = {**NO_VALUE, "state": VALUE, "evidence": evidence}
    match given:
        case None:
            columns["state"] = Missing.BLANK.value
        case DontKnow():
            columns["state"] = Missing.DONT_KNOW.value
        case NotApplicable(reason):
            columns.update(state=Missing.NOT_APPLICABLE.value, reason=reason)
        case Level(level):
            columns["level"] = level
        case Number(number):
            columns["number"] = number
        case Choice(value):
            columns["choice"] = value
        case Choices(values):
            columns["choices"] = list(values)
        case FreeText(words):
            columns["text"] = words
        case Practice(fields):
            columns["fields"] = dict(fields)
        case other:
            assert_never(other)
    return columns


def given_of(columns: Mapping[str, Any]) -> Given | None:  # Any: the columns of the answer
    """Give what the columns of a row hold; raises ValueError for a row that says it has a value and has none."""
    match columns["state"]:
        case Missing.BLANK:
            return None
        case Missing.DONT_KNOW:
            return DontKnow()
        case Missing.NOT_APPLICABLE:
            return NotApplicable(columns["reason"])
        case _:
            return _value_of(columns)


def answer_of(row: Row[Any]) -> Answer:  # Any: a row of COLUMNS, and whatever else was asked for
    """Give the answer a row of ``COLUMNS`` holds."""
    columns: Any = row._mapping  # noqa: SLF001 -- SQLAlchemy's public name for it; Any: its keys are typed wider than they are
    return Answer(row.item_key, given_of(columns), row.evidence, row.version)


def answers(session: Session, revision_id: int) -> dict[str, Answer]:
    """Give what stands on the items of one revision, by item key; never answered items are not there. One statement."""
    return answers_of_revisions(session, [revision_id]).get(revision_id, {})


def answers_of_revisions(session: Session, revision_ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """Give what stands on the items of several revisions, by revision and item key. One statement."""
    rows = session.execute(
        select(t.Answer.revision_id, *COLUMNS)
        .where(t.Answer.revision_id.in_(list(revision_ids)))
        .order_by(t.Answer.revision_id, t.Answer.item_key)
    )
    found: dict[int, dict[str, Answer]] = {}
    for row in rows:
        found.setdefault(row.revision_id, {})[row.item_key] = answer_of(row)
    return found


def write(session: Session, writer: Writer, changed: Sequence[Answer]) -> dict[str, int]:
    """Write new versions of ``changed`` (each with the version it is to get) and their history: two statements, however many.

    Gives the version each item got. One whose row has moved on to another version meanwhile is left alone and is not
    among them, unless the same page moved it. The history gets what was written and nothing else.
    """
    if not changed:
        return {}
    upserted = _sent(session, _UPSERTS, [_row(writer, answer) for answer in changed])
    written = {row.item_key: row.version for row in upserted}
    kept = [_history(writer, answer, written[answer.item]) for answer in changed if answer.item in written]
    if kept:
        _sent(session, _INSERTS, kept)
    return written


def earlier_versions(
    session: Session, revision_id: int, since: Mapping[str, int]
) -> dict[str, list[Standing]]:
    """Give the versions each item has had from ``since[item]`` on, oldest first. One statement; none for no items."""
    if not since:
        return {}
    rows = session.execute(
        select(
            _HISTORY.c.item_key,
            _HISTORY.c.version,
            _HISTORY.c.content,
            _HISTORY.c.saved_at,
            _HISTORY.c.saved_by,
        )
        .where(
            _HISTORY.c.revision_id == revision_id,
            or_(
                *(
                    and_(_HISTORY.c.item_key == item, _HISTORY.c.version >= seen)
                    for item, seen in since.items()
                )
            ),
        )
        .order_by(_HISTORY.c.item_key, _HISTORY.c.version)
    )
    found: dict[str, list[Standing]] = {}
    for row in rows:
        content = _from_json(row.content)
        answer = Answer(row.item_key, given_of(content), content["evidence"], row.version)
        found.setdefault(row.item_key, []).append(
            Standing(answer, content.get("page_id", ""), row.saved_at, by_id=row.saved_by)
        )
    return found


def _sent(session: Session, made: Mapping[str, Any], rows: list[dict[str, Any]]) -> Sequence[Row[Any]]:
    """Send rows in one statement, and give what it returns.

    To PostgreSQL they go as one value, so that the statement is the same however many they are, and is planned once.
    For SQLite, RETURNING makes SQLAlchemy write many rows in one statement instead of one statement a row.
    """
    dialect = session.get_bind().dialect.name
    if dialect != "postgresql":
        return session.execute(made[dialect], rows).all()
    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return session.execute(made[dialect], {"rows": plain}).all()


def _plain(value: object) -> object:
    """Give a value of a column as JSON can carry it, exactly."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, datetime) else value


def _from_rows(table: Table) -> Any:  # noqa: ANN401 -- an insert of PostgreSQL's own
    """Give the insert into ``table`` of rows that come as one JSON value called ``rows``."""
    rows = (
        func.jsonb_to_recordset(bindparam("rows", type_=postgresql.JSONB))
        .table_valued(*(column(c.name, c.type) for c in table.c))
        .render_derived(name="sent", with_types=True)
    )
    names = [c.name for c in table.c]
    return postgresql.insert(table).from_select(names, select(*(rows.c[name] for name in names)))


def _upsert(made: Any) -> Any:  # noqa: ANN401 -- two dialects' inserts, alike in all we use
    new = made.excluded
    kept = {"revision_id", "item_key", "municipality_number", "version"}
    return made.on_conflict_do_update(
        index_elements=["revision_id", "item_key"],
        set_={
            **{c.name: new[c.name] for c in _TABLE.c if c.name not in kept},
            "version": _TABLE.c.version + 1,
        },
        where=or_(_TABLE.c.version == new.version - 1, _TABLE.c.page_id == new.page_id),
    ).returning(_TABLE.c.item_key, _TABLE.c.version)


_UPSERTS: Final[Mapping[str, Any]] = {
    "postgresql": _upsert(_from_rows(_TABLE)),
    "sqlite": _upsert(sqlite.insert(_TABLE)),
}
_INSERTS: Final[Mapping[str, Any]] = {
    "postgresql": _from_rows(_HISTORY).returning(_HISTORY.c.version),
    "sqlite": sqlite.insert(_HISTORY).returning(_HISTORY.c.version),
}


def _row(writer: Writer, answer: Answer) -> dict[str, Any]:
    return {
        "revision_id": writer.revision,
        "item_key": answer.item,
        "municipality_number": writer.municipality,
        **columns_of(answer.given, answer.evidence),
        "version": answer.version,
        "page_id": writer.page_id,
        "saved_at": writer.at,
        "saved_by": writer.person,
    }


def _history(writer: Writer, answer: Answer, version: int) -> dict[str, Any]:
    content = columns_of(answer.given, answer.evidence)
    if isinstance(content["number"], Decimal):
        content["number"] = format(content["number"], "f")  # JSON has no exact numbers
    return {
        "revision_id": writer.revision,
        "item_key": answer.item,
        "version": version,
        "municipality_number": writer.municipality,
        "content": {**content, "page_id": writer.page_id},
        "saved_at": writer.at,
        "saved_by": writer.person,
    }


def _from_json(content: Mapping[str, Any]) -> dict[str, Any]:
    number = content["number"]
    return {**content, "number": None if number is None else Decimal(number)}


def _value_of(columns: Mapping[str, Any]) -> Given:
    if columns["level"] is not None:
        return Level(columns["level"])
    if columns["number"] is not None:
        return Number(columns["number"])
    if columns["choice"] is not None:
        return Choice(columns["choice"])
    if columns["choices"] is not None:
        return Choices(tuple(columns["choices"]))
    if columns["text"] is not None:
        return FreeText(columns["text"])
    if columns["fields"] is not None:
        return Practice(columns["fields"])
    msg = f"the answer to {columns['item_key']} says it has a value and has none"
    raise ValueError(msg)
