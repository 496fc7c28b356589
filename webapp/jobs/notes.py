"""What a job says of itself: a message id with its values, so that each page says it in its reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from flask_babel import gettext

Argument = str | int | float


def N_(message: str) -> str:  # noqa: N802 -- the name under which Babel finds messages that are translated later
    """Mark ``message`` for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Note:
    """A message id and the values of its placeholders."""

    message: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)

    def kept(self) -> str:
        """Give what is kept in the job's row; nothing said is an empty text."""
        if not self.message:
            return ""
        return json.dumps({"message": self.message, "arguments": dict(self.arguments)}, ensure_ascii=False)

    @classmethod
    def from_kept(cls, kept: str | None) -> Self:
        """Read back what ``kept`` gave."""
        if not kept:
            return cls()
        read = json.loads(kept)
        return cls(read["message"], read["arguments"])

    def __str__(self) -> str:
        """Say it in the language of the moment."""
        if not self.message:
            return ""
        said: str = gettext(self.message, **self.arguments)
        return said
