"""The language gate: the nynorsk is nynorsk, the bokmål is bokmål, and neither is a copy of the other.

A word fails when no word list has it, or when only the other form has it. Someone who knows better writes
it in ordliste_nn.txt or ordliste_nb.txt with a reason. Texts of four words or more that are the same in
both forms stand in like_tekster.txt, also with a reason.
"""

import re

import pytest

from tests.house.norwegian import Both, texts, words
from tests.house.spelling import HERE, Form, doubtful, reviewed

FORMS: tuple[Form, ...] = ("nb", "nn")
# å svara, å gjera: good nynorsk, but not the form we chose. å ha and å ta end so in both.
A_INFINITIVE = re.compile(r"\bå ((?!\w*(?:ta|ha|dra|la)\b)\w{3,}a)\b", re.IGNORECASE)
ME = re.compile(r"\bme\b", re.IGNORECASE)


@pytest.mark.parametrize("form", FORMS)
def test_every_word_belongs_to_its_form(form: Form) -> None:
    where: dict[str, str] = {}
    for text in texts():
        for word in words(text.nn if form == "nn" else text.nb):
            where.setdefault(word, text.where)

    faults = {f"{word} {why} ({where[word]})" for word, why in doubtful(where, form).items()}

    assert faults == set(), "\n" + "\n".join(sorted(faults))


def test_nynorsk_is_not_a_copy_of_bokmaal() -> None:
    allowed = {
        line.partition("\t")[0] for line in (HERE / "like_tekster.txt").read_text("utf-8").splitlines()
    }

    copies = {
        f"{text.where}: {text.nn}"
        for text in texts()
        if text.nb.strip() == text.nn.strip() and len(words(text.nn)) >= 4 and text.nn.strip() not in allowed
    }

    assert copies == set(), "\n" + "\n".join(sorted(copies))


def test_every_text_stands_in_both_forms() -> None:
    lacking = {text.where for text in texts() if not text.nb.strip() or not text.nn.strip()}

    assert lacking == set()


def test_nynorsk_keeps_to_the_style_of_the_house() -> None:
    astray = {
        f"{text.where}: {found.group(0)}"
        for text in texts()
        for pattern in (A_INFINITIVE, ME)
        for found in pattern.finditer(text.nn)
    }

    assert astray == set(), "\n" + "\n".join(sorted(astray))


@pytest.mark.parametrize("form", FORMS)
def test_every_reviewed_word_has_its_reason(form: Form) -> None:
    assert [word for word, reason in reviewed(form).items() if not reason.strip()] == []


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("nn", "Svara blir lagra når de held fram. Korleis gjekk det i kommunane?", set()),
        ("nn", "Hvordan er det? Jeg vet ikke.", {"Hvordan", "Jeg", "ikke"}),
        ("nn", "Kommunedirektørane brukar %(antall)s i <b>KOSTRA</b> og skriv til post@eksempel.no", set()),
        ("nb", "Svarene lagres når dere fortsetter. Hvordan gikk det i kommunene?", set()),
        ("nb", "Korleis er det? Eg veit ikkje.", {"Korleis", "Eg", "ikkje"}),
        ("nb", "Dette er et xyzzyord", {"xyzzyord"}),
    ],
)
def test_the_gate_sees_the_wrong_form(form: Form, text: str, found: set[str]) -> None:
    assert set(doubtful(words(text), form)) == found


@pytest.mark.parametrize(
    ("text", "is_found"), [("å svara", True), ("å svare", False), ("å delta og å ha", False)]
)
def test_the_style_rule_sees_an_a_infinitive(text: str, is_found: bool) -> None:  # noqa: FBT001  a test's value
    assert bool(A_INFINITIVE.search(Both("", "", text).nn)) is is_found
