"""`godpraksis surveys`: checks the definitions, and says in plain words what is wrong and where."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from webapp.core.survey import MaturityItem
from webapp.shipped import SURVEYS
from webapp.store.definitions import content_hash
from webapp.store.definitions_check import Checked, check_surveys, lock_keys
from webapp.store.definitions_problems import DefinitionFault as Fault
from webapp.store.definitions_problems import Problem

WORDS: Final[Mapping[Fault, LazyString]] = {
    Fault.NOT_READABLE: _("The file cannot be read: %(detail)s."),
    Fault.NOT_YAML: _("This is not YAML that can be read: %(detail)s."),
    Fault.TOO_DEEP: _("The YAML is nested too deeply."),
    Fault.SEVERAL_DOCUMENTS: _("A file holds one YAML document; here a second one begins."),
    Fault.ALIAS: _("YAML anchors and aliases are not used in definitions. Write the value out."),
    Fault.UNKNOWN_TAG: _("The YAML tag %(tag)s is not used in definitions."),
    Fault.NOT_A_MAPPING: _("The file should hold names and values, such as “key: frivillighet”."),
    Fault.DUPLICATE_YAML_KEY: _("“%(field)s” is written twice; the first time on line %(first_line)s."),
    Fault.KEY_NOT_TEXT: _("“%(written)s” is no text to YAML, and cannot be a name here. Put it in quotes."),
    Fault.UNKNOWN_FIELD: _("“%(field)s” is not a field that can stand here. Is it misspelt?"),
    Fault.FIELD_MISSING: _("“%(field)s” is missing."),
    Fault.WRONG_VALUE: _("“%(written)s” cannot stand here: it should be %(expected)s."),
    Fault.KEY_SHAPE: _(
        "“%(written)s” cannot be a key. Use small letters from a to z, digits and underscores; begin with a letter."
    ),
    Fault.UNKNOWN_KIND: _("“%(written)s” is not a kind of item."),
    Fault.TEXT_MISSING: _("The text is missing in %(language)s."),
    Fault.TEXT_BLANK: _("The text is empty in %(language)s."),
    Fault.NOT_TEXT: _("“%(written)s” is no text to YAML. Put it in quotes, or below “>-”."),
    Fault.DUPLICATE_KEY: _("The key “%(written)s” is used before, on line %(first_line)s."),
    Fault.UNKNOWN_SECTION: _("The agreement has no section called “%(written)s”."),
    Fault.UNKNOWN_PARTY: _("There is no party called “%(written)s”."),
    Fault.UNKNOWN_SURVEY: _("There is no survey called “%(written)s”."),
    Fault.ENDS_BEFORE_START: _("The agreement ends before it begins."),
    Fault.UNKNOWN_CLAUSE: _("No agreement has a clause “%(written)s”."),
    Fault.PROCESS_CLAUSE: _(
        "The clause “%(written)s” binds the parties only; no municipality can answer for it."
    ),
    Fault.CLAUSE_TWICE: _("The clause “%(written)s” is named twice."),
    Fault.CONDITION_ON_MISSING: _("The condition points to “%(written)s”, and there is no such item."),
    Fault.CONDITION_ON_LATER: _(
        "The condition points to “%(written)s”, which is not asked before this item."
    ),
    Fault.CONDITION_ON_KIND: _(
        "The condition points to “%(written)s”, which is a text or a practice example."
    ),
    Fault.CONDITION_SHAPE: _("A condition on “%(item)s” is written with “%(expected)s”, and nothing else."),
    Fault.CONDITION_UNKNOWN_VALUE: _("“%(item)s” has no option “%(written)s”."),
    Fault.CONDITION_NEVER_MET: _(
        "The condition can never be met: “%(item)s” goes no higher than %(maximum)s."
    ),
    Fault.LEVEL_OUT_OF_ORDER: _("Level %(level)s comes after level %(after)s. Write them from 0 up to 4."),
    Fault.LEVEL_TWICE: _("Level %(level)s is there twice."),
    Fault.LEVEL_MISSING: _("Level %(level)s is missing."),
    Fault.LEVEL_UNKNOWN: _("There is no level %(level)s; the levels are 0 to 4."),
    Fault.TOO_FEW_OPTIONS: _("There must be at least two options."),
    Fault.TOO_MANY_CHOICES: _(
        "%(written)s choices are allowed, but only %(maximum)s options can be combined."
    ),
    Fault.BOUNDS_EXCLUDE_ALL: _("No number is between %(minimum)s and %(maximum)s."),
    Fault.BOUNDS_DECIMALS: _("The bound has more decimals than the %(decimals)s an answer may have."),
    Fault.PERCENT_BOUNDS: _("A percentage must be between 0 and 100."),
    Fault.WARNING_OUTSIDE_BOUNDS: _("The warning is outside the bounds, and would never be given."),
    Fault.CLASS_EMPTY: _("No number belongs to the class: “to” must be higher than “from”."),
    Fault.CLASS_GAP: _("Numbers from %(lower)s up to %(upper)s belong to no class, after “%(after)s”."),
    Fault.CLASS_OVERLAP: _("The class overlaps with “%(after)s” before it."),
    Fault.CLASSES_START: _("The first class begins at %(written)s, and the lowest answer is %(minimum)s."),
    Fault.CLASSES_END: _(
        "The last class leaves out the highest answer, %(maximum)s: “to” is not included. Leave “to” out."
    ),
    Fault.KEY_RENAMED: _(
        "The key “%(before)s” has become “%(written)s”, which asks the same. Keep the old key."
    ),
    Fault.KEY_REMOVED: _("The item “%(written)s” is gone. Mark it as retired in keys.lock if that is meant."),
    Fault.KEY_RETIRED: _("The key is retired, and old answers stand under it. Give the item a new key."),
    Fault.KEY_NOT_LOCKED: _("The key “%(written)s” is new. Add it with “godpraksis surveys check --lock”."),
    Fault.KIND_CHANGED: _(
        "The item was %(before)s and is now %(written)s. Old answers would not fit: give it a new key."
    ),
    Fault.LOCK_LINE: _("The line should be a survey, a key, a kind and a digest, once for each key."),
    Fault.FILE_NAME: _("The survey is called “%(written)s”, and its file “%(expected)s”."),
    Fault.NOT_AN_AREA: _("agreements.yaml has no survey called “%(written)s”."),
    Fault.SURVEY_MISSING: _("The survey is asked for by name, and has no file."),
}
"""What is wrong, in words; the place is written before it."""

EXPECTED: Final[Mapping[str, LazyString]] = {
    "whole_number": _("a whole number"),
    "number": _("a number, with a dot for decimals"),
    "true_or_false": _("true or false"),
    "list": _("a list"),
    "mapping": _("names and values"),
    "date": _("a date such as 2024-01-01"),
    "not_empty": _("a list with something in it"),
    "within_limits": _("a number within the limits"),
    "text": _("a text"),
    "one_of": _("one of %(allowed)s"),
}


def sentence(problem: Problem) -> str:
    """Say what is wrong and where, in the language of the moment."""
    args: dict[str, str | int] = dict(problem.args)
    if problem.fault is Fault.WRONG_VALUE and args.get("expected") in EXPECTED:
        args["expected"] = str(EXPECTED[str(args["expected"])]) % {"allowed": args.get("allowed", "")}
    if "language" in args:
        args["language"] = str(_("bokmål (nb)") if args["language"] == "nb" else _("nynorsk (nn)"))
    place = [problem.file, str(_("line %(line)s", line=problem.line))]
    if problem.column is not None:
        place.append(str(_("column %(column)s", column=problem.column)))
    if problem.key:
        place.append(problem.key)
    return f"{', '.join(place)}: " + str(WORDS[problem.fault]) % args


@click.group()
def surveys() -> None:
    """Agreements and survey definitions."""


@surveys.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=SURVEYS,
    help="Where the files are; those that came with Godpraksis unless you say otherwise.",
)
@click.option("--json", "as_json", is_flag=True, help="Write what was found as JSON.")
@click.option("--lock", is_flag=True, help="Add new item keys to keys.lock when nothing else is wrong.")
@click.pass_context
def check(context: click.Context, folder: Path, *, as_json: bool, lock: bool) -> None:
    """Check the agreements and the surveys, and count the clauses they measure."""
    checked = check_surveys(folder)
    if lock and all(problem.fault is Fault.KEY_NOT_LOCKED for problem in checked.problems):
        lock_keys(folder, checked.surveys)
        checked = check_surveys(folder)
    if as_json:
        click.echo(json.dumps(_as_json(checked), ensure_ascii=False, indent=2))
    else:
        for line in _summary(checked):
            click.echo(line)
    for problem in checked.problems:
        click.echo(sentence(problem), err=True)
    if checked.problems:
        context.exit(1)


def _summary(checked: Checked) -> list[str]:
    """Say what the surveys hold and which clauses they measure, as far as they could be read."""
    lines = []
    for survey in checked.surveys:
        items = list(survey.items())
        levels = sum(isinstance(item, MaturityItem) for item in items)
        lines.append(
            str(
                _(
                    "%(survey)s: %(items)s items, %(levels)s of them with levels.",
                    survey=survey.key,
                    items=len(items),
                    levels=levels,
                )
            )
        )
    if (measured := checked.measured) is not None:
        words = _(
            "The surveys measure %(measured)s of the %(measurable)s clauses that municipalities can answer for, "
            "%(levels)s of them with levels.",
            measured=len(measured.by_any),
            measurable=len(measured.measurable),
            levels=len(measured.by_level),
        )
        lines.append(str(words))
        lines += [
            str(
                _(
                    "%(survey)s measures its own clause %(clause)s with no level.",
                    survey=survey,
                    clause=clause,
                )
            )
            for survey, clause in measured.unmeasured_own
        ]
    return lines


def _as_json(checked: Checked) -> dict[str, Any]:  # Any: JSON
    """Give what was found as a machine may read it."""
    measured = checked.measured
    return {
        "problems": [
            {
                "fault": problem.fault.value,
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "key": problem.key,
                "args": dict(problem.args),
                "message": sentence(problem),
            }
            for problem in checked.problems
        ],
        "surveys": {
            survey.key: {"items": len(list(survey.items())), "hash": content_hash(survey)}
            for survey in checked.surveys
        },
        "clauses": None
        if measured is None
        else {
            "measurable": len(measured.measurable),
            "measured": len(measured.by_any),
            "measured_by_level": len(measured.by_level),
            "not_measured": [key for key in measured.measurable if key not in measured.by_any],
            "own_without_level": [list(pair) for pair in measured.unmeasured_own],
        },
    }
