"""Reading YAML strictly, remembering on which line each value stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from webapp.store.definitions_problems import DefinitionFault, DefinitionsError, Problem

# The C reader is ten times as fast, and in every wheel of PyYAML; the other one is for odd platforms.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # Any: the two loaders share no type in the stubs

Path = tuple[str | int, ...]
MAX_DEPTH = 30
MAX_LENGTH = 2_000_000

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands (from 1), and how a scalar is written."""

    line: int
    column: int
    written: str = ""


@dataclass(slots=True)
class Document:
    """A YAML document: plain values (numbers with decimals as Decimal), and the mark of each by its path."""

    name: str
    value: dict[str, Any]  # Any: YAML before the schema has seen it
    marks: dict[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path) -> Mark:
        """Give where the value at ``path`` stands, or the nearest thing around it that exists."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks[path]

    def label(self, path: Path) -> str:
        """Give the key a person knows the value by: ``plan_forankring.levels.3.nn``."""
        parts: list[str] = []
        here: Any = self.value  # Any: as above
        before: str | int = ""
        for step in path:
            here = here[step] if _has(here, step) else None
            named = (
                next((here[k] for k in ("key", "value", "level") if k in here), step)
                if isinstance(here, dict)
                else step
            )
            if isinstance(step, int) and before in {"sections", "items", "agreements", "clauses"}:
                # These have keys of their own, so the way down to them need not be spelt out.
                parts = [str(named)]
            else:
                parts.append(str(named if isinstance(step, int) else step))
            before = step
        return ".".join(parts)

    def problem(self, fault: DefinitionFault, path: Path, **args: str | int) -> Problem:
        """Make a problem with the value at ``path``."""
        return Problem(fault, self.name, self.mark(path).line, self.label(path), args)


def _has(here: object, step: str | int) -> bool:
    return (isinstance(here, dict) and step in here) or (
        isinstance(here, list) and isinstance(step, int) and step < len(here)
    )


def read_yaml(text: str, name: str) -> Document:
    """Read one YAML document whose top is a mapping.

    Raises DefinitionsError for broken YAML, keys that occur twice, keys that are not text, aliases and tags.
    Unlike YAML 1.1, ``010`` and ``1:30`` are texts and not numbers; ``no`` and ``yes`` are still booleans, so
    that the schema can say what was probably meant.
    """
    if len(text) > MAX_LENGTH:
        raise DefinitionsError([Problem(DefinitionFault.NOT_READABLE, name, 1, "", {"detail": "too long"})])
    try:
        _scan(text, name)
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        raise DefinitionsError([_broken(error, name)]) from error
    except yaml.YAMLError as error:  # a character that YAML does not allow
        line = text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        problem = Problem(DefinitionFault.NOT_YAML, name, line, "", {"detail": str(error).splitlines()[0]})
        raise DefinitionsError([problem]) from error
    if not isinstance(node, yaml.MappingNode):
        raise DefinitionsError([Problem(DefinitionFault.NOT_A_MAPPING, name, 1, "")])
    document = Document(name, {})
    problems: list[Problem] = []
    document.value = _build(node, (), document, problems)
    if problems:
        raise DefinitionsError(problems)
    return document


def _broken(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(DefinitionFault.NOT_YAML, name, line, "", {"detail": error.problem or ""}, column)


def _scan(text: str, name: str) -> None:
    """Refuse, before anything is built, what could grow without end or is not one document."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        fault: DefinitionFault | None = None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            fault = DefinitionFault.ALIAS
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            fault = DefinitionFault.TOO_DEEP if depth > MAX_DEPTH else None
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            fault = DefinitionFault.SEVERAL_DOCUMENTS if documents > 1 else None
        if fault:
            raise DefinitionsError([Problem(fault, name, line, "")])


def _build(node: yaml.Node, path: Path, document: Document, problems: list[Problem]) -> Any:  # noqa: ANN401 - YAML
    mark = Mark(node.start_mark.line + 1, node.start_mark.column + 1)
    document.marks[path] = mark
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, n), document, problems) for n, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document, problems)
    document.marks[path] = Mark(mark.line, mark.column, str(node.value))
    value = _scalar(node.tag.removeprefix("tag:yaml.org,2002:"), node.value)
    if value is _UNKNOWN:
        problem = Problem(
            DefinitionFault.UNKNOWN_TAG, document.name, mark.line, str(path[-1]), {"tag": node.tag}
        )
        problems.append(problem)
        return None
    return value


def _mapping(
    node: yaml.MappingNode, path: Path, document: Document, problems: list[Problem]
) -> dict[str, Any]:  # Any: YAML
    made: dict[str, Any] = {}  # Any: as above
    first: dict[str, int] = {}
    for key_node, child in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if not key_node.tag.endswith(":str"):
            args: dict[str, str | int] = {"written": key[:100]}
            problems.append(Problem(DefinitionFault.KEY_NOT_TEXT, document.name, line, key[:100], args))
            continue
        if key in made:
            args = {"field": key, "first_line": first[key]}
            problems.append(Problem(DefinitionFault.DUPLICATE_YAML_KEY, document.name, line, key, args))
            continue
        first[key] = line
        made[key] = _build(child, (*path, key), document, problems)
        if not isinstance(child, yaml.ScalarNode):
            # A block begins on the line below its name; people look for the name.
            document.marks[*path, key] = Mark(line, key_node.start_mark.column + 1)
    return made


_UNKNOWN = object()


def _scalar(tag: str, written: str) -> object:
    read = _READ.get(tag)
    return read(written) if read else _UNKNOWN


def _date(written: str) -> date | str:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return written


_READ: dict[str, Callable[[str], object]] = {
    "str": str,
    "null": lambda _: None,
    "bool": lambda written: written.lower() in {"yes", "true", "on"},
    "int": lambda written: int(written) if _WHOLE.fullmatch(written) else written,
    "float": lambda written: Decimal(written) if _DECIMAL.fullmatch(written) else written,
    "timestamp": _date,
}
