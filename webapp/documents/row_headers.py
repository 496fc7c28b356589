"""Marks the first cell of every line of a table as its header: the typesetter can say so of columns only."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object


def with_row_headers(pdf: bytes) -> bytes:
    """Give the same PDF with /TH and /Scope /Row on the first cell of each row of each table body. Same in, same out."""
    # Slow, and only documents need it: a web process that serves forms never comes here.
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(BytesIO(pdf)) as opened:
        root = opened.Root.get("/StructTreeRoot")
        if root is None:
            message = "the PDF carries no structure"
            raise ValueError(message)
        scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        for body in _elements(root, "/TBody"):
            for row in _elements(body, "/TR"):
                cell = next((c for c in _kids(row) if c.get("/S") in {"/TD", "/TH"}), None)
                if cell is None or cell.S == "/TH":
                    continue
                cell.S = pikepdf.Name.TH
                before = cell.get("/A")
                if before is None:
                    cell.A = scope
                elif isinstance(before, pikepdf.Array):
                    before.append(scope)
                else:
                    cell.A = pikepdf.Array([before, scope])
        written = BytesIO()
        opened.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return written.getvalue()


def _kids(element: Object) -> Iterator[Object]:
    """Give the structure elements right under one; content references are passed over."""
    import pikepdf  # noqa: PLC0415 -- as above

    kids = element.get("/K")
    if kids is None:
        return
    several = kids if isinstance(kids, pikepdf.Array) else [kids]
    for kid in several:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _elements(element: Object, kind: str) -> Iterator[Object]:
    """Give the structure elements of a kind under one, in order; not those inside one that was given."""
    for kid in _kids(element):
        if kind == kid.S:
            yield kid
        else:
            yield from _elements(kid, kind)
