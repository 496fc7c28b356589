"""Both catalogues are complete: every text the source asks for, in both forms, with the same placeholders.

`pybabel update --check` was tried and turned down: it says no to a catalogue that `init` has just made.
The source is read in process instead. An f-string in _() is never extracted; ruff's INT001 refuses it.
"""

import polib
import pytest

from tests.house.catalogue import LANGUAGES, answered, asked_for, parts, placeholders, texts

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def test_every_text_in_the_source_is_translated(language: str) -> None:
    lacking = {
        f"{where}: {message.id}"
        for message, where in asked_for().items()
        if message not in answered(language)
    }

    assert lacking == set()


def test_no_catalogue_keeps_a_text_that_nobody_asks_for(language: str) -> None:
    kept = {message.id for message in answered(language) if message not in asked_for()}

    assert kept == set()


def test_no_translation_is_empty_or_a_guess(language: str) -> None:
    poor = {
        message.id
        for message, entry in answered(language).items()
        if entry.fuzzy or not all(text.strip() for text in texts(entry))
    }

    assert poor == set()


def test_no_translation_is_the_english_text(language: str) -> None:
    same = {
        message.id
        for message, entry in answered(language).items()
        if len(message.id.split()) > 2 and message.id in set(texts(entry))
    }

    assert same == set()


def test_translations_fill_in_what_the_text_fills_in(language: str) -> None:
    unequal = {
        text
        for message, entry in answered(language).items()
        for text in texts(entry)
        # "one municipality" may leave the number out, so one of several forms may fill in less
        if not (
            placeholders(text) <= placeholders(message.plural or message.id)
            if message.plural
            else placeholders(text) == placeholders(message.id)
        )
    }

    assert unequal == set()


def test_rooms_that_share_a_text_translate_it_alike(language: str) -> None:
    said: dict[tuple[str, str], set[str]] = {}
    for path in parts(language):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                said.setdefault((entry.msgctxt or "", entry.msgid), set()).add(" | ".join(texts(entry)))

    assert {message: ways for message, ways in said.items() if len(ways) > 1} == {}


def test_plurals_have_both_forms(language: str) -> None:
    half = {
        message.id
        for message, entry in answered(language).items()
        if message.plural and set(entry.msgstr_plural) != {0, 1}
    }

    assert half == set()
