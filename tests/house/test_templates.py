"""No text stands in a template without being translated.

Babel never reports a text that nobody marked; it simply stays English, or Norwegian in one form only.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.house.tree import files, short

HOLE = "\ue000"  # stands for an expression; HTML allows it everywhere, in names too
LETTERS = re.compile(r"[A-Za-zÆØÅæøåÀ-ž]{2,}")
READ_ALOUD = {"alt", "title", "aria-label", "aria-description", "placeholder", "label", "summary"}
# Names and codes that are the same in every language.
NAMES = {"Godpraksis", "KS", "bokmål", "Bokmål", "nynorsk", "Nynorsk", "nb", "nn", "PDF", "HTML", "CSV"}
TEMPLATES = [path for path in files("webapp") if "templates" in path.parts]


class _Texts(HTMLParser):
    """Collects the texts a reader would meet in a template, and the line of each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [value or "" for name, value in attrs if name in READ_ALOUD]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self.found.append(given.get("value") or "")
        if tag == "meta" and given.get("name") == "description":
            self.found.append(given.get("content") or "")


def literals(source: str) -> list[str]:
    """Give the texts in a template that stand outside _() and {% trans %}."""
    # do and loopcontrols are harmless here; a template that uses them still parses
    environment = Environment(  # noqa: S701  nothing is rendered
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    )
    tree = environment.parse(source)
    reader = _Texts()
    reader.feed(HOLE.join(data.data for data in _data(tree)))
    reader.close()
    texts = [" ".join(text.replace(HOLE, " ").split()) for text in reader.found]
    return [text for text in texts if any(word not in NAMES for word in LETTERS.findall(text))]


def _data(tree: nodes.Template) -> Iterator[nodes.TemplateData]:
    yield from tree.find_all(nodes.TemplateData)


@pytest.mark.parametrize("template", TEMPLATES, ids=short)
def test_every_text_in_a_template_is_translated(template: Path) -> None:
    assert literals(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello there</p>", ["Hello there"]),
        ("<p>{{ _('Hello') }}</p>", []),
        ("<p>{% trans %}Hello{% endtrans %}</p>", []),
        ("{% trans n=3 %}One{% pluralize %}{{ n }} more{% endtrans %}", []),
        ('<p class="{{ a }} big">{{ b }}</p>', []),
        ('<img alt="A picture" src="/a.svg">', ["A picture"]),
        ('<button title="{{ _("Save") }}">{{ _("Save") }}: </button>', []),
        ('<input type="submit" value="Send">', ["Send"]),
        ("{% if a %}<p>Yes</p>{% endif %}", ["Yes"]),
        ("<title>{{ title }} - Godpraksis</title>", []),
        ("{# A note #}<!-- another -->", []),
    ],
)
def test_an_unmarked_text_is_found_and_a_marked_one_is_not(source: str, found: list[str]) -> None:
    assert literals(source) == found
