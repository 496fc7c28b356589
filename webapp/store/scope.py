"""Whose rows this process may touch just now; on PostgreSQL the database itself repeats it (row-level security).

Outside a request the scope is ALL: commands and the worker act for the installation. A request begins with NOBODY, and
the guard of its route widens that to what the page is for.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar

ALL = "all"
"""Commands, migrations and the worker."""
KS = "ks"
"""An adviser's page: who takes part, never what they answered."""
NOBODY = ""
"""A page that shows no municipality's rows."""

_current: ContextVar[str] = ContextVar("scope", default=ALL)


def current() -> str:
    """Give the scope: ALL, KS, NOBODY, or municipality numbers with commas between."""
    return _current.get()


def use(scope: str) -> None:
    """Let the transactions that begin from now on touch what ``scope`` says."""
    _current.set(scope)


def use_municipalities(numbers: Iterable[str]) -> None:
    """Let the transactions that begin from now on touch the rows of these municipalities only."""
    _current.set(",".join(numbers))
