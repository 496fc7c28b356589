"""A small survey with every kind of item, and conditions on each kind that can be tested."""

from decimal import Decimal

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
    Survey,
    TextItem,
    YesPlannedNoItem,
)
from webapp.core.text import Text


def text(words: str) -> Text:
    return Text(nb=words, nn=f"{words} (nn)")


YES_PLANNED_NO = (
    Option("ja", text("Ja")),
    Option("planlagt", text("Planlagt")),
    Option("nei", text("Nei")),
)
LEVEL_TEXTS = (text("0"), text("1"), text("2"), text("3"), text("4"))

LEVEL = MaturityItem(key="level", text=text("Hvor langt?"), anchors=LEVEL_TEXTS)
NUMBER = NumberItem(
    key="number",
    text=text("Hvor mange?"),
    unit=text("årsverk"),
    minimum=Decimal(0),
    maximum=Decimal(1000),
    decimals=1,
    classes=(NumberClass("fra_0", text("alle"), Decimal(0), None),),
    warn_above=Decimal(500),
    relevant_if=Condition("level", at_least=Decimal(2)),
)
AFTER_NUMBER = MaturityItem(
    key="after_number",
    text=text("Og da?"),
    anchors=LEVEL_TEXTS,
    relevant_if=Condition("number", at_least=Decimal(1)),
    not_applicable=text("Hvorfor ikke?"),
)
PERCENT = NumberItem(
    key="percent",
    text=text("Hvor stor andel?"),
    unit=text("prosent"),
    minimum=Decimal(0),
    maximum=Decimal(100),
    decimals=0,
    classes=(NumberClass("fra_0", text("alle"), Decimal(0), None),),
    is_percent=True,
)
YES = YesPlannedNoItem(key="yes", text=text("Har dere?"), options=YES_PLANNED_NO)
CHOICE = ChoiceItem(
    key="choice",
    text=text("Hvilken?"),
    options=(Option("a", text("A")), Option("b", text("B"))),
    relevant_if=Condition("yes", values=("ja", "planlagt")),
)
SEVERAL = MultipleChoiceItem(
    key="several",
    text=text("Hvilke?"),
    options=(
        Option("x", text("X")),
        Option("y", text("Y")),
        Option("z", text("Z")),
        Option("ingen", text("Ingen"), exclusive=True),
    ),
    max_choices=2,
)
AFTER_SEVERAL = TextItem(
    key="after_several",
    text=text("Fortell"),
    max_length=20,
    relevant_if=Condition("several", values=("x",)),
)
WORDS = TextItem(key="words", text=text("Hva ellers?"), max_length=20)
PRACTICE = PracticeItem(
    key="practice",
    text=text("Eksempel?"),
    fields=(PracticeField("navn", text("Navn")), PracticeField("rad", text("Råd"))),
    max_length=30,
)


def survey_of(*sections: tuple[Item, ...]) -> Survey:
    """Give a survey with these items, a section a group, keyed s1, s2 ..."""
    return Survey(
        key="example",
        version="1",
        title=text("Eksempel"),
        introduction=text("Innledning"),
        respondent=text("Hvem"),
        reference_period=text("Når"),
        estimated_minutes=5,
        level_names=LEVEL_TEXTS,
        unknown=text("Vet ikke"),
        sections=tuple(
            Section(f"s{number}", text(f"Del {number}"), items)
            for number, items in enumerate(sections, start=1)
        ),
    )


EXAMPLE = survey_of(
    (LEVEL, NUMBER, AFTER_NUMBER, PERCENT), (YES, CHOICE, SEVERAL, AFTER_SEVERAL, WORDS, PRACTICE)
)
