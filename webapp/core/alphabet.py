"""Norwegian alphabetical order, the same on every machine and database."""

from __future__ import annotations

import unicodedata

_AS_LETTER = str.maketrans(
    {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "đ": "d", "ð": "d", "ŧ": "t", "ŋ": "n"},
)
"""In ASCII the three signs after z are { | }: they stand where æ, ø and å belong."""


def alphabetical(text: str) -> tuple[str, str]:
    """Give the sorting key of ``text``: æ, ø and å last, accents and capitals without weight.

    Only where all else is equal do they decide. ``aa`` stays two letters, other than in ICU's order for nb:
    a place name such as Aarborte is looked for under A.
    """
    folded = unicodedata.normalize("NFC", text.casefold()).translate(_AS_LETTER)
    letters = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return letters, text
