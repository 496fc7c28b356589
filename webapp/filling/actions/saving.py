"""Saving one page of answers: few statements, nobody's text overwritten unseen, and the same post twice is one save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.core.answer import Answer, Practice
from webapp.core.person import Person
from webapp.core.progress import Progress, progress
from webapp.core.relevance import shown_items
from webapp.core.submission import BarredError, Barrier, Revision, RevisionState, Submission
from webapp.core.survey import PracticeItem, Survey
from webapp.core.text import Language
from webapp.filling.actions.merging import Wanted, sort_out, stale
from webapp.filling.queries import Page, standing_page
from webapp.store import tables as t
from webapp.store.accepted import remember_post
from webapp.store.answers import Standing, Writer, earlier_versions, write
from webapp.store.submissions import started
from webapp.store.submissions import submission as look_up

_REVISION: Final[Table] = t.Revision.__table__  # type: ignore[assignment]  # a mapped class's table is a Table
_OF_REVISION: Final = update(_REVISION).where(_REVISION.c.id == bindparam("revision"))
_HOLD: Final = (
    _OF_REVISION.where(_REVISION.c.state == RevisionState.DRAFT.value)
    .values(last_section=bindparam("section"))
    .returning(_REVISION.c.id)
)
_PROGRESS: Final = _OF_REVISION.values(
    progress=bindparam("progress"), saved_at=bindparam("at"), saved_by=bindparam("by")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePost:
    """What one page posted. ``page_id`` names the page as it was drawn, ``save_id`` this post, ``digest`` its content.

    ``is_whole`` for a form, which carries everything that stood on the page when it was sent, and so goes before the
    page's own earlier saves. One item sent by the page's script does not: it may have been overtaken on the way.
    """

    section: str
    wanted: Sequence[Wanted]
    page_id: str
    save_id: str | None
    digest: str
    is_whole: bool = True

    @property
    def own_page(self) -> str:
        """The page whose saves this post knows of without having seen their versions; empty: none."""
        return self.page_id if self.is_whole else ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a post: the version each posted item now has, and what stands where someone else had written.

    ``appeared`` are items that this save made relevant.
    """

    revision: int
    versions: Mapping[str, int]
    conflicts: Mapping[str, Standing]
    progress: Progress
    shown: frozenset[str]
    appeared: frozenset[str] = field(default_factory=frozenset)


def save(
    session: Session,
    submission: Submission,
    survey: Survey,
    post: PagePost,
    *,
    by: Person,
    at: datetime,
    language: Language,
) -> Saved:
    """Save what a page posted, beginning the submission when it is the first. Never changes the status (PITFALLS 8).

    Items that nobody else has written to meanwhile are saved; the others come back as conflicts. ``language`` is the
    one a practice example was written in. Raises BarredError when the answers cannot be changed now; nothing is saved then.
    """
    barrier = submission.barrier_to_saving(at)
    if barrier is not None:
        raise BarredError(barrier)
    revision = _begun(session, submission, survey, at)
    _hold(session, submission, revision, post.section, at)
    page = standing_page(session, revision.id, post.save_id, by.id)
    before = {key: each.answer for key, each in page.standing.items()}
    if page.digest == post.digest and not page.result.get("conflicts"):
        return _as_before(revision, survey, page, before)
    changed, conflicts = _merged(session, revision.id, page, post)
    writer = Writer(revision.id, submission.municipality, by.id, post.page_id, at)
    written = write(session, writer, changed)
    _keep_practices(session, survey, [a for a in changed if a.item in written], writer, language)
    after = {**before, **{a.item: a for a in changed if a.item in written}}
    now = progress(survey, after)
    versions = {w.item: written.get(w.item, _version(before, w.item)) for w in post.wanted}
    if written:
        session.execute(
            _PROGRESS, {"revision": revision.id, "progress": now.to_json(), "at": at, "by": by.id}
        )
        if post.save_id is not None:
            remember_post(
                session,
                post.save_id,
                person=by.id,
                kind="save",
                digest=post.digest,
                result={"versions": versions, "conflicts": sorted(conflicts)},
                at=at,
            )
    shown = frozenset(shown_items(survey, after))
    return Saved(revision.id, versions, conflicts, now, shown, shown - frozenset(shown_items(survey, before)))


def conflicts_now(
    session: Session, revision_id: int, standing: Mapping[str, Standing], post: PagePost
) -> Mapping[str, Standing]:
    """Give where a post that has not been saved would meet what someone else wrote; changes nothing."""
    earlier = earlier_versions(session, revision_id, stale(standing, post.wanted, post.own_page))
    return sort_out(standing, post.wanted, earlier, post.own_page).conflicts


def _begun(session: Session, submission: Submission, survey: Survey, at: datetime) -> Revision:
    begun = started(session, submission, progress(survey, {}), at=at).revision
    if begun is None:
        raise BarredError(Barrier.ROUND_CLOSED)
    return begun


def _hold(session: Session, submission: Submission, revision: Revision, section: str, at: datetime) -> None:
    """Take the revision for this transaction, as long as it is a draft; others who save or send it wait for us."""
    held = session.execute(_HOLD, {"revision": revision.id, "section": section}).one_or_none()
    if held is None:
        now = look_up(session, submission.municipality, submission.round.key, submission.survey_key)
        raise BarredError((now.barrier_to_saving(at) if now else None) or Barrier.ROUND_CLOSED)


def _merged(
    session: Session, revision_id: int, page: Page, post: PagePost
) -> tuple[tuple[Answer, ...], Mapping[str, Standing]]:
    earlier = earlier_versions(session, revision_id, stale(page.standing, post.wanted, post.own_page))
    sorted_out = sort_out(page.standing, post.wanted, earlier, post.own_page)
    return sorted_out.changed, sorted_out.conflicts


def _as_before(revision: Revision, survey: Survey, page: Page, before: Mapping[str, Answer]) -> Saved:
    """Answer a post that was carried out already as it was answered then."""
    shown = frozenset(shown_items(survey, before))
    return Saved(revision.id, dict(page.result.get("versions", {})), {}, progress(survey, before), shown)


def _version(answers: Mapping[str, Answer], item: str) -> int:
    answer = answers.get(item)
    return 0 if answer is None else answer.version


def _keep_practices(
    session: Session, survey: Survey, written: Sequence[Answer], writer: Writer, language: Language
) -> None:
    """Let each practice example be a draft that belongs to the municipality; one that was emptied keeps its row, empty."""
    examples = [a for a in written if isinstance(survey.item(a.item), PracticeItem)]
    if not examples:
        return
    made: Any = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(t.Practice)
    # Any: two dialects' inserts, alike in all we use
    rows = [
        {
            "municipality_number": writer.municipality,
            "revision_id": writer.revision,
            "survey_key": survey.key,
            "item_key": answer.item,
            "language": language,
            "fields": dict(answer.given.fields) if isinstance(answer.given, Practice) else {},
            "state": "draft",
            "consent": "own_municipality",
            "created_at": writer.at,
            "changed_at": writer.at,
            "changed_by": writer.person,
        }
        for answer in examples
    ]
    made = made.values(rows)
    new = made.excluded
    session.execute(
        made.on_conflict_do_update(
            index_elements=["revision_id", "item_key"],
            set_={
                "fields": new.fields,
                "language": new.language,
                "changed_at": new.changed_at,
                "changed_by": new.changed_by,
            },
            where=t.Practice.state == "draft",
        )
    )
