"""What someone looks for, and how well a text fits it, in Norwegian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from webapp.core.alphabet import alphabetical

SHORTEST: Final = 2
"""So many letters or digits at least: one letter fits nearly everything."""
LONGEST: Final = 100
_WORD: Final = re.compile(r"[\w{|}]+")
_LOOSE: Final = str.maketrans({"{": "a", "|": "o", "}": "a"})


def folded(text: str) -> str:
    """Give ``text`` without capitals and accents; æ, ø and å stay letters of their own (core.alphabet)."""
    return alphabetical(text)[0]


def loosened(text: str) -> str:
    """Give folded text as someone without æ, ø and å on the keyboard writes it: Aalesund, Alesund and Ålesund are one."""
    return text.translate(_LOOSE).replace("aa", "a").replace("oe", "o").replace("ae", "a")


@dataclass(frozen=True)
class Sought:
    """What was written in the search box, at most ``LONGEST`` characters of it."""

    written: str

    @classmethod
    def read(cls, raw: str) -> Sought:
        """Read what was sent: control characters and runs of white space become one space."""
        plain = "".join(c if c.isprintable() else " " for c in raw)
        return cls(" ".join(plain.split())[:LONGEST].strip())

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words sought, folded."""
        return tuple(_WORD.findall(folded(self.written)))

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to look for: a word of two letters or digits."""
        return any(len(word) >= SHORTEST for word in self.words)

    def fit(self, *texts: str) -> int | None:
        """Say how well something called by ``texts`` fits: lower is better, None when it does not.

        Every word must be found. 0: a text is just what was written; 1: a text begins with it; 2: every word begins a
        word; 3: some stand inside a word; 4 to 7: the same, without regard for æ, ø and å. Digits only fit the
        beginning of a number.
        """
        spoken = [folded(text) for text in texts]
        fits = _fit(self.words, spoken)
        if fits is not None:
            return fits
        loose = _fit(tuple(loosened(word) for word in self.words), [loosened(text) for text in spoken])
        return None if loose is None else loose + 4


def _fit(words: tuple[str, ...], texts: list[str]) -> int | None:
    together = "\n".join(texts)
    if not all(word in together for word in words):  # most of what is looked through stops here
        return None
    spoken = [_WORD.findall(text) for text in texts]
    every = [word for text in spoken for word in text]
    if not words or not all(_is_in(word, every) for word in words):
        return None
    whole = " ".join(words)
    if any(" ".join(text) == whole for text in spoken):
        return 0
    if any(" ".join(text).startswith(whole) for text in spoken):
        return 1
    return 2 if all(any(w.startswith(word) for w in every) for word in words) else 3


def _is_in(word: str, every: list[str]) -> bool:
    if word.isdigit():
        return any(w.startswith(word) for w in every)
    return any(word in w for w in every)
