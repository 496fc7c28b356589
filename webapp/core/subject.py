"""What is counted in a release: one item or clause, with its value in each municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from webapp.core.answer import Missing
from webapp.core.survey import NumberClass

LevelValue = int | Missing
OptionsValue = str | tuple[str, ...] | Missing
NumberValue = Decimal | Missing
SubjectValue = int | str | tuple[str, ...] | Decimal | Missing


class SubjectKind(StrEnum):
    """What a row of a release is about. Options and classes are rows under their item."""

    ITEM = "item"
    CLAUSE = "clause"
    OPTION = "option"
    CLASS = "class"


class Form(StrEnum):
    """How the values of a subject are counted (measures.md A2)."""

    LEVELS = "levels"
    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The comparable round before.

    ``values`` are that round's levels. ``comparable`` are this round's levels on the items both rounds share
    (measures.md C6); None when these are the subject's own values.
    """

    values: Mapping[str, LevelValue]
    comparable: Mapping[str, LevelValue] | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One item or clause. ``values`` is by municipality number; one that is not there has delivered nothing.

    ``values`` holds ints for LEVELS, a value or a tuple of values for SINGLE and MULTIPLE, Decimals for NUMBERS, or
    why there is none. ``options`` are the option values, in the order of the questionnaire; ``classes`` those of a
    NUMBERS item.
    """

    kind: SubjectKind
    key: str
    form: Form
    values: Mapping[str, SubjectValue]
    options: tuple[str, ...] = ()
    classes: tuple[NumberClass, ...] = ()
    earlier: Earlier | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The keys of what is counted under the subject: options or classes, nothing for levels."""
        return tuple(c.key for c in self.classes) if self.form is Form.NUMBERS else self.options
