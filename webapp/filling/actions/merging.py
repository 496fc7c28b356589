"""What one page's post means for what stands: which items it changes, which it leaves alone, which two people both wrote to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from webapp.core.answer import Answer
from webapp.store.answers import Standing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page posted for one item: the answer, the version it had seen, and whether the other's text may stand."""

    answer: Answer
    seen: int
    keeps_theirs: bool = False

    @property
    def item(self) -> str:
        """The item's key."""
        return self.answer.item


@dataclass(frozen=True, slots=True)
class Sorted:
    """A post sorted out. ``changed`` carry the version they get; ``conflicts`` are what stands where both wrote."""

    changed: tuple[Answer, ...]
    conflicts: Mapping[str, Standing] = field(default_factory=dict)


def same(one: Answer | None, other: Answer | None) -> bool:
    """Whether two answers say the same; none at all is a blank one."""
    left, right = one or Answer("", None), other or Answer("", None)
    return left.given == right.given and left.evidence == right.evidence


def stale(standing: Mapping[str, Standing], wanted: Iterable[Wanted], page_id: str) -> dict[str, int]:
    """Give the items that have moved on since the page saw them, with the version it saw: their history decides."""
    return {
        each.item: each.seen
        for each in wanted
        if (now := standing.get(each.item)) is not None
        and now.answer.version > each.seen
        and not _is_own(now, page_id)
        and not each.keeps_theirs
        and not same(each.answer, now.answer)
    }


def sort_out(
    standing: Mapping[str, Standing],
    wanted: Iterable[Wanted],
    earlier: Mapping[str, Sequence[Standing]],
    page_id: str,
) -> Sorted:
    """Decide item by item (PITFALLS 1 to 3).

    Someone who posts what they were shown has not touched the item, so another's change to it survives. Someone who
    posts something else on top of a version they have not seen meets a conflict; their own page's saves they have seen.
    ``earlier`` has, for the ``stale`` items, the versions from the one seen and on.
    """
    changed: list[Answer] = []
    conflicts: dict[str, Standing] = {}
    for each in wanted:
        now = standing.get(each.item)
        if each.keeps_theirs or same(each.answer, now.answer if now else None):
            continue
        version = now.answer.version if now else 0
        if now is None or version <= each.seen or _is_own(now, page_id):
            changed.append(replace(each.answer, version=version + 1))
        elif not same(each.answer, _last_seen(each, earlier.get(each.item, ()), page_id)):
            conflicts[each.item] = now
    return Sorted(tuple(changed), conflicts)


def _is_own(standing: Standing, page_id: str) -> bool:
    return bool(page_id) and standing.page_id == page_id


def _last_seen(wanted: Wanted, earlier: Sequence[Standing], page_id: str) -> Answer | None:
    """Give what the page last knew of the item: its own latest save, else the version it was shown; None: nothing."""
    own = [each.answer for each in earlier if _is_own(each, page_id)]
    shown = [each.answer for each in earlier if each.answer.version == wanted.seen]
    known = own or shown
    return known[-1] if known else None
