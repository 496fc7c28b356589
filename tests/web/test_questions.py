"""Every kind of question, in every state and both languages, is drawn strictly and read back as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from tests.manners import faults, parsed, text_of
from tests.web.conftest import SECRET, made
from webapp.core.accepting import AnswerFault, RawAnswer, Refusal, accept
from webapp.core.agreement import Clause
from webapp.core.answer import (
    Answer,
    Choice,
    Choices,
    DontKnow,
    FreeText,
    Given,
    Level,
    NotApplicable,
    Number,
    Practice,
)
from webapp.core.survey import (
    ChoiceItem,
    Item,
    MaturityItem,
    MultipleChoiceItem,
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
from webapp.settings import Settings
from webapp.store.definitions import read_surveys
from webapp.web import guards
from webapp.web.languages import PREFIX
from webapp.web.question_faults import fault_words
from webapp.web.questions import (
    Conflict,
    Question,
    ask,
    keeps_theirs,
    kind_of,
    read,
    read_json,
    read_version,
    was_posted,
    written,
)

XSS = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}"
EVIL = Text(XSS, XSS)
T = Text("Tekst", "Tekst")
AT = datetime(2026, 3, 5, 8, 7, tzinfo=UTC)
OPTIONS = (
    Option("a", Text("Ja", "Ja")),
    Option("b", Text("Nei", "Nei")),
    Option("none", Text("Ingen", "Ingen"), exclusive=True),
)


def items(text: Text) -> tuple[Item, ...]:
    """Give one item of each kind, with ``text`` wherever an item has a text."""
    options = tuple(replace(option, text=text) for option in OPTIONS)
    source = SourceStatistic(publisher=text.nb, name=text, table=None, coverage="full", verified=True)
    low, high = Decimal(0), Decimal(100)
    bare: tuple[Item, ...] = (
        MaturityItem(key="m", text=text, anchors=(text,) * 5),
        NumberItem(key="n", text=text, unit=text, minimum=low, maximum=Decimal(9999), decimals=1, classes=()),
        NumberItem(
            key="p", text=text, unit=text, minimum=low, maximum=high, decimals=0, classes=(), is_percent=True
        ),
        ChoiceItem(key="c", text=text, options=options),
        YesPlannedNoItem(key="y", text=text, options=options),
        MultipleChoiceItem(key="x", text=text, options=options, max_choices=2),
        TextItem(key="t", text=text, max_length=500),
        PracticeItem(key="e", text=text, fields=(PracticeField("navn", text), PracticeField("rad", text))),
    )
    return tuple(
        replace(item, help=text, evidence=text, not_applicable=text, source_statistic=source) for item in bare
    )


def survey_of(text: Text) -> Survey:
    """Give a survey with one item of each kind."""
    return Survey(
        key="s", version="1", title=text, introduction=text, respondent=text, reference_period=text, estimated_minutes=5,
        level_names=(text,) * 5, unknown=text, sections=(Section("one", text, items(text)),),
    )  # fmt: skip


def given(item: Item, text: str) -> Given:
    """Give a value that fits ``item``."""
    match kind_of(item):
        case "maturity":
            return Level(3)
        case "number":
            return Number(Decimal(12))
        case "choice":
            return Choice("a")
        case "multiple":
            return Choices(("a", "b"))
        case "text":
            return FreeText(text)
        case _:
            return Practice({"navn": text, "rad": text})


def states(survey: Survey, item: Item, text: str) -> Iterator[Question]:
    """Give the question unanswered, answered in every way, refused and in conflict."""
    value = given(item, text)
    clause = Clause("a.1", "a", "s", "k", Text(text, text), "s")
    saved = Answer(item.key, value, text, 4)
    yield ask(survey, item, None, number=1)
    yield ask(survey, item, saved, clauses=(clause, clause), previous=text, number=2)
    yield ask(survey, item, Answer(item.key, DontKnow(), "", 1))
    yield ask(survey, item, Answer(item.key, NotApplicable(text), "", 1))
    yield ask(
        survey,
        item,
        saved,
        typed=RawAnswer((text,), "", text, text, {"navn": text}),
        faults=(text,),
        warning=text,
    )
    yield ask(
        survey,
        item,
        saved,
        typed=RawAnswer(status="dont_know"),
        conflict=Conflict(replace(saved, version=5), text, AT),
    )
    yield ask(survey, item, None, is_shown=False)


STATES = 7
PAGE = """{% extends "base.html" %}{% from "components/item.html" import item %}
{% from "components/answer_form.html" import answer_form %}{% from "components/heading.html" import heading %}
{% block title %}{{ _("Help") }}{% endblock %}{% block page_form_id %}answers{% endblock %}
{% block content %}{{ heading(self.title()) }}
{% call answer_form("answers", action="/x", autosave_url="/y") %}
{% for question in questions %}{{ item(question, read_only=read_only) }}{% endfor %}
<button>{{ _("Help") }}</button>{% endcall %}{% endblock %}"""


class Drawing:
    """Draws questions on a page of the small application."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.read_only = False
        self.app: Flask = made(Settings(secret_key=SECRET))

        @self.app.get(PREFIX + "/q", endpoint="q")
        @guards.public
        def page() -> str:
            return render_template_string(PAGE, questions=self.questions, read_only=self.read_only)

    def of(self, *questions: Question, language: str = "nb", read_only: bool = False) -> str:
        """Give the page's HTML."""
        self.questions, self.read_only = list(questions), read_only
        return self.app.test_client().get(f"/{language}/q").text


@pytest.fixture(scope="module")
def drawing() -> Drawing:
    return Drawing()


def posted(html: str) -> MultiDict[str, str]:
    """Give what a browser would post from a page nobody touched."""
    form: MultiDict[str, str] = MultiDict()
    for element in next(parsed(html).iter("form")).iter():
        name = element.get("name")
        if name is None:
            continue
        if element.tag == "textarea":
            form.add(name, "".join(element.itertext()))
        elif element.tag == "input" and (
            element.get("type") not in {"radio", "checkbox"} or element.get("checked") is not None
        ):
            form.add(name, element.get("value") or "")
    return form


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("state", range(STATES))
@pytest.mark.parametrize("read_only", [False, True])
def test_every_kind_in_every_state_has_good_manners(
    drawing: Drawing,
    language: str,
    state: int,
    read_only: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    survey = survey_of(T)
    questions = [list(states(survey, item, "Vi svarar"))[state] for item in survey.items()]

    html = drawing.of(*questions, language=language, read_only=read_only)

    assert faults(html, path=f"/{language}/q") == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_shipped_surveys_are_drawn_with_good_manners(drawing: Drawing, language: str) -> None:
    for survey in read_surveys().surveys.values():
        html = drawing.of(*(ask(survey, item, None) for item in survey.items()), language=language)

        assert faults(html, path=f"/{language}/q") == []


@pytest.mark.parametrize("state", range(STATES))
@pytest.mark.parametrize("read_only", [False, True])
def test_nothing_anyone_writes_becomes_markup(drawing: Drawing, state: int, read_only: bool) -> None:  # noqa: FBT001 -- a parameter
    survey = survey_of(EVIL)
    questions = [list(states(survey, item, XSS))[state] for item in survey.items()]

    html = drawing.of(*questions, read_only=read_only)
    tree = parsed(html)

    assert [element.tag for element in tree.iter() if element.tag in {"img", "script"}] == []
    assert [name for element in tree.iter() for name in element.attrib if name.startswith("on")] == []
    assert "alert(2)" in text_of(tree)  # it is there, as text
    assert "{{ 7*7 }}" in text_of(tree)


@pytest.mark.parametrize("item", items(T), ids=lambda item: item.key)
def test_a_page_nobody_touched_posts_what_was_saved(drawing: Drawing, item: Item) -> None:
    survey = survey_of(T)
    for value in (
        None,
        given(item, "To linjer\nog <b>litt</b> & til"),
        DontKnow(),
        NotApplicable("Har ikkje slikt"),
    ):
        saved = Answer(item.key, value, "sak 1/2", 7)

        form = posted(drawing.of(ask(survey, item, saved)))

        assert was_posted(form, item)
        assert accept(item, read(form, item)) == replace(saved, version=0)
        assert read_version(form, item) == 7


def test_a_text_that_begins_with_an_empty_line_keeps_it(drawing: Drawing) -> None:
    survey = survey_of(T)
    item = survey.item("t")
    assert item is not None

    form = posted(drawing.of(ask(survey, item, Answer("t", FreeText("\n\nså"), "", 1))))

    assert read(form, item).value == ("\n\nså",)


def test_dont_know_takes_the_level_away_and_blank_takes_both_away() -> None:
    item = items(T)[0]

    unknown = read(MultiDict({"m.value": "status:dont_know"}), item)
    blank = read(MultiDict({"m.value": ""}), item)

    assert accept(item, unknown) == Answer("m", DontKnow())
    assert accept(item, blank) == Answer("m", None)


def test_a_text_is_never_taken_for_a_status() -> None:
    item = items(T)[6]

    assert accept(item, read(MultiDict({"t.value": "status:dont_know"}), item)) == Answer(
        "t", FreeText("status:dont_know")
    )


def test_both_dont_know_and_not_applicable_is_refused_with_words(drawing: Drawing) -> None:
    item = items(T)[1]
    refusal = accept(item, read(MultiDict([("n.status", "dont_know"), ("n.status", "not_applicable")]), item))

    assert isinstance(refusal, Refusal)
    with drawing.app.test_request_context("/nn/q"):
        drawing.app.preprocess_request()
        assert fault_words(item, refusal) == "Vel anten veit ikkje eller ikkje aktuelt, ikkje begge delar."


def test_every_fault_has_words_in_both_languages(drawing: Drawing) -> None:
    arguments: dict[str, str | int | Decimal] = {
        "minimum": Decimal(0),
        "maximum": 1000,
        "length": 1200,
        "decimals": 1,
        "option": "none",
        "count": 2,
    }
    for language in ("nb", "nn"):
        with drawing.app.test_request_context(f"/{language}/q"):
            drawing.app.preprocess_request()
            said = {fault: fault_words(items(T)[5], Refusal(fault, arguments)) for fault in AnswerFault}
        assert all(words and "%(" not in words for words in said.values())
        assert "1\u00a0200" in said[AnswerFault.TOO_LONG]
        assert "«Tekst»" in said[AnswerFault.EXCLUSIVE_COMBINED]


def test_after_a_conflict_one_chooses_which_answer_stands(drawing: Drawing) -> None:
    survey = survey_of(T)
    item = items(T)[0]
    theirs = Answer("m", Level(1), "", 5)
    html = drawing.of(
        ask(survey, item, theirs, typed=RawAnswer(("3",)), version=4, conflict=Conflict(theirs, "Ola", AT))
    )
    form = posted(html)

    assert "5. mars 2026 kl.\u00a009:07" in html
    assert (read_version(form, item), keeps_theirs(form, item)) == (
        4,
        False,
    )  # not chosen: it meets the conflict again
    assert read_version(MultiDict([*form.items(multi=True), ("m.keep", "mine:5")]), item) == 5
    assert keeps_theirs(MultiDict([*form.items(multi=True), ("m.keep", "theirs")]), item)


@pytest.mark.parametrize("version", ["", "-1", "1.5", "x", "²", "9" * 30])
def test_a_version_that_is_no_number_is_never_saved(version: str) -> None:
    assert read_version(MultiDict({"m.version": version}), items(T)[0]) == 0


def test_autosave_sends_the_same_as_the_form() -> None:
    item = items(T)[0]
    sent = {"value": ["3"], "status": "", "reason": "", "evidence": "sak", "fields": {}, "version": 2}

    assert read_json(sent, item) == RawAnswer(value=("3",), evidence="sak")


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "x",
        {"value": "3"},
        {"value": [3]},
        {"status": 1},
        {"fields": []},
        {"fields": {"a": None}},
        {"value": [["3"]]},
    ],
)
def test_another_shape_than_ours_is_no_answer(sent: object) -> None:
    assert read_json(sent, items(T)[0]) is None


def test_answers_are_written_out_for_people(drawing: Drawing) -> None:
    survey = survey_of(T)
    maturity, number, percent, choice, _yes, multiple, text, practice = items(T)
    with drawing.app.test_request_context("/nn/q"):
        drawing.app.preprocess_request()
        said = [
            written(survey, maturity, Level(3)),
            written(survey, number, Number(Decimal("1234.5"))),
            written(survey, percent, Number(Decimal(12))),
            written(survey, choice, Choice("a")),
            written(survey, multiple, Choices(("a", "none"))),
            written(survey, text, FreeText("Slik")),
            written(survey, practice, Practice({"navn": "X"})),
            written(survey, maturity, DontKnow()),
            written(survey, maturity, NotApplicable("fordi")),
            written(survey, maturity, None),
        ]

    assert said == [
        "3 Tekst",
        "1\u00a0234,5\u00a0Tekst",
        "12\u00a0%",
        "Tekst",
        "Tekst; Tekst",
        "Slik",
        "Tekst: X",
        "Tekst",
        "Ikkje aktuelt: fordi",
        "Ikkje svart på",
    ]
