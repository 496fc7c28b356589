"""Every Norwegian text of the product, in both forms side by side, with the place it stands."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tests.house.catalogue import answered
from tests.house.catalogue import texts as translations
from tests.house.tree import ROOT, files, short

# What is no word: placeholders, tags and entities, addresses, code, e-mail.
NO_WORDS = re.compile(
    r"%\(\w+\)\w|\{[^{}]*\}|<[^<>]*>|&\w+;|https?://\S+|\S+@\S+|`[^`]*`|/n[bn]/\S*|\S+\.(?:no|yaml|csv|geojson|json|po)\b"
)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Both:
    """A text in both forms."""

    where: str
    nb: str
    nn: str


@cache
def texts() -> tuple[Both, ...]:
    """Give every text: catalogues, surveys and agreements, guides."""
    return (*_catalogues(), *_definitions(), *_guides())


def words(text: str) -> set[str]:
    """Give the words of a text that a word list should know; abbreviations in capitals and names are not among them."""
    found: set[str] = set()
    for word in WORD.findall(NO_WORDS.sub(" ", text)):
        parts = [
            part for part in word.split("-") if len(part) > 1 and not part.isupper() and part not in names()
        ]
        found |= set(parts)
    return found


@cache
def names() -> frozenset[str]:
    """Give the words of Norwegian place names in the reference data, which no word list has."""
    found: set[str] = set()
    for path in files("reference"):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(line for line in file if not line.startswith("#")):
                    found |= {
                        word
                        for value in row.values()
                        for word in WORD.findall(value or "")
                        if word[0].isupper()
                    }
    return frozenset(part for name in found for part in name.split("-"))


def _catalogues() -> Iterator[Both]:
    bokmaal, nynorsk = answered("nb"), answered("nn")
    for message in sorted(bokmaal.keys() & nynorsk.keys()):
        pairs = zip(translations(bokmaal[message]), translations(nynorsk[message]), strict=False)
        for nb, nn in pairs:
            yield Both(f"message {message.id[:60]!r}", nb, nn)


def _definitions() -> Iterator[Both]:
    for path in files("surveys"):
        if path.suffix == ".yaml":
            yield from _pairs(yaml.safe_load(path.read_text(encoding="utf-8")), short(path))


def _pairs(node: object, where: str) -> Iterator[Both]:
    if isinstance(node, dict):
        if isinstance(node.get("nb"), str) and isinstance(node.get("nn"), str):
            yield Both(where, node["nb"], node["nn"])
        else:
            for key, value in node.items():
                yield from _pairs(value, f"{where} > {key}")
    elif isinstance(node, list):
        for place, value in enumerate(node, 1):
            name = value.get("key", value.get("id", place)) if isinstance(value, dict) else place
            yield from _pairs(value, f"{where} > {name}")


def _guides() -> Iterator[Both]:
    """Give the guides: text files that stand in a folder nb/ and again, under the same name, in nn/."""
    for path in files("webapp"):
        if "nb" in path.parts and path.suffix in {".md", ".html", ".txt"}:
            twin = Path(*("nn" if part == "nb" else part for part in path.parts))
            nn = twin.read_text(encoding="utf-8") if twin.is_file() else ""
            yield Both(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"), nn)
