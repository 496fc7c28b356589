"""The survey that is answered: 40 items in 4 sections, of the kinds and the length of text that the shipped ones have."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from webapp.core.survey import (
    Item,
    MaturityItem,
    MultipleChoiceItem,
    NumberClass,
    NumberItem,
    Option,
    Section,
    Survey,
    TextItem,
    YesPlannedNoItem,
)
from webapp.core.text import Text

SECTIONS: Final = 4
LEVELS: Final = 6
"""Items with levels in each section; with one of each other kind they make ten."""

_SENTENCE: Final = (
    "Kommunen har vedtatt hvordan arbeidet skal gjøres, og følger det opp sammen med dem det gjelder."
)


def _text(words: str) -> Text:
    return Text(nb=words, nn=words.replace("hvordan", "korleis").replace("skal gjøres", "skal gjerast"))


def _anchor(level: int) -> Text:
    return _text(f"Nivå {level}: {_SENTENCE} Det er skrevet ned og kjent i alle virksomheter.")


def _section(number: int) -> Section:
    key = f"s{number}"
    anchors = (_anchor(0), _anchor(1), _anchor(2), _anchor(3), _anchor(4))
    levels: tuple[Item, ...] = tuple(
        MaturityItem(
            key=f"{key}_niva{n}",
            text=_text(f"Hvor langt er kommunen kommet med del {n}?"),
            help=_text(_SENTENCE),
            anchors=anchors,
            not_applicable=_text("Hvorfor er dette ikke aktuelt hos dere?"),
        )
        for n in range(1, LEVELS + 1)
    )
    options = tuple(Option(f"valg{n}", _text(f"Alternativ {n}, som er {n} ord lengre")) for n in range(1, 7))
    others: tuple[Item, ...] = (
        NumberItem(
            key=f"{key}_andel",
            text=_text("Hvor stor andel av virksomhetene har tatt dette i bruk?"),
            help=_text(_SENTENCE),
            unit=_text("prosent"),
            minimum=Decimal(0),
            maximum=Decimal(100),
            decimals=0,
            classes=(NumberClass("fra_0", _text("alle"), Decimal(0), None),),
            is_percent=True,
        ),
        YesPlannedNoItem(
            key=f"{key}_plan",
            text=_text("Er dette tatt inn i kommunens planer?"),
            options=(
                Option("ja", _text("Ja")),
                Option("planlagt", _text("Planlagt")),
                Option("nei", _text("Nei")),
            ),
        ),
        MultipleChoiceItem(key=f"{key}_tiltak", text=_text("Hvilke tiltak er satt i gang?"), options=options),
        TextItem(key=f"{key}_fritekst", text=_text("Hva vil dere ellers fortelle?"), max_length=4000),
    )
    return Section(key, _text(f"Del {number} av undersøkelsen"), (*levels, *others), _text(_SENTENCE))


FORTY: Final = Survey(
    key="forty",
    version="1",
    title=_text("Førti spørsmål"),
    introduction=_text(f"{_SENTENCE} {_SENTENCE}"),
    respondent=_text("Den som kjenner fagområdet"),
    reference_period=_text("Svar ut fra situasjonen i dag"),
    estimated_minutes=20,
    level_names=(
        _text("Ikke i gang"),
        _text("I startfasen"),
        _text("Delvis"),
        _text("I drift"),
        _text("Forankret"),
    ),
    unknown=_text("Vet ikke"),
    sections=tuple(_section(number) for number in range(1, SECTIONS + 1)),
)


def answers_to(section: Section, shift: int = 0) -> dict[str, str]:
    """Give what a respondent fills in on a page, by field name; ``shift`` makes it differ from the last time."""
    given = {}
    for number, item in enumerate(section.items):
        match item:
            case MaturityItem():
                value = str((number + shift) % 5)
            case NumberItem():
                value = str(10 + (number + shift) % 80)
            case YesPlannedNoItem():
                value = item.options[(number + shift) % 3].value
            case MultipleChoiceItem():
                value = item.options[(number + shift) % 6].value
            case _:
                value = f"Vi har begynt med dette {shift}, og vil gjerne lære av andre."
        given[f"{item.key}.value"] = value
    return given
