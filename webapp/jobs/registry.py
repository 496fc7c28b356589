"""Which function carries out which job, by name; filled when the worker imports every activity's tasks."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.jobs.notes import Argument, Note

Result = Mapping[str, Any]  # Any: JSON, as it goes into a JSON column
Body = Callable[..., Result | None]
ATTEMPTS = 3
"""How many times a job is begun before it counts as failed, unless its body says otherwise."""


class CannotBeDoneError(Exception):
    """Trying again would not help: the job fails at once, and its page says ``note``."""

    def __init__(self, message: str, **arguments: Argument) -> None:
        """Remember the message id and its values."""
        super().__init__(
            message % arguments if arguments else message
        )  # in English, for a command and the log
        self.note = Note(message, arguments)


@dataclass(frozen=True, slots=True)
class Registered:
    """A body and how many times it may be begun."""

    body: Body
    attempts: int


_HOUSE = Path(__file__).parents[1]
"""Where the activities stand: known by its place, since importing webapp itself would lean on everything above."""
_bodies: dict[str, Registered] = {}


def register(name: str, *, attempts: int = ATTEMPTS) -> Callable[[Body], Body]:
    """Make the function below carry out jobs called ``name``.

    It gets the job's arguments as keywords, opens its own ``reading()`` and ``writing()``, and may give a result (JSON).
    A worker can be killed anywhere in it, so a second run must do no harm. Two bodies of one name raise ValueError.
    """

    def registered(body: Body) -> Body:
        known = _bodies.get(name)
        if known is not None and known.body.__qualname__ != body.__qualname__:
            raise ValueError(f"two bodies are called {name}")
        _bodies[name] = Registered(body, attempts)
        return body

    return registered


def body_of(name: str) -> Registered | None:
    """Give the body called ``name``, or None when this process knows none."""
    return _bodies.get(name)


def load_bodies() -> list[str]:
    """Import ``webapp/<activity>/tasks.py`` of every activity that has one; give the names of all jobs known."""
    for module in pkgutil.iter_modules([str(_HOUSE)]):
        name = f"webapp.{module.name}.tasks"
        if module.ispkg and importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    return sorted(_bodies)
