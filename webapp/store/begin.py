"""How a transaction begins on PostgreSQL: row-level security is told whose rows it may touch, in the same breath."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import pq, sql

from webapp.store import scope


def tell_scope(connection: Any) -> None:  # noqa: ANN401 -- SQLAlchemy hands its Connection untyped here
    """Begin, and tell the scope; it is forgotten with the transaction.

    One journey to the server instead of two. Nobody's rows need not be told: where no scope was, the policies show none,
    and so it is where there is no transaction to tell it in. Raises psycopg.OperationalError when it cannot be told.
    """
    told = scope.current()
    driver = connection.connection.driver_connection
    if told == scope.NOBODY or driver.autocommit:
        return
    words = sql.SQL("BEGIN; SELECT set_config('godpraksis.scope', {}, true)").format(sql.Literal(told))
    answer = driver.pgconn.exec_(words.as_bytes(driver))
    if answer.status != pq.ExecStatus.TUPLES_OK:
        raise psycopg.OperationalError(answer.get_error_message())
