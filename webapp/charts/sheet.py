"""A white card to draw on, with matplotlib: the only module that loads it. Plain artists, no axes, since those cost most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text as Label
from matplotlib.transforms import Affine2D

from webapp.core.text import Language, Text

mpl.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "godpraksis",
        "svg.id": None,
        "hatch.linewidth": 1.1,
        "hatch.color": "#ffffff",
        "path.simplify": False,
    }
)

RENDERER: Final = f"matplotlib {mpl.__version__}"
WIDTH: Final = 680

# Designsystemet's tokens: neutral text and borders, accent base and its tints.
INK, QUIET, RULE, FAINT = "#24272b", "#5b5d60", "#bbbcbd", "#e8e8e9"
ACCENT, TINT, DEEP = "#0062ba", "#99c0e3", "#002c54"
_TURN: Final = np.array([[1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]])
_NO_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}


@cache
def _font(size: float, weight: int) -> FontProperties:
    return FontProperties(size=size, weight=weight)


class _Line(Label):
    """One line of text, placed by its baseline: nothing of it need be measured, and measuring takes most of the time."""

    def draw(self, renderer: RendererBase) -> None:
        """Hand the line to the renderer as it stands."""
        x, y = self.get_transform().transform(self.get_position())
        gc = renderer.new_gc()
        gc.set_foreground(str(self.get_color()))
        _width, height = renderer.get_canvas_width_height()
        renderer.draw_text(
            gc, x, height - y, self.get_text(), self.get_fontproperties(), 0, ismath=False, mtext=self
        )
        gc.restore()


class Sheet:
    """A white card that grows downwards: things are put on it with y from its top."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._artists: list[Artist] = []

    def words(
        self,
        x: float,
        y: float,
        words: str | Text,
        *,
        align: str = "left",
        color: str = INK,
        size: float = 13,
        weight: int = 400,
    ) -> None:
        """Write text with its baseline at ``y``; a dollar sign is a dollar sign."""
        text = words.of(self.language) if isinstance(words, Text) else words
        font = _font(size, weight)
        self._add(
            _Line(x, y, text, ha=align, va="baseline", color=color, fontproperties=font, parse_math=False)
        )

    def box(  # noqa: PLR0913 -- as above
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        hatch: str = "",
        *,
        edge: str = "none",
        ink: str = "#ffffff",
    ) -> None:
        """Put a rectangle with its upper left corner at x, y; ``ink`` is the colour of its hatching."""
        patch = Rectangle((x, y), width, height, facecolor=fill, edgecolor=edge, linewidth=1)
        if hatch:
            patch.set_hatch(hatch)
            patch.set_hatchcolor(ink)
        self._add(patch)

    def line(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        color: str = RULE,
        width: float = 1,
        *,
        dashed: bool = False,
    ) -> None:
        """Draw a line."""
        self._add(
            Line2D([x0, x1], [y0, y1], color=color, linewidth=width, linestyle=(0, (4, 3)) if dashed else "-")
        )

    def dot(self, x: float, y: float, radius: float, fill: str) -> None:
        """Draw a dot with a white rim."""
        self._add(Circle((x, y), radius, facecolor=fill, edgecolor="#ffffff", linewidth=1.5))

    def shape(self, rings: Sequence[Sequence[tuple[float, float]]], fill: str, hatch: str, ink: str) -> None:
        """Draw an area of a map."""
        patch = PathPatch(_path(rings), facecolor=fill, edgecolor=QUIET, linewidth=0.6)
        if hatch:
            patch.set_hatch(hatch)
            patch.set_hatchcolor(ink)
        self._add(patch)

    def svg(self, height: int) -> bytes:
        """Give the SVG of the card, ``height`` pixels high."""
        figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor="#ffffff")
        canvas = FigureCanvasSVG(figure)
        turned = Affine2D(_TURN + np.array([[0, 0, 0], [0, 0, height], [0, 0, 0]]))
        for order, artist in enumerate(self._artists):
            artist.set_transform(turned)
            artist.set_zorder(order)
            figure.add_artist(artist)
        out = BytesIO()
        canvas.print_svg(out, metadata=_NO_METADATA)  # type: ignore[no-untyped-call]  # matplotlib's own
        return out.getvalue()

    def _add(self, artist: Artist) -> None:
        self._artists.append(artist)


def _path(rings: Sequence[Sequence[tuple[float, float]]]) -> Path:
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for ring in rings:
        points += ring
        codes += [int(Path.MOVETO), *[int(Path.LINETO)] * (len(ring) - 2), int(Path.CLOSEPOLY)]
    return Path(points, codes)
