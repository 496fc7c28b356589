"""What a document says, block by block; a page and a PDF are made from the same blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from webapp.core.text import Language


class Style(StrEnum):
    """How a paragraph is set: running text, an introduction, or a note."""

    TEXT = "text"
    LEAD = "lead"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. The levels of a document must not skip one; level 1 begins a new page in print. ``key`` names it in links."""

    level: Literal[1, 2, 3]
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break in it is kept."""

    text: str
    style: Style = Style.TEXT


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose order means nothing."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms with their texts, such as a receipt's particulars."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One number that is to be seen first: the number as it is written, what it is, and what it rests on."""

    number: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few numbers side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; numbers are set to the right."""

    text: str
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its name, and a text for each of the other columns. ``total`` sets it apart."""

    name: str
    cells: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column names the rows. Raises ValueError when a row has not a cell for every other column.

    ``legend`` explains the signs that stand in it, sign and words.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    legend: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a crooked table."""
        for row in self.rows:
            if len(row.cells) != len(self.columns) - 1:
                message = (
                    f"{self.caption}: {row.name} has {len(row.cells)} cells under {len(self.columns)} columns"
                )
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG; ``alt`` says what it shows to those who cannot see it, ``caption`` stands under it.

    ``svg`` is None when it is not drawn yet, or where a page links to the kept file under ``sha256`` instead: a page
    does without, a PDF is not set.
    """

    name: str
    svg: bytes | None
    alt: str
    caption: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """Something the reader must know before reading on."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Insert:
    """A place called ``key`` where someone may write; empty, it says nothing in print. ``label`` says whose words it holds."""

    key: str
    label: str
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page in print."""


Block = Heading | Paragraph | Bullets | Facts | KeyFigures | Table | Figure | Callout | Insert | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the typesetter itself says, in the document's language."""

    contents: str
    page: str
    """With ``{page}`` and ``{pages}`` in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document. ``made_at`` is the date it carries: that of what it is about, never today's, so that it can be set again.

    ``label`` stands on every page where it is not empty: it says that the answers are invented. ``contents`` says
    whether it has a title page and a table of contents.
    """

    language: Language
    title: str
    subtitle: str
    author: str
    made_at: datetime
    running_head: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    words: Words
    label: str = ""
    contents: bool = True

    def figures(self) -> list[Figure]:
        """Give the drawings, in order."""
        return [block for block in self.blocks if isinstance(block, Figure)]


def not_drawn(blocks: Sequence[Block]) -> list[str]:
    """Give the names of drawings that are not there yet."""
    return [block.name for block in blocks if isinstance(block, Figure) and block.svg is None]
