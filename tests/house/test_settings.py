"""docs/settings.md lists every setting and no other, each with its default.

It passes while there is no docs/ at all, since that is not built yet.
"""

import re
from dataclasses import fields

from tests.house.tree import ROOT
from webapp.settings import PREFIX, Settings

DOCS = ROOT / "docs"


def test_every_setting_is_documented_and_nothing_else() -> None:
    if not DOCS.is_dir():
        return
    documented = re.findall(rf"`({PREFIX}\w+)`", (DOCS / "settings.md").read_text(encoding="utf-8"))

    assert set(documented) == {PREFIX + setting.name.upper() for setting in fields(Settings)}


def test_every_setting_says_what_it_is_for() -> None:
    assert [setting.name for setting in fields(Settings) if not setting.metadata.get("help")] == []
