"""Chromium for tests: a served application, pages in each language and scheme, and axe on any of them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from werkzeug.serving import make_server

from tools.system_parts import chromium
from tools.vendor import TESTS

ARGUMENTS = (
    "--no-sandbox",  # we are often root, and in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = TESTS / "axe/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Scheme = Literal["light", "dark"]
# The two widths every page must work at; 320 is 1280 at 400 % zoom.
WIDTHS = (1280, 320)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def launched(playwright: Playwright) -> Browser:
    """Start the Chromium that tools/system_parts.py found; raises when there is none, since nothing is skipped."""
    path = chromium()
    if path is None:
        raise RuntimeError("No Chromium: run tools/system_parts.py")
    return playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application from a thread of its own; give the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


class Visit:
    """A person at a browser: reports what the page asks of third parties, and what its console complains of."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.page: Page = context.new_page()
        self.strangers: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        """Open an address of the site."""
        self.page.goto(self.site + path)
        return self.page

    def carry(self, cookies: dict[str, str]) -> None:
        """Take over the cookies of a signed-in tests.pages.Pages."""
        self.context.add_cookies([{"name": k, "value": v, "url": self.site} for k, v in cookies.items()])

    def violations(self) -> list[str]:
        """Run axe on the page as it stands; give what it finds, one line for each element."""
        if not self.page.evaluate("() => 'axe' in window"):
            # evaluate() goes through the debugger, which the page's CSP does not bind
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        # what passed stays there: on a report it is tens of thousands of elements, and took minutes to carry over
        found: list[dict[str, Any]] = self.page.evaluate(  # Any: axe's own JSON
            """tags => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
              .then(result => result.violations)""",
            TAGS,
        )
        return [
            f"{rule['id']}: {node['html'][:150]} ({' '.join(node.get('failureSummary', '').split())[:200]})"
            for rule in found
            for node in rule["nodes"]
        ]

    def violations_everywhere(self) -> dict[tuple[int, Scheme], list[str]]:
        """Run axe at both widths, light and dark, and look for sideways scrolling; give only what is wrong."""
        found: dict[tuple[int, Scheme], list[str]] = {}
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme)
                wrong = self.violations()
                if self.page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
                    wrong.append(f"the page scrolls sideways at {width} px")
                if wrong:
                    found[width, scheme] = wrong
        return found

    def screenshot(self, path: Path) -> None:
        """Keep a picture of the whole page."""
        self.page.screenshot(path=path, full_page=True)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site, "data:", "about:")):
            self.strangers.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)
