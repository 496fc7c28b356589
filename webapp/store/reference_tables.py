"""The reference files as tables: their columns, what may stand there, and what is wrong with a line."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.core.groups import CENTRALITY_CODES, KOSTRA_CODES
from webapp.core.municipality import ChangeType, LanguageForm
from webapp.store.reference_faults import Fault, Problem

Rule = Callable[[str], tuple[Fault, str] | None]
"""Says what is wrong with a field that is not empty, with what was expected; None when nothing is."""


def _anything(_value: str) -> None:
    """Accept every text."""


def _pattern(pattern: str, fault: Fault) -> Rule:
    """Accept what the whole pattern matches."""
    compiled = re.compile(pattern)
    return lambda value: None if compiled.fullmatch(value) else (fault, "")


def _whole_number(lowest: int, highest: int) -> Rule:
    """Accept a whole number within the bounds, both included."""

    def rule(value: str) -> tuple[Fault, str] | None:
        if not re.fullmatch(r"[0-9]{1,12}", value):
            return Fault.NOT_WHOLE_NUMBER, ""
        return None if lowest <= int(value) <= highest else (Fault.OUT_OF_BOUNDS, f"{lowest}–{highest}")

    return rule


def _one_of(values: Collection[str], fault: Fault = Fault.UNKNOWN_VALUE) -> Rule:
    """Accept one of the values."""
    return lambda value: None if value in values else (fault, ", ".join(values))


def _day(value: str) -> tuple[Fault, str] | None:
    """Accept a date of the calendar, written 2024-01-01."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            date.fromisoformat(value)
        except ValueError:
            return Fault.NOT_DATE, ""
        return None
    return Fault.NOT_DATE, ""


def _organisation_number(value: str) -> tuple[Fault, str] | None:
    """Accept nine digits of which the last is the control digit (modulus 11, Brønnøysundregistrene)."""
    if not re.fullmatch(r"[0-9]{9}", value):
        return Fault.NOT_ORGANISATION_NUMBER, ""
    weighed = sum(int(d) * w for d, w in zip(value, (3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True))
    return None if weighed % 11 == 0 else (Fault.NOT_ORGANISATION_NUMBER, "")


_MUNICIPALITY = _pattern(r"[0-9]{4}", Fault.NOT_MUNICIPALITY_NUMBER)
_COUNTY = _pattern(r"[0-9]{2}", Fault.NOT_COUNTY_NUMBER)
_LANGUAGE_FORM = _one_of([form.value for form in LanguageForm])


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what may stand in it, and whether it may be empty."""

    rule: Rule = _anything
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One file. ``key`` names the columns that together occur once."""

    file: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line that has nothing wrong with it."""

    number: int
    fields: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give the field in that column."""
        return self.fields[column]


MUNICIPALITIES = Table(
    "municipalities.csv",
    {
        "number": Column(_MUNICIPALITY),
        "name": Column(),
        "official_name": Column(),
        "name_sami": Column(may_be_empty=True),
        "sami_language": Column(_one_of(("se", "smj", "sma")), may_be_empty=True),
        "name_kven": Column(may_be_empty=True),
        "county_number": Column(_COUNTY),
        "county_name": Column(),
        "number_valid_from": Column(_day, may_be_empty=True),
        "last_merger_or_split": Column(_day, may_be_empty=True),
        "language_form": Column(_LANGUAGE_FORM),
        "language_form_date": Column(_day),
        "kostra_group": Column(_one_of(KOSTRA_CODES, Fault.UNKNOWN_GROUP)),
        "kostra_group_version": Column(_whole_number(2000, 2100)),
        "centrality_class": Column(_one_of(CENTRALITY_CODES, Fault.UNKNOWN_GROUP)),
        "centrality_index": Column(_whole_number(0, 1000)),
        "centrality_year": Column(_whole_number(2000, 2100)),
        "population": Column(_whole_number(1, 10_000_000)),
        "population_date": Column(_day),
    },
    ("number",),
)
COUNTIES = Table(
    "counties.csv",
    {
        "number": Column(_COUNTY),
        "name": Column(),
        "official_name": Column(),
        "language_form": Column(_LANGUAGE_FORM),
        "language_form_date": Column(_day),
        "municipality_count": Column(_whole_number(1, 1000)),
    },
    ("number",),
)
CHANGES = Table(
    "municipality_changes.csv",
    {
        "change_date": Column(_day),
        "old_number": Column(_MUNICIPALITY),
        "old_name": Column(),
        "new_number": Column(_MUNICIPALITY),
        "new_name": Column(),
        "change_type": Column(_one_of([kind.value for kind in ChangeType])),
    },
    ("change_date", "old_number", "new_number"),
)
HEALTH = Table(
    "health_communities.csv",
    {
        "health_region": Column(),
        "health_trust_org_number": Column(_organisation_number),
        "health_trust_name": Column(),
        "health_community_name": Column(may_be_empty=True),
        "municipality_number": Column(_MUNICIPALITY),
        "municipality_name": Column(),
        "note": Column(may_be_empty=True),
    },
    ("municipality_number",),
)

MEASURES = (
    "municipalities",
    "counties",
    "population",
    "changes",
    "health_communities",
    "language_form",
    "kostra_group",
    "centrality",
    "size",
    "health_community",
    "numbers_on",
    "changes_on",
)
TOTALS = Table(
    "totals.csv",
    {
        "measure": Column(_one_of(MEASURES)),
        "key": Column(may_be_empty=True),
        "expected": Column(_whole_number(0, 1_000_000_000)),
    },
    ("measure", "key"),
)


def read_text(folder: Path, file: str, problems: list[Problem]) -> str | None:
    """Give the text of the file, or None after noting why it cannot be read.

    A byte order mark is let pass: spreadsheets add one.
    """
    try:
        raw = (folder / file).read_bytes()
    except FileNotFoundError:
        problems.append(Problem(Fault.FILE_MISSING, file))
        return None
    except OSError as error:
        problems.append(Problem(Fault.FILE_UNREADABLE, file, found=error.strerror or type(error).__name__))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(Problem(Fault.NOT_UTF8, file, line, found=f"0x{raw[error.start]:02x}"))
        return None
    if not text.strip():
        problems.append(Problem(Fault.FILE_EMPTY, file))
        return None
    return text


def read_lines(folder: Path, table: Table, problems: list[Problem]) -> list[Line]:
    """Give the lines of the table that are right, and note in ``problems`` what is wrong with the others."""
    text = read_text(folder, table.file, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    header: list[str] = []
    begins = 1
    try:
        for fields in reader:
            if not header:
                header = fields
                faults = _faults_of_header(header, table)
                problems.extend(faults)
                if faults:
                    return []
            else:
                faults = _faults_of_line(fields, header, table, begins)
                problems.extend(faults)
                if not faults:
                    lines.append(Line(begins, dict(zip(header, fields, strict=True))))
            begins = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(Fault.NOT_CSV, table.file, begins, found=str(error)))
    problems.extend(_duplicates(lines, table))
    return lines


def _faults_of_header(header: list[str], table: Table) -> list[Problem]:
    """Say which columns are missing, unknown or there twice."""
    times = Counter(header)
    missing = [Problem(Fault.MISSING_COLUMN, table.file, 1, c) for c in table.columns if c not in times]
    unknown = [Problem(Fault.UNKNOWN_COLUMN, table.file, 1, c) for c in times if c not in table.columns]
    twice = [Problem(Fault.DUPLICATE_COLUMN, table.file, 1, c) for c, n in times.items() if n > 1]
    return missing + unknown + twice


def _faults_of_line(fields: list[str], header: list[str], table: Table, line: int) -> list[Problem]:
    """Say what is wrong with one line, every column of it."""
    if len(fields) != len(header):
        fault = Fault.SHORT_LINE if len(fields) < len(header) else Fault.LONG_LINE
        return [Problem(fault, table.file, line, found=str(len(fields)), expected=str(len(header)))]
    faults: list[Problem] = []
    for name, value in zip(header, fields, strict=True):
        column = table.columns[name]
        if not value.strip():
            if not column.may_be_empty:
                faults.append(Problem(Fault.EMPTY_FIELD, table.file, line, name))
        elif wrong := column.rule(value):
            faults.append(Problem(wrong[0], table.file, line, name, found=value, expected=wrong[1]))
    return faults


def _duplicates(lines: list[Line], table: Table) -> list[Problem]:
    """Say which lines repeat the key of an earlier one."""
    seen: dict[tuple[str, ...], int] = {}
    faults: list[Problem] = []
    for line in lines:
        key = tuple(line[c] for c in table.key)
        if key in seen:
            shown = ", ".join(k for k in key if k)
            column = table.key[-1] if len(table.key) == 1 else ", ".join(table.key)
            faults.append(Problem(Fault.DUPLICATE, table.file, line.number, column, shown, str(seen[key])))
        else:
            seen[key] = line.number
    return faults
