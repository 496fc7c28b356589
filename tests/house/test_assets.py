"""Third-party files: what pages and style sheets ask for is there, and the folder is what the lock says."""

import re

from tests.house.tree import ROOT, files, short
from tools.vendor import SERVED, SERVED_FILES, TEST_FILES, TESTS, is_complete

ASKED = re.compile(r"""vendor/([\w./-]+\.(?:css|js|woff2|ttf|svg))""")


def test_the_folders_hold_what_the_lock_says() -> None:
    assert is_complete(SERVED, SERVED_FILES), "run `make assets`"
    assert is_complete(TESTS, TEST_FILES), "run `make setup-dev`"


def test_every_third_party_file_a_page_asks_for_is_fetched() -> None:
    asking = [path for path in files("webapp") if path.suffix in {".html", ".css", ".py", ".js"}]
    lacking = {
        f"{short(path)} asks for {name}"
        for path in asking
        for name in ASKED.findall(path.read_text(encoding="utf-8"))
        if not (SERVED / name).is_file()
    }

    assert lacking == set()


def test_no_style_sheet_of_ours_fetches_from_elsewhere() -> None:
    sheets = [path for path in [*files("webapp"), *SERVED.rglob("*.css")] if path.suffix == ".css"]
    remote = re.compile(r"""url\(\s*['"]?(?:https?:)?//|@import""")

    assert [
        path.relative_to(ROOT).as_posix() for path in sheets if remote.search(path.read_text("utf-8"))
    ] == []
