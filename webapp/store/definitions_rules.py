"""The rules a survey's definition keeps beyond its shape, each with the place where it is broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from webapp.core.agreement import PROCESS, Catalogue
from webapp.core.numbers import decimals_of
from webapp.core.survey import LEVELS
from webapp.store.definitions_lines import Document, Path
from webapp.store.definitions_problems import DefinitionFault as Fault
from webapp.store.definitions_problems import Problem
from webapp.store.definitions_schema import (
    CatalogueDoc,
    ConditionDoc,
    ItemDoc,
    LevelDoc,
    MaturityDoc,
    MultipleChoiceDoc,
    NumberDoc,
    OptionDoc,
    ScalesDoc,
    SingleChoiceDoc,
    SurveyDoc,
    YesNoPlannedDoc,
)


def survey_problems(
    survey: SurveyDoc, document: Document, catalogue: Catalogue, yes_no_planned: tuple[str, ...]
) -> list[Problem]:
    """Give all that is wrong with a survey that has the right shape."""
    problems = list(_duplicates(document, ((("sections", n), s.key) for n, s in enumerate(survey.sections))))
    places = [
        (("sections", n, "items", m), item)
        for n, section in enumerate(survey.sections)
        for m, item in enumerate(section.items)
    ]
    problems += _duplicates(document, ((path, item.key) for path, item in places))
    later = {item.key for _, item in places}
    earlier: dict[str, ItemDoc] = {}
    for path, item in places:
        later.discard(item.key)
        problems += _measures(item, path, document, catalogue)
        if item.relevant_if is not None:
            where = (*path, "relevant_if")
            problems += _condition(
                item.relevant_if, where, document, earlier, later | {item.key}, yes_no_planned
            )
        if isinstance(item, MaturityDoc):
            problems += level_problems(item.levels, (*path, "levels"), document)
        if isinstance(item, SingleChoiceDoc | MultipleChoiceDoc):
            problems += _options(item, path, document)
        if isinstance(item, NumberDoc):
            problems += _number(item, path, document)
        earlier[item.key] = item
    return problems


def scales_problems(scales: ScalesDoc, document: Document) -> list[Problem]:
    """Give all that is wrong with the shared scales."""
    return [
        *level_problems(scales.maturity, ("maturity",), document),
        *_option_keys(scales.yes_no_planned, ("yes_no_planned",), document),
        *_duplicates(
            document, ((("practice_fields", n), f.key) for n, f in enumerate(scales.practice_fields))
        ),
    ]


def catalogue_problems(catalogue: CatalogueDoc, document: Document) -> list[Problem]:
    """Give all that is wrong with the agreements: keys that occur twice, or point nowhere."""
    parties = {party.key for party in catalogue.parties}
    surveys = {survey.key for survey in catalogue.surveys}
    clauses = [
        (("agreements", n, "clauses", m), agreement, clause)
        for n, agreement in enumerate(catalogue.agreements)
        for m, clause in enumerate(agreement.clauses)
    ]
    problems = [
        *_duplicates(document, ((("parties", n), p.key) for n, p in enumerate(catalogue.parties))),
        *_duplicates(document, ((("surveys", n), s.key) for n, s in enumerate(catalogue.surveys))),
        *_duplicates(document, ((("agreements", n), a.key) for n, a in enumerate(catalogue.agreements))),
        *_duplicates(document, ((path, clause.key) for path, _, clause in clauses)),
    ]
    for n, agreement in enumerate(catalogue.agreements):
        path: Path = ("agreements", n)
        problems += _known(agreement.parties, parties, (*path, "parties"), document, Fault.UNKNOWN_PARTY)
        if agreement.lead_ministry is not None:
            lead = (*path, "lead_ministry")
            problems += _known([agreement.lead_ministry], parties, lead, document, Fault.UNKNOWN_PARTY)
        if agreement.start and agreement.end and agreement.end < agreement.start:
            problems.append(document.problem(Fault.ENDS_BEFORE_START, (*path, "end")))
    for path, agreement, clause in clauses:
        sections = {section.key for section in agreement.sections}
        problems += _known([clause.section], sections, (*path, "section"), document, Fault.UNKNOWN_SECTION)
        problems += _known(clause.parties, parties, (*path, "parties"), document, Fault.UNKNOWN_PARTY)
        problems += _known(clause.actors, parties, (*path, "actors"), document, Fault.UNKNOWN_PARTY)
        allowed = surveys | {PROCESS}
        problems += _known([clause.survey], allowed, (*path, "survey"), document, Fault.UNKNOWN_SURVEY)
        problems += _known(clause.also, surveys, (*path, "also"), document, Fault.UNKNOWN_SURVEY)
    return problems


def level_problems(levels: list[LevelDoc], path: Path, document: Document) -> Iterator[Problem]:
    """Give what is wrong with a row of levels: each of 0 to 4 once, from 0 up."""
    seen: set[int] = set()
    highest = -1
    for n, each in enumerate(levels):
        here = (*path, n)
        if each.level not in LEVELS:
            yield document.problem(Fault.LEVEL_UNKNOWN, here, level=each.level)
        elif each.level in seen:
            yield document.problem(Fault.LEVEL_TWICE, here, level=each.level)
        elif each.level < highest:
            yield document.problem(Fault.LEVEL_OUT_OF_ORDER, here, level=each.level, after=highest)
        seen.add(each.level)
        highest = max(highest, each.level)
    for level in LEVELS:
        if level not in seen:
            yield document.problem(Fault.LEVEL_MISSING, path, level=level)


def _duplicates(document: Document, keyed: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for path, key in keyed:
        if key in first:
            yield document.problem(Fault.DUPLICATE_KEY, path, written=key, first_line=first[key])
        else:
            first[key] = document.mark(path).line


def _known(
    names: Iterable[str], known: Iterable[str], path: Path, document: Document, fault: Fault
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield document.problem(fault, path, written=name)


def _measures(item: ItemDoc, path: Path, document: Document, catalogue: Catalogue) -> Iterator[Problem]:
    for n, key in enumerate(item.measures):
        here = (*path, "measures", n)
        clause = catalogue.clause(key)
        if clause is None:
            yield document.problem(Fault.UNKNOWN_CLAUSE, here, written=key)
        elif not clause.is_measurable and not clause.overall:
            yield document.problem(Fault.PROCESS_CLAUSE, here, written=key)
        if key in item.measures[:n]:
            yield document.problem(Fault.CLAUSE_TWICE, here, written=key)


def _condition(
    condition: ConditionDoc,
    path: Path,
    document: Document,
    earlier: Mapping[str, ItemDoc],
    later: set[str],
    yes_no_planned: tuple[str, ...],
) -> Iterator[Problem]:
    key = condition.item
    here = (*path, "item")
    match earlier.get(key):
        case None:
            fault = Fault.CONDITION_ON_LATER if key in later else Fault.CONDITION_ON_MISSING
            yield document.problem(fault, here, written=key)
        case MaturityDoc():
            yield from _at_least(condition, path, document, Decimal(max(LEVELS)))
        case NumberDoc(bounds=bounds):
            yield from _at_least(condition, path, document, bounds.max)
        case SingleChoiceDoc(options=options) | MultipleChoiceDoc(options=options):
            yield from _one_of(condition, path, document, tuple(option.value for option in options))
        case YesNoPlannedDoc():
            yield from _one_of(condition, path, document, yes_no_planned)
        case _:
            yield document.problem(Fault.CONDITION_ON_KIND, here, written=key)


def _at_least(condition: ConditionDoc, path: Path, document: Document, highest: Decimal) -> Iterator[Problem]:
    if condition.at_least is None or condition.in_ is not None:
        yield document.problem(Fault.CONDITION_SHAPE, path, expected="at_least", item=condition.item)
    elif condition.at_least > highest:
        where = (*path, "at_least")
        yield document.problem(Fault.CONDITION_NEVER_MET, where, maximum=str(highest), item=condition.item)


def _one_of(
    condition: ConditionDoc, path: Path, document: Document, values: tuple[str, ...]
) -> Iterator[Problem]:
    if not condition.in_ or condition.at_least is not None:
        yield document.problem(Fault.CONDITION_SHAPE, path, expected="in", item=condition.item)
    for n, value in enumerate(condition.in_ or []):
        if value not in values:
            where = (*path, "in", n)
            yield document.problem(Fault.CONDITION_UNKNOWN_VALUE, where, written=value, item=condition.item)


def _options(item: SingleChoiceDoc | MultipleChoiceDoc, path: Path, document: Document) -> Iterator[Problem]:
    yield from _option_keys(item.options, (*path, "options"), document)
    if isinstance(item, MultipleChoiceDoc) and item.max_choices is not None:
        most = sum(not option.exclusive for option in item.options)
        if item.max_choices > most:
            where = (*path, "max_choices")
            yield document.problem(Fault.TOO_MANY_CHOICES, where, written=item.max_choices, maximum=most)


def _option_keys(options: list[OptionDoc], path: Path, document: Document) -> Iterator[Problem]:
    if len(options) < 2:
        yield document.problem(Fault.TOO_FEW_OPTIONS, path)
    yield from _duplicates(document, (((*path, n), option.value) for n, option in enumerate(options)))


def _number(item: NumberDoc, path: Path, document: Document) -> Iterator[Problem]:
    bounds, where = item.bounds, (*path, "bounds")
    if bounds.max < bounds.min:
        args = {"minimum": str(bounds.min), "maximum": str(bounds.max)}
        yield document.problem(Fault.BOUNDS_EXCLUDE_ALL, where, **args)
        return
    for name, bound in (("min", bounds.min), ("max", bounds.max)):
        if decimals_of(bound) > bounds.decimals:
            yield document.problem(Fault.BOUNDS_DECIMALS, (*where, name), decimals=bounds.decimals)
    if item.type == "percent" and not 0 <= bounds.min <= bounds.max <= 100:
        yield document.problem(Fault.PERCENT_BOUNDS, where)
    if bounds.warn_above is not None and not bounds.min <= bounds.warn_above < bounds.max:
        yield document.problem(Fault.WARNING_OUTSIDE_BOUNDS, (*where, "warn_above"))
    yield from _duplicates(
        document, (((*path, "classes", n), each.key) for n, each in enumerate(item.classes))
    )
    yield from _classes(item, (*path, "classes"), document)


def _classes(item: NumberDoc, path: Path, document: Document) -> Iterator[Problem]:
    """Every number within the bounds belongs to one class: from is included, to is not."""
    first, last = item.classes[0], item.classes[-1]
    if first.from_ != item.bounds.min:
        args = {"written": str(first.from_), "minimum": str(item.bounds.min)}
        yield document.problem(Fault.CLASSES_START, (*path, 0, "from"), **args)
    for n, each in enumerate(item.classes):
        here = (*path, n)
        if each.to is not None and each.to <= each.from_:
            yield document.problem(Fault.CLASS_EMPTY, here)
        if n + 1 == len(item.classes):
            continue
        following = item.classes[n + 1].from_
        if each.to is None or each.to > following:
            yield document.problem(Fault.CLASS_OVERLAP, (*path, n + 1), after=each.key)
        elif each.to < following:
            args = {"after": each.key, "lower": str(each.to), "upper": str(following)}
            yield document.problem(Fault.CLASS_GAP, (*path, n + 1), **args)
    if last.to is not None and last.to <= item.bounds.max:
        args = {"maximum": str(item.bounds.max)}
        yield document.problem(Fault.CLASSES_END, (*path, len(item.classes) - 1), **args)
