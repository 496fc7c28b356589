"""Message catalogues: every room's ``translations/<language>/<room>.po`` read as one catalogue per language."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from webapp.core.text import LANGUAGES, Language

COMPILED: Final = Path("LC_MESSAGES") / "messages.mo"
FALLBACK: Final[Mapping[Language, tuple[Language, ...]]] = {"nb": ("nb",), "nn": ("nb", "nn")}
"""The catalogues a language is laid down from, the strongest last: nynorsk falls back to bokmål, never to English."""


def sources(folder: Path, language: Language) -> tuple[Path, ...]:
    """Give the .po files that together make the catalogue of ``language``, the strongest last."""
    return tuple(path for form in FALLBACK[language] for path in sorted((folder / form).glob("*.po")))


def merged(folder: Path, language: Language) -> Catalog:
    """Give one catalogue of all rooms' messages; a message without a translation is left out.

    Raises babel.messages.pofile.PoFileError for a file that is not a catalogue.
    """
    whole = Catalog(locale=language, fuzzy=False)
    for path in sources(folder, language):
        with path.open("rb") as file:
            part = read_po(file, locale=language, abort_invalid=True)
        for message in part:
            if message.id and message.string and all(_strings(message.string)) and not message.fuzzy:
                whole.delete(message.id, message.context)
                whole.add(
                    message.id, message.string, context=message.context, flags=message.flags - {"fuzzy"}
                )
    return whole


def compile_catalogues(folder: Path) -> list[Path]:
    """Write ``<folder>/<language>/LC_MESSAGES/messages.mo`` for both languages and give their paths; run at build."""
    written = []
    for language in LANGUAGES:
        target = folder / language / COMPILED
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_compiled(merged(folder, language)))
        written.append(target)
    return written


def translations(folder: Path, language: Language) -> NullTranslations:
    """Give the messages of ``language``: the compiled file when it is as new as its sources, else read in memory."""
    target = folder / language / COMPILED
    stamps = tuple((path, path.stat().st_mtime_ns) for path in sources(folder, language))
    if target.is_file() and all(stamp <= target.stat().st_mtime_ns for _, stamp in stamps):
        with target.open("rb") as file:
            return Translations(file)
    return _read(folder, language, stamps)


@lru_cache(maxsize=8)
def _read(folder: Path, language: Language, stamps: tuple[tuple[Path, int], ...]) -> NullTranslations:
    """Read the sources as they were at ``stamps``; kept, because reading them takes a third of a second."""
    del stamps
    return Translations(io.BytesIO(_compiled(merged(folder, language))))


def _compiled(catalogue: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _strings(string: object) -> tuple[str, ...]:
    """Give the translation's forms: one, or one for each plural."""
    return (string,) if isinstance(string, str) else tuple(string)  # type: ignore[arg-type]  # a tuple or list of str
