"""Every item key ever used, so that none is renamed, reused or given another kind without being noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from webapp.core.survey import Survey
from webapp.core.text import Text
from webapp.store.definitions_content import kind_of
from webapp.store.definitions_lines import Document
from webapp.store.definitions_lines import Path as YamlPath
from webapp.store.definitions_problems import DefinitionFault as Fault
from webapp.store.definitions_problems import DefinitionsError, Problem

LOCK_FILE = "keys.lock"
RETIRED = "retired"

_HEAD = """\
# Every item key that has ever been used: survey, key, kind, and a digest of the question's texts.
# Written by `godpraksis surveys check --lock`. A key that is no longer asked keeps its line, with `retired` at the
# end; it is never used again, because old answers stand under it.
"""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What is known of an item key: its kind, a digest of its question, and whether it is no longer asked."""

    kind: str
    digest: str
    retired: bool = False


Keys = Mapping[tuple[str, str], KnownKey]
"""By survey and item key."""


def keys_of(survey: Survey) -> dict[tuple[str, str], KnownKey]:
    """Give the keys of a survey as it stands."""
    return {(survey.key, item.key): KnownKey(kind_of(item), _digest(item.text)) for item in survey.items()}


def read_lock(path: Path) -> Keys | None:
    """Give the locked keys, or None when there is no such file. Raises DefinitionsError for a line it cannot read."""
    if not path.is_file():
        return None
    keys: dict[tuple[str, str], KnownKey] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if len(words) not in {4, 5} or words[4:] not in ([], [RETIRED]) or (words[0], words[1]) in keys:
            raise DefinitionsError([Problem(Fault.LOCK_LINE, str(path), number, " ".join(words[:2]))])
        keys[words[0], words[1]] = KnownKey(words[2], words[3], len(words) == 5)
    return keys


def write_lock(path: Path, surveys: Iterable[Survey], known: Keys) -> None:
    """Write the lock anew: the keys of ``surveys`` as they stand, and those that are only known from before."""
    keys = {**known}
    for survey in surveys:
        for key, now in keys_of(survey).items():
            keys[key] = replace(now, retired=key in known and known[key].retired)
    lines = [
        f"{survey} {key} {known_key.kind} {known_key.digest}{f' {RETIRED}' if known_key.retired else ''}"
        for (survey, key), known_key in sorted(keys.items())
    ]
    path.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def key_problems(
    document: Document, survey: Survey, known: Keys, *, locked: Keys | None
) -> Iterator[Problem]:
    """Give what happened to the keys of ``survey`` since ``known``, and which of them ``locked`` lacks.

    A key that is gone while a new one asks exactly the same is taken for a renaming.
    """
    places = _places(document)
    now = keys_of(survey)
    new = {key: value for key, value in now.items() if key not in known}
    renamed: set[tuple[str, str]] = set()
    for key, before in known.items():
        if key[0] != survey.key:
            continue
        if key in now:
            yield from _still_there(document, places[key[1]], before, now[key])
        elif not before.retired:
            same = next((k for k, v in new.items() if v.digest == before.digest and k not in renamed), None)
            if same is None:
                line = document.mark(("sections",)).line
                yield Problem(Fault.KEY_REMOVED, document.name, line, key[1], {"written": key[1]})
            else:
                renamed.add(same)
                where = (*places[same[1]], "key")
                yield document.problem(Fault.KEY_RENAMED, where, before=key[1], written=same[1])
    for key in new:
        if locked is not None and key not in locked and key not in renamed:
            yield document.problem(Fault.KEY_NOT_LOCKED, (*places[key[1]], "key"), written=key[1])


def _still_there(document: Document, place: YamlPath, before: KnownKey, now: KnownKey) -> Iterator[Problem]:
    if before.retired:
        yield document.problem(Fault.KEY_RETIRED, (*place, "key"))
    elif before.kind != now.kind:
        yield document.problem(Fault.KIND_CHANGED, (*place, "type"), before=before.kind, written=now.kind)


def _places(document: Document) -> dict[str, YamlPath]:
    return {
        item["key"]: ("sections", n, "items", m)
        for n, section in enumerate(document.value["sections"])
        for m, item in enumerate(section["items"])
    }


def _digest(text: Text) -> str:
    return hashlib.sha256(f"{text.nb}\0{text.nn}".encode()).hexdigest()[:12]
