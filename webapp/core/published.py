"""What leaves: figures that have been protected and rounded, the only ones a page, chart, report or export may take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from webapp.core.municipality import Municipality
from webapp.core.spread import Quality, quality
from webapp.core.subject import Subject, SubjectKind
from webapp.core.suppression import BREAKDOWNS, DisclosureRules, Figure, ProtectedRow, Reason, protect

COUNTRY = "country"
"""The breakdown of the row of all municipalities; its group code is empty."""

RELEASED_BREAKDOWNS = BREAKDOWNS
"""The breakdowns that a release holds, in the order in which its rows stand."""

Stored = str | int | float | None
_DOOR = object()
_NUMBERS = ("lower_quartile", "median_number", "upper_quartile")
_SHARE_FIGURES = ("share", "population_share", "median_level", "d0", "d1", "d2", "d3", "d4")
_MOVEMENT_FIGURES = (
    "panel",
    "entered",
    "left_count",
    "entry_rate",
    "exit_rate",
    "net_movement",
    "share_before",
    "share_after",
)
_CHANGE_FIGURES = ("change_total", "change_panel", "change_composition")


class Status(StrEnum):
    """How a figure stands (measures.md A11, "Writing it out"). People see ":" "." "." ".." and "*" for the last five."""

    OK = "ok"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASKED = "not_asked"
    MISSING = "missing"
    PROVISIONAL = "provisional"


class HiddenReason(StrEnum):
    """What is told of why a row is hidden: too few answered, or it protects itself or another. More would give it away."""

    BASE = "base"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One row of a release: a subject, or one of its options or classes, in one group.

    Shares are fractions of 1 rounded to whole per cent, or to one decimal from a hundred answers on; differences
    likewise. None has several meanings, so ask ``state`` before showing a figure. Comes only from
    ``release_figures`` and ``from_row``; raises TypeError when built otherwise.
    """

    subject_kind: SubjectKind
    subject_key: str
    option_key: str
    breakdown: str
    group_code: str
    status: Status
    reason: HiddenReason | None
    quality: Quality
    withheld: frozenset[str]
    invited: int
    submitted: int
    valid: int | None = None
    not_applicable: int | None = None
    dont_know: int | None = None
    adopters: int | None = None
    d0: int | None = None
    d1: int | None = None
    d2: int | None = None
    d3: int | None = None
    d4: int | None = None
    count: int | None = None
    share: float | None = None
    lower_bound: float | None = None
    upper_bound: float | None = None
    population_share: float | None = None
    median_level: int | None = None
    lower_quartile: Decimal | None = None
    median_number: Decimal | None = None
    upper_quartile: Decimal | None = None
    panel: int | None = None
    entered: int | None = None
    left_count: int | None = None
    entry_rate: float | None = None
    exit_rate: float | None = None
    net_movement: float | None = None
    share_before: float | None = None
    share_after: float | None = None
    change_total: float | None = None
    change_panel: float | None = None
    change_composition: float | None = None
    door: InitVar[object] = None

    def __post_init__(self, door: object) -> None:
        """Refuse whoever did not come through the door."""
        if door is not _DOOR:
            message = (
                "Published is made by release_figures and from_row only, so that nothing hidden gets into it"
            )
            raise TypeError(message)

    @property
    def is_shown(self) -> bool:
        """Whether the row itself is shown; single figures of it may still be hidden."""
        return self.status in (Status.OK, Status.PROVISIONAL)

    @property
    def may_be_ranked(self) -> bool:
        """Whether so many delivered that the row may stand in a ranking or on a map (measures.md A1)."""
        return self.is_shown and self.quality is not Quality.BOUNDS_ONLY

    @property
    def distribution(self) -> tuple[int | None, ...]:
        """The counts at levels 0 to 4; ``state("d0")`` and so on say what a None is."""
        return (self.d0, self.d1, self.d2, self.d3, self.d4)

    @property
    def response_rate(self) -> Fraction | None:
        """S / N, exact; participation is never hidden."""
        return Fraction(self.submitted, self.invited) if self.invited else None

    def state(self, figure: str) -> Status:
        """Give how the figure called ``figure`` stands: shown (the row's status), hidden, or without a basis."""
        if not self.is_shown:
            return self.status
        if figure in self.withheld:
            return Status.SUPPRESSED
        return Status.MISSING if getattr(self, figure) is None else self.status

    def to_row(self) -> dict[str, Stored]:
        """Give the row as plain values, one per column of released_figure."""
        row: dict[str, Stored] = {}
        for name in COLUMNS:
            value = getattr(self, name)
            row[name] = " ".join(sorted(value)) if isinstance(value, frozenset) else _plain(value)
        return row


COLUMNS = tuple(f.name for f in fields(Published))
"""The columns of released_figure, beside the release's id."""


def from_row(row: Mapping[str, Stored | Decimal]) -> Published:
    """Read back what ``to_row`` gave. Columns it does not know are passed over; a missing column reads as None."""
    values: dict[str, object] = {name: row.get(name) for name in COLUMNS}
    values["subject_kind"] = SubjectKind(str(row["subject_kind"]))
    values["status"] = Status(str(row["status"]))
    values["reason"] = HiddenReason(str(row["reason"])) if row.get("reason") else None
    values["quality"] = Quality(str(row["quality"]))
    values["withheld"] = frozenset(str(row["withheld"]).split())
    for name in _NUMBERS:
        if row.get(name) is not None:
            values[name] = Decimal(str(row[name]))
    return Published(**values, door=_DOOR)  # type: ignore[arg-type]  # columns by name: the types are those to_row wrote


def release_figures(
    subjects: Iterable[Subject],
    municipalities: Sequence[Municipality],
    rules: DisclosureRules,
    *,
    hidden_before: Collection[tuple[str, str, str]] = (),
    provisional: bool = False,
) -> list[Published]:
    """Count, protect and round a whole release: the one way from answers to figures (R6: hide first, then round).

    Given every subject of the release, the round's frozen municipalities with their groups, the locked rules, and
    the (subject key, breakdown, group code) of rows that the published release of the round before hid. Gives the
    rows in the order of the subjects, the country first.
    """
    return publish(protect(subjects, municipalities, rules, hidden_before), provisional=provisional)


def publish(rows: Iterable[ProtectedRow], *, provisional: bool = False) -> list[Published]:
    """Round protected rows and give each its status and quality mark."""
    return [_published(row, Status.PROVISIONAL if provisional else Status.OK) for row in rows]


def hidden_rows(figures: Iterable[Published]) -> frozenset[tuple[str, str, str]]:
    """Give the rows that a release hides, as ``release_figures`` of the next round asks for them."""
    return frozenset(
        (f.subject_key, f.breakdown, f.group_code) for f in figures if f.status is Status.SUPPRESSED
    )


def round_half_up(exact: Fraction, unit: int) -> float:
    """Round to whole parts of 1/unit, halves away from zero; never gives -0."""
    whole, part = exact.numerator, exact.denominator
    parts = (2 * abs(whole) * unit + part) // (2 * part)
    return (-parts if whole < 0 else parts) / unit


def _published(row: ProtectedRow, shown: Status) -> Published:
    mark = quality(row.submitted, row.invited)
    figures = dict(row.figures)
    if mark is Quality.BOUNDS_ONLY:
        figures |= dict.fromkeys(
            figures.keys() & {*_SHARE_FIGURES, *_NUMBERS, *_MOVEMENT_FIGURES, *_CHANGE_FIGURES}
        )
    rounded = {
        name: round_half_up(figure, row.share_unit) if isinstance(figure, Fraction) else figure
        for name, figure in figures.items()
    }
    values: dict[str, Figure | float] = dict(rounded)
    return Published(
        subject_kind=row.kind,
        subject_key=row.key,
        option_key=row.option,
        breakdown=row.row[0],
        group_code=row.row[1],
        status=_status(row, shown),
        reason=None
        if row.reason is None
        else HiddenReason.BASE
        if row.reason is Reason.BASE
        else HiddenReason.PROTECTED,
        quality=mark,
        withheld=row.withheld,
        invited=row.invited,
        submitted=row.submitted,
        door=_DOOR,
        **values,  # type: ignore[arg-type]  # figures by name, each of its column's type
    )


def _status(row: ProtectedRow, shown: Status) -> Status:
    if not row.asked:
        return Status.NOT_ASKED
    if not row.submitted:
        return Status.MISSING
    return Status.SUPPRESSED if row.reason else shown


def _plain(value: object) -> Stored:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if value is None or isinstance(value, (str, int, float)):
        return value
    message = f"{value!r} has no column"
    raise TypeError(message)
