"""Posts that were carried out, so that the same one again (a double click, a retry) is answered as the first time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.store import tables as t

KEPT_FOR: Final = timedelta(days=30)
"""How long a post is remembered: far longer than a page stays open or a browser tries again."""


_POST: Final[Table] = t.AcceptedPost.__table__  # type: ignore[assignment]  # a mapped class's table is a Table
_DIALECTS: Final = {"postgresql": postgresql, "sqlite": sqlite}


def _remembering(dialect: ModuleType) -> Any:  # noqa: ANN401 -- two dialects' inserts, alike in all we use
    made = dialect.insert(_POST)
    new = made.excluded
    return made.on_conflict_do_update(
        index_elements=["id"],
        set_={"digest": new.digest, "result": new.result, "at": new.at},
        where=_POST.c.person_id == new.person_id,
    )


_CLAIM: Final = {
    name: dialect.insert(_POST).on_conflict_do_nothing().returning(_POST.c.id)
    for name, dialect in _DIALECTS.items()
}
_REMEMBER: Final = {name: _remembering(dialect) for name, dialect in _DIALECTS.items()}
"""Built once: building one takes as long as carrying it out."""


def claim_post(
    session: Session,
    save_id: str | None,
    *,
    person: int,
    kind: str,
    at: datetime,
    digest: str = "",
    result: Mapping[str, Any] | None = None,  # Any: JSON
) -> bool:
    """Claim ``save_id`` for one act; False when it was carried out already. Without an id there is nothing to claim.

    Whoever comes second waits for the first one's transaction. One statement.
    """
    if save_id is None:
        return True
    claimed = session.execute(
        _CLAIM[session.get_bind().dialect.name],
        {
            "id": save_id,
            "person_id": person,
            "kind": kind,
            "digest": digest,
            "result": dict(result or {}),
            "at": at,
        },
    )
    return claimed.one_or_none() is not None


def remember_post(
    session: Session,
    save_id: str,
    *,
    person: int,
    kind: str,
    digest: str,
    result: Mapping[str, Any],  # Any: JSON
    at: datetime,
) -> None:
    """Remember what became of a post. One statement.

    The id used again for something else by the same person remembers the latest; another person's row is left alone.
    """
    session.execute(
        _REMEMBER[session.get_bind().dialect.name],
        {
            "id": save_id,
            "person_id": person,
            "kind": kind,
            "digest": digest,
            "result": dict(result),
            "at": at,
        },
    )


def result_of_post(
    session: Session, save_id: str, *, person: int, kind: str, digest: str
) -> Mapping[str, Any] | None:
    """Give the result of this very post the time it was carried out, or None: another post, or another person's."""
    row = session.execute(
        select(t.AcceptedPost.digest, t.AcceptedPost.result).where(
            t.AcceptedPost.id == save_id, t.AcceptedPost.person_id == person, t.AcceptedPost.kind == kind
        )
    ).one_or_none()
    return row.result if row is not None and row.digest == digest else None


def forget_posts(session: Session, now: datetime) -> None:
    """Remove what has had its time: posts carried out over 30 days ago, and refused ones that are kept no longer."""
    session.execute(delete(t.AcceptedPost).where(t.AcceptedPost.at < now - KEPT_FOR))
    session.execute(delete(t.RefusedPost).where(t.RefusedPost.kept_until < now))
