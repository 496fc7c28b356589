"""A page of answers as it was posted, by form or by script, read with the core's rules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from werkzeug.datastructures import MultiDict

from webapp.core.accepting import RawAnswer, Refusal, accept
from webapp.core.survey import Item, Section
from webapp.filling.actions.merging import Wanted
from webapp.filling.actions.saving import PagePost
from webapp.web.forms import is_save_id, new_save_id, save_id_of
from webapp.web.kept import WRITTEN_BY
from webapp.web.questions import keeps_theirs, read, read_json, read_version, was_posted

GO: Final = "go"
PAGE_ID: Final = "page_id"
OF_THE_PAGE: Final = frozenset({"csrf_token", WRITTEN_BY, "save_id", PAGE_ID, GO})
"""Fields that every page of answers has, and that are no answers."""

_NOT_CONTENT: Final = OF_THE_PAGE - {PAGE_ID}


class UnknownItemsError(Exception):
    """A post had items that the page does not have: it was not made by our page. ``keys`` are for the log."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = [key[:100] for key in keys][:10]
        super().__init__(", ".join(self.keys))


@dataclass(frozen=True, slots=True)
class Posted:
    """What was posted: what can be saved, what was typed in each item, and why some of it cannot be saved."""

    post: PagePost
    typed: Mapping[str, RawAnswer]
    seen: Mapping[str, int]
    faults: Mapping[str, Refusal] = field(default_factory=dict)


def read_page(form: MultiDict[str, str], section: Section) -> Posted:
    """Read a page's form. Items without fields in it are left out; an item that is not the page's raises UnknownItemsError."""
    known = {item.key: item for item in section.items}
    strangers = {name.partition(".")[0] for name in form if name not in OF_THE_PAGE} - known.keys()
    if strangers:
        raise UnknownItemsError(sorted(strangers))
    on_page = [item for item in section.items if was_posted(form, item)]
    page_id = form.get(PAGE_ID, "")
    return _posted(
        section,
        {item.key: read(form, item) for item in on_page},
        seen={item.key: read_version(form, item) for item in on_page},
        theirs={item.key for item in on_page if keeps_theirs(form, item)},
        page_id=page_id,
        save_id=save_id_of(form),
        content=[(name, value) for name, value in form.items(multi=True) if name not in _NOT_CONTENT],
        is_whole=True,
    )


def read_autosave(sent: object, section: Section) -> Posted | None:
    """Read what the page's script sent: ``{save_id, page_id, answers: {item: {value, status, ..., version}}}``.

    None when it has another shape; an item that is not the page's raises UnknownItemsError.
    """
    if not isinstance(sent, dict) or not isinstance(sent.get("answers"), dict):
        return None
    answers: dict[str, object] = sent["answers"]
    known = {item.key: item for item in section.items}
    if answers.keys() - known.keys():
        raise UnknownItemsError(sorted(str(key) for key in answers.keys() - known.keys()))
    typed: dict[str, RawAnswer] = {}
    seen: dict[str, int] = {}
    for key, posted in answers.items():
        raw, version = read_json(posted, known[key]), _version_of(posted)
        if raw is None or version is None:
            return None
        typed[key], seen[key] = raw, version
    ids = [value if isinstance(value, str) else "" for value in (sent.get("save_id"), sent.get(PAGE_ID))]
    return _posted(
        section,
        typed,
        seen=seen,
        theirs=set(),
        page_id=ids[1],
        save_id=ids[0].lower() if is_save_id(ids[0]) else None,
        content=answers,
        is_whole=False,
    )


def _posted(  # noqa: PLR0913 -- what two ways of posting have in common
    section: Section,
    typed: Mapping[str, RawAnswer],
    *,
    seen: Mapping[str, int],
    theirs: set[str],
    page_id: str,
    save_id: str | None,
    content: object,
    is_whole: bool,
) -> Posted:
    wanted: list[Wanted] = []
    faults: dict[str, Refusal] = {}
    for item in _asked(section, typed):
        read_as = accept(item, typed[item.key])
        if item.key in theirs and isinstance(read_as, Refusal):
            continue  # what was typed is given up, faults and all
        if isinstance(read_as, Refusal):
            faults[item.key] = read_as
        else:
            wanted.append(Wanted(read_as, seen[item.key], keeps_theirs=item.key in theirs))
    post = PagePost(
        section=section.key,
        wanted=wanted,
        page_id=page_id.lower() if is_save_id(page_id) else new_save_id(),
        save_id=save_id,
        digest=_digest(section.key, content),
        is_whole=is_whole,
    )
    return Posted(post, typed, seen, faults)


def _asked(section: Section, typed: Mapping[str, RawAnswer]) -> list[Item]:
    return [item for item in section.items if item.key in typed]


def _version_of(posted: object) -> int | None:
    """Give the version a script had seen, None when it is no number that a version can be."""
    version = posted.get("version", 0) if isinstance(posted, dict) else None
    is_number = isinstance(version, int) and not isinstance(version, bool) and 0 <= version < 10**9
    return version if is_number else None


def _digest(section: str, content: object) -> str:
    text = json.dumps([section, content], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
