"""What fits what is written in a search box, as Norwegians write it."""

import pytest

from webapp.core.searching import LONGEST, Sought


@pytest.mark.parametrize(
    ("written", "text", "fits"),
    [
        ("bodø", "Bodø", 0),
        ("BODØ", "Bodø", 0),
        ("bod", "Bodø", 1),
        ("fron", "Nord-Fron", 2),
        ("fron nord", "Nord-Fron", 2),
        ("ron", "Nord-Fron", 3),
        ("bodo", "Bodø", 4),
        ("bodoe", "Bodø", 4),
        ("aalesund", "Ålesund", 4),
        ("alesund", "Ålesund", 4),
        ("barum", "Bærum", 4),
        ("baerum", "Bærum", 4),
        ("karasjohka", "Kárášjohka - Karasjok", 1),
        ("11", "1101", 1),
        ("101", "1101", None),
        ("nord sør", "Nord-Fron", None),
        ("", "Bodø", None),
    ],
)
def test_how_well_a_text_fits(written: str, text: str, fits: int | None) -> None:
    assert Sought.read(written).fit(text) == fits


def test_words_may_stand_in_several_texts() -> None:
    assert Sought.read("vestby akershus").fit("Vestby", "3216", "Akershus") == 2


@pytest.mark.parametrize(
    ("written", "is_enough"),
    [("", False), ("å", False), ("a b", False), ("ås", True), ("11", True), ("--", False)],
)
def test_two_letters_or_digits_are_enough(written: str, *, is_enough: bool) -> None:
    assert Sought.read(written).is_enough is is_enough


def test_what_is_read_is_one_short_line() -> None:
    assert Sought.read("  bodø\x00\n\tkommune ").written == "bodø kommune"
    assert len(Sought.read("ab " * 1000).written) <= LONGEST
