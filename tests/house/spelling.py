"""Word lists and analysers of both written languages: hunspell and apertium, or spylls where those are not.

All of them are GPL and used as tools only; nothing of theirs is in the product.
"""

import re
import subprocess
from collections.abc import Iterable
from functools import cache
from typing import Literal, Protocol

from tests.house.tree import ROOT
from tools.system_parts import ANALYSER, DICTIONARIES, has_apertium, has_hunspell, has_npm_dictionaries

Form = Literal["nb", "nn"]
HERE = ROOT / "tests/house"


class Speller(Protocol):
    """Tells which words a written language does not have."""

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Give those of the words that are not in the language."""


class Hunspell:
    """Debian's hunspell with hunspell-no: 1 300 words in half a second."""

    def __init__(self, form: Form) -> None:
        self._command = ["hunspell", "-i", "utf-8", "-d", f"{form}_NO", "-l"]

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Give the words not in the list."""
        return _piped(self._command, words)


class Spylls:
    """The same word lists from npm, read by spylls; it splits compounds itself, having no analyser beside it."""

    def __init__(self, form: Form) -> None:
        from spylls.hunspell import Dictionary  # noqa: PLC0415  the fallback only; takes 5 s to read a list

        self._dictionary = Dictionary.from_files(str(DICTIONARIES / form))

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Give the words that are neither in the list nor made of two that are."""
        return {word for word in words if not (self._has(word) or self._is_compound(word))}

    def _has(self, word: str) -> bool:
        return bool(self._dictionary.lookup(word))

    def _is_compound(self, word: str) -> bool:
        for cut in range(3, len(word) - 3):
            first, last = word[:cut].lower(), word[cut:].lower()
            # -s- and -e- join words: arbeid-s-gjevar, barn-e-hage
            firsts = {first, first[:-1] if first[-1] in "se-" else first}
            if self._has(last) and any(len(part) > 2 and self._has(part) for part in firsts):
                return True
        return False


class Apertium:
    """Apertium's morphological analyser, which knows compounds that no word list has."""

    def __init__(self, form: Form) -> None:
        name = {"nn": "nno-nob.automorf.bin", "nb": "nob-nno.automorf.bin"}[form]
        self._command = ["lt-proc", "-w", "-e", str(ANALYSER.with_name(name))]

    def unknown(self, words: Iterable[str]) -> set[str]:
        """Give the words it cannot analyse."""
        asked = sorted(set(words))
        answer = subprocess.run(
            self._command,
            input="\n".join(asked) + "\n",
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        ).stdout
        return set(re.findall(r"\^([^/$]+)/\*", answer)) & set(asked)


@cache
def word_list(form: Form) -> Speller:
    """Give the word list of a form; raises when none is to be had, since the gate is never skipped."""
    if has_hunspell():
        return Hunspell(form)
    if has_npm_dictionaries():
        return Spylls(form)
    raise RuntimeError("No Norwegian word lists: run tools/system_parts.py")


@cache
def analyser(form: Form) -> Speller:
    """Give what is asked about the words that the word list lacks."""
    return Apertium(form) if has_apertium() else word_list(form)


@cache
def reviewed(form: Form) -> dict[str, str]:
    """Give the words that someone has looked at and approved, each with the reason."""
    lines = (HERE / f"ordliste_{form}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {word.lower(): reason for word, _tab, reason in pairs}


def doubtful(words: Iterable[str], form: Form) -> dict[str, str]:
    """Give each word that does not belong in the form, and why.

    A word of the other form alone is refused even where the analyser takes it: apertium reads `ikke` in
    nynorsk text. (Unknown to both was measured to catch 92 % of bokmål sentences in nynorsk catalogues.)
    """
    other: Form = "nb" if form == "nn" else "nn"
    own_name, other_name = {"nb": "bokmål", "nn": "nynorsk"}[form], {"nb": "bokmål", "nn": "nynorsk"}[other]
    open_ = {word for word in words if word.lower() not in reviewed(form)}
    lacking = word_list(form).unknown(open_)
    elsewhere = lacking - word_list(other).unknown(lacking)
    strange = analyser(form).unknown(lacking - elsewhere)
    return {
        **dict.fromkeys(sorted(elsewhere), f"is {other_name}, not {own_name}"),
        **dict.fromkeys(sorted(strange), "is in no word list"),
    }


def _piped(command: list[str], words: Iterable[str]) -> set[str]:
    asked = sorted(set(words))
    if not asked:
        return set()
    answer = subprocess.run(
        command, input="\n".join(asked) + "\n", check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout
    return set(answer.split()) & set(asked)
