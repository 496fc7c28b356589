"""A text in both written forms of Norwegian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nb", "nn"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn")


@dataclass(frozen=True, slots=True)
class Text:
    """One text as bokmål (``nb``) and nynorsk (``nn``); neither form is the original."""

    nb: str
    nn: str

    def of(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.nn if language == "nn" else self.nb
