"""The questions of a survey or a section, made ready for the component that draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.core.accepting import is_unusual
from webapp.core.answer import Answer
from webapp.core.relevance import shown_items
from webapp.core.survey import Item, NumberItem, Section, Survey
from webapp.filling.actions.merging import same
from webapp.filling.forms import Posted
from webapp.store.answers import Standing
from webapp.web.answers_written import with_unit
from webapp.web.question_faults import fault_words
from webapp.web.questions import Conflict, Question, ask
from webapp.web.words import gettext as _


@dataclass(frozen=True, slots=True)
class Shown:
    """A section with the questions to draw."""

    section: Section
    questions: list[Question]


def section_questions(
    survey: Survey,
    section: Section,
    standing: Mapping[str, Standing],
    posted: Posted | None = None,
    conflicts: Mapping[str, Standing] | None = None,
) -> list[Question]:
    """Give the questions of a section as they stand, and where something ``posted`` was not saved, as it was typed.

    Items that are not relevant now are there too, hidden: what was typed in them comes back, and the page's script can
    show them. ``conflicts`` are those where someone else wrote meanwhile.
    """
    given = {key: each.answer for key, each in standing.items()}
    shown = frozenset(shown_items(survey, given))
    numbers = numbers_of(survey)
    questions = []
    for item in section.items:
        answer = given.get(item.key)
        typed = _typed(item, answer, posted)
        questions.append(
            ask(
                survey,
                item,
                answer,
                typed=typed.typed[item.key] if typed is not None else None,
                version=typed.seen[item.key] if typed is not None else None,
                number=numbers[item.key],
                faults=_faults(item, posted),
                warning=_warning(item, answer),
                conflict=_conflict((conflicts or {}).get(item.key)),
                is_shown=item.key in shown,
            )
        )
    return questions


def all_sections(survey: Survey, given: Mapping[str, Answer]) -> list[Shown]:
    """Give every section with the questions that are relevant, as they are answered; sections without any are left out."""
    shown = frozenset(shown_items(survey, given))
    numbers = numbers_of(survey)
    sections = [
        Shown(
            section,
            [
                ask(
                    survey,
                    item,
                    given.get(item.key),
                    number=numbers[item.key],
                    warning=_warning(item, given.get(item.key)),
                )
                for item in section.items
                if item.key in shown
            ],
        )
        for section in survey.sections
    ]
    return [each for each in sections if each.questions]


def unusual(survey: Survey, given: Mapping[str, Answer]) -> list[str]:
    """Give the keys of the relevant items whose number is worth asking about once more."""
    shown = frozenset(shown_items(survey, given))
    return [
        item.key
        for item in survey.items()
        if item.key in shown
        and (answer := given.get(item.key)) is not None
        and is_unusual(item, answer.given)
    ]


def numbers_of(survey: Survey) -> dict[str, int]:
    """Give each item its number in the whole survey; it keeps it whatever is hidden."""
    return {item.key: number for number, item in enumerate(survey.items(), start=1)}


def _typed(item: Item, answer: Answer | None, posted: Posted | None) -> Posted | None:
    """Give the post if what it says of the item is not what stands: then the fields hold what was typed."""
    if posted is None or item.key not in posted.typed:
        return None
    wanted = next((w for w in posted.post.wanted if w.item == item.key), None)
    if wanted is not None and (wanted.keeps_theirs or same(wanted.answer, answer)):
        return None
    return posted


def _faults(item: Item, posted: Posted | None) -> tuple[str, ...]:
    refusal = posted.faults.get(item.key) if posted is not None else None
    return () if refusal is None else (fault_words(item, refusal),)


def _warning(item: Item, answer: Answer | None) -> str | None:
    if answer is None or not is_unusual(item, answer.given):
        return None
    if isinstance(item, NumberItem) and item.warn_above is not None:
        return _("This is more than %(bound)s. Is it right?", bound=with_unit(item, item.warn_above))
    return None


def _conflict(standing: Standing | None) -> Conflict | None:
    if standing is None or standing.at is None:
        return None
    return Conflict(standing.answer, standing.by or _("Someone else"), standing.at)
