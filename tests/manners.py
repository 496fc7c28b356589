"""What every page owes its readers: strict HTML, a name, a language, labels, nothing that our CSP refuses."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

LANGUAGES = ("nb", "nn")
SILENT = {"hidden", "submit", "button", "reset", "image"}
# Words that Norwegian has not; one of them in a text shows that it was never translated.
ENGLISH = frozenset(
    {
        "the",
        "you",
        "your",
        "this",
        "with",
        "please",
        "required",
        "not",
        "of",
        "been",
        "have",
        "invalid",
        "field",
        "from",
        "already",
        "which",
    }
)
WORD = re.compile(r"[A-Za-zÆØÅæøå]+")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form")


def parsed(source: str) -> Element:
    """Parse a page; raises ParseError on anything a browser would have to repair."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    tree: Element = parser.parse(source)
    return tree


def text_of(element: Element) -> str:
    """Give the text in an element, with runs of white space as one space."""
    return " ".join("".join(element.itertext()).split())


def faults(source: str, *, path: str = "") -> list[str]:
    """Give what is wrong with a page, one sentence each; an empty list is a page with good manners."""
    try:
        tree = parsed(source)
    except ParseError as error:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(source)
        places = [f"line {place[0]}: {code} {more}" for place, code, more in parser.errors]
        return [f"not strict HTML: {error}", *places[:5]]
    return [
        *_names(tree, path),
        *_ids(tree),
        *_forms(tree),
        *_policy(tree),
        *_pictures(tree),
        *_english(tree),
    ]


def _names(tree: Element, path: str) -> Iterator[str]:
    language = tree.get("lang")
    first = path.strip("/").partition("/")[0]
    if language not in LANGUAGES:
        yield f"<html lang> is {language!r}, not one of {LANGUAGES}"
    elif first in LANGUAGES and language != first:
        yield f"<html lang> is {language!r} on an address that says {first!r}"
    titles = [text_of(title) for title in tree.iterfind("head/title")]
    headings = [text_of(heading) for heading in tree.iter("h1")]
    if len(titles) != 1 or not titles[0]:
        yield f"the page has {len(titles)} titles: {titles}"
    if len(headings) != 1 or not headings[0]:
        yield f"the page has {len(headings)} h1: {headings}"
    if titles and headings and headings[0] not in titles[0]:
        yield f"the title {titles[0]!r} does not hold the h1 {headings[0]!r}"
    level = 0
    for heading in [e for e in tree.iter() if e.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]:
        if int(heading.tag[1]) > level + 1:
            yield f"<{heading.tag}> {text_of(heading)!r} skips a level"
        level = int(heading.tag[1])
    if len(list(tree.iter("main"))) != 1:
        yield "the page must have one <main>"


def _ids(tree: Element) -> Iterator[str]:
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id") is not None)
    for name, count in ids.items():
        if count > 1:
            yield f"id {name!r} stands {count} times"
    for element in tree.iter():
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"<{element.tag} {attribute}={name!r}> points at nothing"
        if (
            element.tag == "a"
            and (target := element.get("href", "")).startswith("#")
            and target[1:] not in ids
        ):
            yield f"<a href={target!r}> points at nothing"


def _forms(tree: Element) -> Iterator[str]:
    for form in tree.iter("form"):
        if form.get("action") is None or (form.get("method") or "").lower() not in {"get", "post"}:
            yield f"<form action={form.get('action')!r} method={form.get('method')!r}> must say both"
        fields = {e.get("name") for e in form.iter("input")}
        if (form.get("method") or "").lower() == "post" and "csrf_token" not in fields:
            yield f"<form action={form.get('action')!r}> posts without a csrf_token"
    labelled = {label.get("for") for label in tree.iter("label") if text_of(label)}
    wrapped = {id(inner) for label in tree.iter("label") if text_of(label) for inner in label.iter()}
    for tag in ("input", "select", "textarea"):
        for element in tree.iter(tag):
            if tag == "input" and element.get("type", "text").lower() in SILENT:
                continue
            named = element.get("aria-label") or element.get("aria-labelledby")
            if not (named or element.get("id") in labelled or id(element) in wrapped):
                yield f"<{tag} name={element.get('name')!r}> has no label"
    for button in tree.iter("button"):
        if not (text_of(button) or button.get("aria-label") or button.get("aria-labelledby")):
            yield "a <button> has no name"


def _policy(tree: Element) -> Iterator[str]:
    """Find what our Content-Security-Policy would refuse, silently, in the reader's browser."""
    for element in tree.iter():
        tag = str(element.tag)
        if element.get("style") is not None:
            yield f"<{tag}> has a style attribute"
        if tag.rpartition("}")[2] == "style":
            yield "the page has a <style>"
        if tag == "script" and not element.get("src"):
            yield "the page has an inline <script>"
        for name, value in element.attrib.items():
            if name.startswith("on"):
                yield f"<{tag}> has an inline {name}"
            if value.strip().lower().startswith("javascript:"):
                yield f"<{tag} {name}> runs a script"
        fetched = element.get("src") or (element.get("href") if tag == "link" else None) or ""
        if fetched.startswith(("http:", "https:", "//")):
            yield f"<{tag}> fetches from a third party: {fetched}"


def _pictures(tree: Element) -> Iterator[str]:
    for image in tree.iter("img"):
        if image.get("alt") is None:
            yield f"<img src={image.get('src')!r}> has no alt"
    for table in tree.iter("table"):
        if table.find("caption") is None and not (table.get("aria-label") or table.get("aria-labelledby")):
            yield "a <table> has no caption"


def _english(element: Element) -> Iterator[str]:
    """Find texts that are still English; a part marked lang="en" is meant to be, and a textarea is the reader's own."""
    if element.get("lang") == "en" or element.tag in {"script", "textarea", "code", "pre"}:
        return
    own = [element.text, *(child.tail for child in element), element.get("alt"), element.get("aria-label")]
    for text in filter(None, own):
        found = {word.lower() for word in WORD.findall(text)} & ENGLISH
        if found:
            yield f"English is left ({', '.join(sorted(found))}): {' '.join(text.split())[:120]!r}"
    for child in element:
        yield from _english(child)
