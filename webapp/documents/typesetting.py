"""Sets a document as PDF/UA-1 and PDF/A-2a: the words go in as data beside a template, never as source."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from webapp.documents.characters import FONTS, settable
from webapp.documents.model import Block, Document, Figure, not_drawn
from webapp.documents.row_headers import with_row_headers

TEMPLATE: Final = Path(__file__).parent / "template.typ"
STANDARDS: Final = ("ua-1", "a-2a")

_IN_LINES: Final = frozenset({"text", "paragraphs", "cells", "name", "items", "note"})
"""Fields in which a line break is kept: each text goes in as a list of its lines."""


class NotDrawnError(Exception):
    """A drawing of the document is not there yet; ``names`` says which. A document never silently lacks one."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"not drawn yet: {', '.join(names[:5])}{' ...' if len(names) > 5 else ''}")
        self.names = names


@cache
def renderer() -> str:
    """Name what sets a document, for the record: the same renderer makes the same bytes of the same document."""
    shape = hashlib.sha256(TEMPLATE.read_bytes())
    for part in sorted(Path(__file__).parent.glob("*.py")):
        shape.update(part.read_bytes())
    for font in sorted(FONTS.glob("*.ttf")):
        shape.update(font.read_bytes())
    return f"typst {version('typst')}, pikepdf {version('pikepdf')}, template {shape.hexdigest()[:16]}"


def source_hash(document: Document) -> str:
    """Give the SHA-256 of all that decides the bytes: the words, the drawings and the renderer."""
    whole = hashlib.sha256(_content(document))
    for figure in document.figures():
        whole.update(hashlib.sha256(figure.svg or b"").digest())
    whole.update(renderer().encode())
    return whole.hexdigest()


def set_document(document: Document) -> bytes:
    """Set a document: tagged PDF, the same bytes each time.

    Raises NotDrawnError when a drawing is missing. The typesetter reads nothing but what it is handed: its root is an
    empty folder, and it asks no network (PITFALLS 36).
    """
    lacking = not_drawn(document.blocks)
    if lacking:
        raise NotDrawnError(lacking)
    # Slow, and only documents need it: a web process that serves forms never comes here.
    import typst  # noqa: PLC0415

    parts: dict[str, bytes] = {"main.typ": TEMPLATE.read_bytes(), "content.json": _content(document)}
    for number, figure in enumerate(document.figures()):
        parts[f"figures/{number}.svg"] = figure.svg or b""
    with tempfile.TemporaryDirectory() as empty:
        pdf: bytes = typst.compile(  # type: ignore[call-overload]  # its stub lacks what its documentation has: a dict of files
            parts,
            root=empty,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            package_path=empty,
            package_cache_path=empty,
            format="pdf",
            pdf_standards=list(STANDARDS),
            timestamp=_seconds(document.made_at),
        )
    return with_row_headers(pdf)


def _content(document: Document) -> bytes:
    """Give the words of a document as the template reads them."""
    at = datetime.fromtimestamp(_seconds(document.made_at), UTC)
    drawn = iter(range(len(document.figures())))
    content = {
        "language": document.language,
        "title": settable(document.title),
        "subtitle": settable(document.subtitle),
        "author": settable(document.author),
        "made_at": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "running_head": settable(document.running_head),
        "label": settable(document.label),
        "contents": document.contents,
        "words": {"contents": document.words.contents, "page": document.words.page},
        "facts": [_pair(pair) for pair in document.facts],
        "blocks": [_block(block, drawn) for block in document.blocks],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _pair(pair: tuple[str, str]) -> list[Any]:  # Any: JSON
    return [settable(pair[0]), _lines(pair[1])]


def _lines(text: str) -> list[str]:
    return settable(text).split("\n")


def _block(block: Block, drawn: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON, and an iterator of numbers
    content: dict[str, Any] = {"kind": type(block).__name__.lower()}
    if isinstance(block, Figure):
        return content | {
            "file": f"{next(drawn)}.svg",
            "alt": settable(block.alt),
            "caption": settable(block.caption),
        }
    for field in fields(block):
        content[field.name] = _plain(field.name, getattr(block, field.name))
    if content["kind"] == "heading":
        content["text"] = settable(getattr(block, "text", ""))
    return content


def _plain(name: str, value: Any) -> Any:  # noqa: ANN401 -- whatever stands in a block
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _lines(value) if name in _IN_LINES else settable(value)
    if isinstance(value, tuple):
        if name == "pairs":
            return [_pair(pair) for pair in value]
        return [_plain(name, each) for each in value]
    return {field.name: _plain(field.name, getattr(value, field.name)) for field in fields(value)}
