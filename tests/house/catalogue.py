"""The program's texts: the messages that the source asks for, and the catalogues that answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
from babel.messages.extract import extract

from tests.house.tree import ROOT, files, short

LANGUAGES = ("nb", "nn")
CATALOGUES = ROOT / "translations"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEMPLATE_OPTIONS = {
    "trimmed": "true",
    "silent": "false",
    "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]|\{(\w*)[^{}]*\}")


@dataclass(frozen=True, order=True)
class Message:
    """What the source asks for: an English id, its plural, and the context that tells two alike apart."""

    id: str
    plural: str = ""
    context: str = ""


@cache
def asked_for() -> dict[Message, str]:
    """Give every message in the source, with the first place that asks for it."""
    found: dict[Message, str] = {}
    for path in files("webapp"):
        if path.suffix == ".py":
            method, options = "python", {}
        elif "templates" in path.parts and path.suffix in {".html", ".txt", ".xml", ".svg"}:
            method, options = "jinja2", dict(TEMPLATE_OPTIONS)
        else:
            continue
        with path.open("rb") as file:
            for line, message, _comments, context in extract(method, file, KEYWORDS, (), options):
                one, many = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
                if one:
                    found.setdefault(Message(one, many or "", context or ""), f"{short(path)}:{line}")
    return found


def parts(language: str) -> list[Path]:
    """Give the catalogue files of a language: one per room, merged when the program loads them."""
    return sorted((CATALOGUES / language).rglob("*.po"))


@cache
def answered(language: str) -> dict[Message, polib.POEntry]:
    """Give the merged catalogue of a language; a message that two rooms share is given once."""
    return {
        of(entry): entry
        for path in parts(language)
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def of(entry: polib.POEntry) -> Message:
    """Give the message that a catalogue's entry answers."""
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def texts(entry: polib.POEntry) -> Iterator[str]:
    """Give the translated texts of an entry: one, or one per plural form."""
    if entry.msgid_plural:
        yield from entry.msgstr_plural.values()
    else:
        yield entry.msgstr


def placeholders(text: str) -> set[str]:
    """Give the names that a text leaves to be filled in."""
    return {named or f"{{{braced}}}" for named, braced in PLACEHOLDER.findall(text)}
