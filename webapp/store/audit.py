"""The log of who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from webapp.store.tables import AuditEvent


def record(
    session: Session,
    action: str,
    *,
    by: int | None,
    at: datetime,
    municipality: str | None = None,
    subject: str = "",
    details: dict[str, Any] | None = None,  # Any: whatever JSON the action wants to remember
) -> None:
    """Write that person ``by`` did ``action`` (``round.opened``), in the same transaction as the deed itself."""
    session.execute(
        insert(AuditEvent).values(
            at=at,
            person_id=by,
            action=action,
            municipality_number=municipality,
            subject=subject,
            details=details,
        )
    )
