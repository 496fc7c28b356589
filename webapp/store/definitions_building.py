"""Making the core's frozen objects from definitions that have been found good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict, assert_never

from webapp.core.agreement import Agreement, Area, Catalogue, Clause, Party
from webapp.core.survey import (
    ChoiceItem,
    Condition,
    Item,
    MaturityItem,
    MultipleChoiceItem,
    NumberClass,
    NumberItem,
    Option,
    PracticeField,
    PracticeItem,
    Section,
    SourceStatistic,
    Survey,
    TextItem,
    YesPlannedNoItem,
)
from webapp.core.text import Text
from webapp.store.definitions_schema import (
    AgreementDoc,
    AnyItemDoc,
    CatalogueDoc,
    ClauseDoc,
    ConditionDoc,
    FreeTextDoc,
    LevelDoc,
    MaturityDoc,
    MultipleChoiceDoc,
    NumberDoc,
    OptionDoc,
    PracticeDoc,
    ScalesDoc,
    SingleChoiceDoc,
    StatisticDoc,
    SurveyDoc,
    TextDoc,
    YesNoPlannedDoc,
)


@dataclass(frozen=True, slots=True)
class Scales:
    """What is the same in every survey, read from ``scales.yaml``."""

    level_names: tuple[Text, Text, Text, Text, Text]
    yes_planned_no: tuple[Option, ...]
    unknown: Text
    practice_fields: tuple[PracticeField, ...]


def catalogue_of(doc: CatalogueDoc) -> Catalogue:
    """Give the catalogue that ``doc`` describes."""
    return Catalogue(
        agreements=tuple(_agreement(each) for each in doc.agreements),
        areas=tuple(Area(each.key, _text(each), each.required_by_name) for each in doc.surveys),
        parties=tuple(Party(each.key, _text(each), each.abbreviation) for each in doc.parties),
    )


def scales_of(doc: ScalesDoc) -> Scales:
    """Give the scales that ``doc`` describes."""
    return Scales(
        level_names=_levels(doc.maturity),
        yes_planned_no=tuple(_option(each) for each in doc.yes_no_planned),
        unknown=_text(doc.unknown),
        practice_fields=tuple(PracticeField(each.key, _text(each)) for each in doc.practice_fields),
    )


def survey_of(doc: SurveyDoc, scales: Scales) -> Survey:
    """Give the survey that ``doc`` describes, with the shared scales filled in."""
    return Survey(
        key=doc.key,
        version=doc.version,
        title=_text(doc.title),
        introduction=_text(doc.introduction),
        respondent=_text(doc.respondent),
        reference_period=_text(doc.reference_period),
        estimated_minutes=doc.estimated_minutes,
        level_names=scales.level_names,
        unknown=scales.unknown,
        sections=tuple(
            Section(
                key=section.key,
                title=_text(section.title),
                items=tuple(_item(item, scales) for item in section.items),
                introduction=_maybe(section.introduction),
            )
            for section in doc.sections
        ),
    )


def _agreement(doc: AgreementDoc) -> Agreement:
    return Agreement(
        key=doc.key,
        title=_text(doc.title),
        short_title=_text(doc.short_title),
        start=doc.start,
        end=doc.end,
        sections=tuple((section.key, _text(section)) for section in doc.sections),
        clauses=tuple(_clause(clause, doc.key) for clause in doc.clauses),
        parties=tuple(doc.parties),
        lead_ministry=doc.lead_ministry,
        notice_months=doc.notice_months,
    )


def _clause(doc: ClauseDoc, agreement: str) -> Clause:
    return Clause(
        key=doc.key,
        agreement=agreement,
        section=doc.section,
        kind=doc.kind,
        text=_text(doc),
        survey=doc.survey,
        parties=tuple(doc.parties),
        actors=tuple(doc.actors),
        also=tuple(doc.also),
        overall=doc.overall,
        basis=doc.basis,
    )


class _Shared(TypedDict):
    """What every item has."""

    key: str
    text: Text
    help: Text | None
    evidence: Text | None
    measures: tuple[str, ...]
    relevant_if: Condition | None
    not_applicable: Text | None
    source_statistic: SourceStatistic | None


def _item(doc: AnyItemDoc, scales: Scales) -> Item:
    shared = _Shared(
        key=doc.key,
        text=_text(doc.text),
        help=_maybe(doc.help),
        evidence=_maybe(doc.evidence),
        measures=tuple(doc.measures),
        relevant_if=_condition(doc.relevant_if),
        not_applicable=_maybe(doc.not_applicable),
        source_statistic=_statistic(doc.source_statistic),
    )
    item: Item
    match doc:
        case MaturityDoc():
            item = MaturityItem(anchors=_levels(doc.levels), **shared)
        case NumberDoc():
            item = _number(doc, shared)
        case SingleChoiceDoc():
            item = ChoiceItem(options=tuple(_option(each) for each in doc.options), **shared)
        case YesNoPlannedDoc():
            item = YesPlannedNoItem(options=scales.yes_planned_no, **shared)
        case MultipleChoiceDoc():
            options = tuple(_option(each) for each in doc.options)
            item = MultipleChoiceItem(options=options, max_choices=doc.max_choices, **shared)
        case FreeTextDoc():
            item = TextItem(max_length=doc.bounds.max_length, **shared)
        case PracticeDoc():
            item = PracticeItem(fields=scales.practice_fields, **shared)
        case other:
            assert_never(other)
    return item


def _number(doc: NumberDoc, shared: _Shared) -> NumberItem:
    return NumberItem(
        unit=_text(doc.unit),
        minimum=doc.bounds.min,
        maximum=doc.bounds.max,
        decimals=doc.bounds.decimals,
        classes=tuple(NumberClass(each.key, _text(each), each.from_, each.to) for each in doc.classes),
        warn_above=doc.bounds.warn_above,
        is_percent=doc.type == "percent",
        **shared,
    )


def _condition(doc: ConditionDoc | None) -> Condition | None:
    return None if doc is None else Condition(doc.item, tuple(doc.in_ or ()), doc.at_least)


def _statistic(doc: StatisticDoc | None) -> SourceStatistic | None:
    if doc is None:
        return None
    return SourceStatistic(
        publisher=doc.publisher,
        name=_text(doc.name),
        table=doc.table,
        coverage=doc.coverage,
        verified=doc.verified,
        note=_maybe(doc.note),
    )


def _text(doc: TextDoc) -> Text:
    return Text(nb=doc.nb, nn=doc.nn)


def _maybe(doc: TextDoc | None) -> Text | None:
    return None if doc is None else _text(doc)


def _option(doc: OptionDoc) -> Option:
    return Option(doc.value, _text(doc), doc.exclusive)


def _levels(docs: list[LevelDoc]) -> tuple[Text, Text, Text, Text, Text]:
    none, first, partly, there, proven = (_text(doc) for doc in docs)
    return none, first, partly, there, proven
