"""A document with one block of each kind, and what its PDF says of its own structure."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pikepdf

from webapp.core.text import Language
from webapp.documents.model import (
    Block,
    Bullets,
    Callout,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Insert,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    Row,
    Style,
    Table,
    Words,
)

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100" viewBox="0 0 400 100">'
    b'<rect x="10" y="20" width="200" height="30" fill="#0b5b72"/>'
    b'<text x="10" y="80" font-family="Inter" font-size="14">3 of 5</text></svg>'
)


def table(lines: int = 3) -> Table:
    """Give a table with a total and so many lines."""
    rows = [Row("Hele landet", ("12", "54 %"), total=True)]
    rows += [Row(f"Gruppe {number}", (str(number), ":")) for number in range(lines)]
    columns = (Column("Gruppe", numeric=False), Column("Svart"), Column("I bruk"))
    return Table("Fordelt på gruppe", columns, tuple(rows), ((":", "skjult"),))


def every_block() -> tuple[Block, ...]:
    """Give one block of each kind."""
    return (
        Heading(1, "Om rapporten", "about"),
        Paragraph("Innledning\nmed to linjer", Style.LEAD),
        Bullets(("Ett", "To")),
        Callout("Merk", "Et lavt nivå er ikke et brudd"),
        Heading(2, "Spørsmål"),
        Heading(3, "Hvor langt?"),
        KeyFigures((KeyFigure("54 %", "Har dette i bruk", "6 av 11"), KeyFigure("3", "Median"))),
        Figure("item/x/distribution", SVG, "Stolpediagram: 3 av 5 har det", "3 av 5 har det"),
        table(),
        Insert("survey/x", "Fra KS", ("Første avsnitt", "Andre avsnitt")),
        Insert("survey/y", "Ingenting her", ()),
        PageBreak(),
        Facts((("Utgivelse", "3"),)),
        Paragraph("En note", Style.NOTE),
    )


def document(
    *blocks: Block,
    language: Language = "nb",
    label: str = "Syntetiske svar",
    contents: bool = True,
    title: str = "Frivillighet",
) -> Document:
    """Give a document of these blocks, or of one of each kind."""
    return Document(
        language=language,
        title=title,
        subtitle="Runde 2025",
        author="KS",
        made_at=datetime(2026, 1, 15, 12, tzinfo=UTC),
        running_head="Godpraksis",
        facts=(("Utgivelse", "3"),),
        blocks=blocks or every_block(),
        words=Words(contents="Innhold", page="Side {page} av {pages}"),
        label=label,
        contents=contents,
    )


class Structure:
    """A PDF's structure tree: kinds of elements in reading order, with their attributes."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(pdf))
        self.elements = list(_walk(self.pdf.Root.StructTreeRoot))

    def of(self, *kinds: str) -> list[pikepdf.Object]:
        """Give the elements of some kinds, in order."""
        return [element for element in self.elements if str(element.S).lstrip("/") in kinds]

    @property
    def heading_levels(self) -> list[int]:
        """The levels of the headings, in order."""
        kinds = [str(e.S).lstrip("/") for e in self.elements]
        return [int(kind[1:]) for kind in kinds if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit()]

    @property
    def alternatives(self) -> list[str]:
        """What stands in place of each drawing, in order."""
        return [str(figure.Alt) for figure in self.of("Figure")]

    @property
    def language(self) -> str:
        """The language of the whole document."""
        return str(self.pdf.Root.Lang)

    @property
    def title(self) -> str:
        """The title in the metadata."""
        return str(self.pdf.docinfo["/Title"])


def scope_of(cell: pikepdf.Object) -> str:
    """Give what a header cell is the header of: Row or Column."""
    attributes = cell.get("/A")
    several = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(a.Scope).lstrip("/") for a in several if a is not None and "/Scope" in a), "")


def _walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _walk(kid)
