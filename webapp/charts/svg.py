"""What of matplotlib's SVG may leave: shapes and text, no script, no style sheet, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

from webapp.core.text import Language

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"
FONTS: Final = "Inter, sans-serif"

_ELEMENTS: Final = frozenset(
    {"svg", "g", "path", "text", "tspan", "defs", "use", "pattern", "rect", "clipPath"}
)
_ATTRIBUTES: Final = frozenset(
    {
        *(
            "id",
            "d",
            "x",
            "y",
            "width",
            "height",
            "viewBox",
            "version",
            "transform",
            "patternUnits",
            "clip-path",
        ),
        *("fill", "fill-opacity", "fill-rule", "opacity", "stroke", "stroke-width", "stroke-opacity"),
        *("stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit"),
        *("font-size", "font-weight", "font-family", "text-anchor", f"{{{XLINK}}}href"),
    }
)
_REFERENCE: Final = re.compile(r"(?:#|url\(#)[A-Za-z0-9_-]+\)?")
_FONT: Final = re.compile(r"(?:(?P<weight>bold|\d{3}) )?(?P<size>[\d.]+)px ")

register_namespace("", SVG)
register_namespace("xlink", XLINK)


class UnsafeDrawingError(Exception):
    """The drawing holds something that may not be served; the message says what."""


def cleaned(drawn: bytes, title: str, description: str, language: Language) -> bytes:
    """Give the drawing with its styles as attributes, its metadata gone, and words for those who hear it.

    Raises UnsafeDrawingError for an element or attribute that is not among those a chart needs.
    """
    root = fromstring(drawn)  # noqa: S314 -- what matplotlib wrote a moment ago, with every label escaped by it
    _clean(root)
    for side in ("width", "height"):
        root.set(side, root.get(side, "").removesuffix("pt"))  # its points are the page's pixels
    root.set("role", "img")
    root.set(f"{{{XML}}}lang", language)
    root.set("font-family", FONTS)
    root.set("stroke-linejoin", "round")
    for place, (name, words) in enumerate((("title", title), ("desc", description))):
        element = SubElement(root, f"{{{SVG}}}{name}")
        element.text = words
        root.remove(element)
        root.insert(place, element)
    whole: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _clean(element: Element) -> None:
    for child in list(element):
        if _name(child) in {"metadata", "style"}:
            element.remove(child)
        else:
            _clean(child)
    if _name(element) not in _ELEMENTS:
        raise UnsafeDrawingError(f"<{_name(element)}> may not stand in a chart")
    style = element.attrib.pop("style", None)
    if style:
        element.attrib.update(_attributes(style))
    if "d" in element.attrib:
        element.set("d", _shortened(element.attrib["d"]))
    for name, value in list(element.attrib.items()):
        if name not in _ATTRIBUTES:
            raise UnsafeDrawingError(f"{name}={value!r} may not stand in a chart")
        if ("url(" in value or name == f"{{{XLINK}}}href") and not _REFERENCE.fullmatch(value):
            raise UnsafeDrawingError(f"{name}={value!r} points out of the chart")


def _shortened(path: str) -> str:
    """Write a path of straight lines with steps instead of places, which takes a third; leave others as they are."""
    words = path.split()
    if set("".join(words)) & set("CQSTAHVclqstahv"):
        return " ".join(words)
    out: list[str] = []
    here = (0.0, 0.0)
    at = 0
    while at < len(words):
        command = words[at]
        if command == "z":
            out.append("z")
            at += 1
            continue
        there = (round(float(words[at + 1]), 2), round(float(words[at + 2]), 2))
        step = there if command == "M" else (round(there[0] - here[0], 2), round(there[1] - here[1], 2))
        across, down = (f"{part:g}" for part in step)
        out.append(f"{command if command == 'M' else 'l'}{across}{'' if down.startswith('-') else ' '}{down}")
        here = there
        at += 3
    return "".join(out)


def _attributes(style: str) -> Mapping[str, str]:
    """Give the declarations of a style as attributes: a page may be opened under a policy that forbids styles."""
    found: dict[str, str] = {}
    for declaration in style.split(";"):
        name, _colon, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            font = _FONT.match(value)
            if font is None:
                raise UnsafeDrawingError(f"font: {value!r}")
            found["font-size"] = font["size"]
            if font["weight"]:
                found["font-weight"] = {"bold": "700"}.get(font["weight"], font["weight"])
        elif name:
            found[name] = value
    return found


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
