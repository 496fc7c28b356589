"""The strict reader of pages refuses what it should: each fault here is planted in a page that has none."""

import pytest

from tests.manners import faults

GOOD = """<!doctype html>
<html lang="nn"><head><meta charset="utf-8"><title>Framside - Godpraksis</title>
<link rel="stylesheet" href="/static/a.css"></head>
<body><main id="m"><h1>Framside</h1><h2>Svar</h2><p>Tekst</p>
<form action="/nn/" method="post"><input type="hidden" name="csrf_token" value="x">
<label for="a">Namn</label><input id="a" name="a"><button>Lagre</button></form>
</main></body></html>"""


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD, path="/nn/") == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<p>Tekst</p>", "<p>Tekst</b></p>", "not strict HTML"),
        ("<p>Tekst</p>", '<p id="a">Tekst</p>', "id 'a' stands 2 times"),
        ('lang="nn"', 'lang="en"', "<html lang>"),
        ('lang="nn"', 'lang="nb"', "says 'nn'"),
        ("Framside - Godpraksis", "Godpraksis", "does not hold the h1"),
        ("<h2>Svar</h2>", "<h1>Svar</h1>", "2 h1"),
        ("<h2>Svar</h2>", "<h3>Svar</h3>", "skips a level"),
        ("<p>Tekst</p>", '<p style="color:red">Tekst</p>', "style attribute"),
        ("<p>Tekst</p>", "<script>alert(1)</script>", "inline <script>"),
        ("<p>Tekst</p>", '<p onclick="x()">Tekst</p>', "inline onclick"),
        ("<p>Tekst</p>", '<img src="/a.svg">', "no alt"),
        ("<p>Tekst</p>", '<img src="https://a.example/b.svg" alt="">', "third party"),
        ("<p>Tekst</p>", "<table><tr><td>1</td></tr></table>", "no caption"),
        ("<p>Tekst</p>", '<p aria-describedby="b">Tekst</p>', "points at nothing"),
        ("<p>Tekst</p>", '<a href="#b">Tekst</a>', "points at nothing"),
        ("<p>Tekst</p>", "<p>This field is needed.</p>", "English is left"),
        ('<label for="a">Namn</label>', "<p>Namn</p>", "has no label"),
        ("<button>Lagre</button>", "<button></button>", "has no name"),
        (' action="/nn/"', "", "must say both"),
        ('name="csrf_token"', 'name="other"', "without a csrf_token"),
        ('<main id="m">', '<main id="m"></main><main>', "one <main>"),
    ],
)
def test_a_planted_fault_is_found(old: str, new: str, says: str) -> None:
    assert old in GOOD

    found = faults(GOOD.replace(old, new, 1), path="/nn/")

    assert any(says in fault for fault in found), found
