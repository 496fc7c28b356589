"""Which characters can be set: what the typeface lacks is replaced by a box, so that one emoji cannot stop a report."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent.parent / "web" / "static" / "vendor" / "inter-print"
"""Inter as files a typesetter can read, fetched with the other third-party parts."""

LACKING: Final = "\u25a1"
"""Stands for a character that the typeface has not."""

_KEPT_CONTROLS: Final = {"\n", "\t"}
_SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Say only how the character before is drawn."""


def settable(text: str) -> str:
    """Give ``text`` composed, without controls and invisible marks, and with a box for what cannot be drawn.

    A PDF/UA file may hold no character without a glyph, and the typesetter refuses one.
    """
    kept = []
    for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        if sign in _KEPT_CONTROLS:
            kept.append(sign if sign == "\n" else " ")
        elif unicodedata.category(sign) in {"Cc", "Cf", "Cs"} or sign in _SELECTORS:
            continue
        else:
            kept.append(sign if ord(sign) in _drawn() else LACKING)
    return "".join(kept)


@cache
def _drawn() -> frozenset[int]:
    """Give the characters that every cut of the typeface has."""
    # Slow, and only documents need it: a web process that serves forms never comes here.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    files = sorted(FONTS.glob("*.ttf"))
    if not files:
        message = f"the typeface is missing in {FONTS}: fetch the third-party parts first"
        raise FileNotFoundError(message)
    cuts = []
    for file in files:
        with TTFont(file, lazy=True) as font:
            cuts.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*cuts)
