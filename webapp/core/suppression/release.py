"""The rows of a release with everything hidden taken out of them: no figure leaves this module that may not be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from webapp.core import spread
from webapp.core.movement import Movement, movements, split_change
from webapp.core.municipality import Municipality
from webapp.core.subject import Form, Subject, SubjectKind
from webapp.core.suppression.cells import decide
from webapp.core.suppression.flows import Moved, decide_movement
from webapp.core.suppression.inference import gives_nobody_away, share_unit, told_place
from webapp.core.suppression.rules import Decision, DisclosureRules, MovementDecision, Reason
from webapp.core.survey import ADOPTED_FROM, LEVELS
from webapp.core.tally import COUNTRY, Layout, RowKey, Tally, layout, levels_of, tally, tally_levels

Figure = int | Fraction | Decimal | None
RowName = tuple[str, str, str]
"""A subject's key, a breakdown and a group's code."""


@dataclass(frozen=True, slots=True)
class ProtectedRow:
    """One row that may leave. ``figures`` are exact; one that is None is in ``withheld`` when it is hidden, else it has no basis.

    ``share_unit`` is what its shares are rounded to. ``reason`` says why the whole row is hidden, None when it is
    not.
    """

    kind: SubjectKind
    key: str
    option: str
    row: RowKey
    invited: int
    submitted: int
    asked: bool
    reason: Reason | None
    figures: Mapping[str, Figure]
    withheld: frozenset[str]
    share_unit: int


@dataclass(frozen=True, slots=True)
class _Change:
    moved: Moved
    decision: MovementDecision
    split: tuple[Figure, Figure, Figure]


def protect(
    subjects: Iterable[Subject],
    municipalities: Iterable[Municipality],
    rules: DisclosureRules,
    hidden_before: Collection[RowName] = (),
) -> Iterator[ProtectedRow]:
    """Count a whole release, decide on every cell, and give its rows with the hidden figures gone.

    ``municipalities`` are the round's frozen population with its groups. ``hidden_before`` are rows that the
    published release of the round before hid (its rules may have been others): their movement stays hidden too. The
    order of subjects is kept; that of municipalities changes nothing.
    """
    where = layout(municipalities)
    before = frozenset(hidden_before)
    for subject in subjects:
        tallies = tally(where, subject)
        if not tallies[COUNTRY].invited:
            yield from _not_asked(where, subject)
            continue
        decisions = decide(subject.form, tallies, rules)
        changes = _changes(where, subject, tallies, decisions, rules, before) if subject.earlier else {}
        for row in where.rows:
            yield _main_row(subject, row, tallies[row], decisions[row], changes.get(row), rules)
            for place, part in enumerate(subject.parts):
                yield _part_row(subject, row, part, place, tallies[row], decisions[row])


def _not_asked(where: Layout, subject: Subject) -> Iterator[ProtectedRow]:
    for row in where.rows:
        yield ProtectedRow(
            subject.kind,
            subject.key,
            "",
            row,
            0,
            0,
            asked=False,
            reason=None,
            figures={},
            withheld=frozenset(),
            share_unit=100,
        )


def _main_row(
    subject: Subject,
    row: RowKey,
    of_row: Tally,
    decision: Decision,
    change: _Change | None,
    rules: DisclosureRules,
) -> ProtectedRow:
    figures: dict[str, Figure] = {
        "valid": of_row.valid,
        "not_applicable": of_row.not_applicable,
        "dont_know": of_row.dont_know,
    }
    withheld: set[str] = set()
    if subject.form is Form.LEVELS:
        _add_levels(figures, withheld, of_row, decision, rules)
        if change:
            _add_change(figures, withheld, change, rules)
    elif subject.form is Form.NUMBERS:
        _add_quartiles(figures, withheld, of_row, decision)
    if decision.row:
        withheld.update(figures)
    return _protected((subject.kind, subject.key, ""), row, of_row, decision, figures, withheld)


def _part_row(
    subject: Subject, row: RowKey, part: str, place: int, of_row: Tally, decision: Decision
) -> ProtectedRow:
    count = of_row.counts[place]
    figures: dict[str, Figure] = {
        "valid": of_row.valid,
        "count": count,
        "share": Fraction(count, of_row.valid) if of_row.valid else None,
    }
    withheld = set(figures) if decision.row else {"count", "share"} if decision.counts[place] else set()
    kind = SubjectKind.CLASS if subject.form is Form.NUMBERS else SubjectKind.OPTION
    return _protected((kind, subject.key, part), row, of_row, decision, figures, withheld)


def _protected(
    what: tuple[SubjectKind, str, str],
    row: RowKey,
    of_row: Tally,
    decision: Decision,
    figures: Mapping[str, Figure],
    withheld: Collection[str],
) -> ProtectedRow:
    return ProtectedRow(
        kind=what[0],
        key=what[1],
        option=what[2],
        row=row,
        invited=of_row.invited,
        submitted=of_row.submitted,
        asked=True,
        reason=decision.row,
        figures={name: None if name in withheld else figure for name, figure in figures.items()}
        if of_row.submitted
        else {},
        withheld=frozenset(withheld) if of_row.submitted else frozenset(),
        share_unit=100 if decision.row else share_unit(of_row.valid),
    )


def _add_levels(
    figures: dict[str, Figure], withheld: set[str], of_row: Tally, decision: Decision, rules: DisclosureRules
) -> None:
    cells = [f"d{level}" for level in LEVELS]
    figures |= dict(zip(cells, of_row.counts, strict=True))
    withheld |= {cell for cell, reason in zip(cells, decision.counts, strict=True) if reason}
    figures |= {
        "adopters": of_row.adopters,
        "share": spread.adoption_share(of_row),
        "lower_bound": spread.lower_bound(of_row),
        "upper_bound": spread.upper_bound(of_row),
        "population_share": None,
        "median_level": None,
    }
    if decision.hides_adopters:
        withheld |= {"adopters", "share", "lower_bound", "upper_bound", "population_share"}
    elif gives_nobody_away(of_row.adopter_sizes, of_row.other_sizes, rules.proven_from):
        figures["population_share"] = spread.population_share(of_row)
    else:
        withheld.add("population_share")
    if of_row.valid and not decision.row:
        blocks = [LEVELS] if decision.adopters else [LEVELS[:ADOPTED_FROM], LEVELS[ADOPTED_FROM:]]
        is_hidden = [reason is not None for reason in decision.counts]
        figures["median_level"] = told_place(of_row.counts, is_hidden, blocks, (of_row.valid - 1) // 2)
        if figures["median_level"] is None:
            withheld.add("median_level")


def _add_quartiles(figures: dict[str, Figure], withheld: set[str], of_row: Tally, decision: Decision) -> None:
    names = ("lower_quartile", "median_number", "upper_quartile")
    figures |= dict.fromkeys(names)
    if of_row.quartiles is None:
        return
    is_hidden = [reason is not None for reason in decision.counts]
    for quarter, (name, number) in enumerate(zip(names, of_row.quartiles, strict=True), start=1):
        position = (of_row.valid - 1) * quarter // 4
        if told_place(of_row.counts, is_hidden, [range(len(of_row.counts))], position) is None:
            withheld.add(name)
        else:
            figures[name] = number


def _changes(
    where: Layout,
    subject: Subject,
    tallies: Mapping[RowKey, Tally],
    decisions: Mapping[RowKey, Decision],
    rules: DisclosureRules,
    hidden_before: Collection[RowName],
) -> dict[RowKey, _Change]:
    earlier = subject.earlier
    if earlier is None or subject.form is not Form.LEVELS:
        return {}
    old = tally_levels(where, earlier.values)
    old_decisions = decide(Form.LEVELS, old, rules)
    new_values, new, new_decisions = levels_of(subject.values), tallies, decisions
    if earlier.comparable is not None:
        new_values, new = dict(earlier.comparable), tally_levels(where, earlier.comparable)
        new_decisions = {
            row: _both(decision, decisions[row]) for row, decision in decide(Form.LEVELS, new, rules).items()
        }
    moves = movements(where.numbers, where.members, earlier.values, new_values)
    moved = {
        row: Moved(
            movement=movement,
            valid_before=old[row].valid,
            valid_after=new[row].valid,
            before=_hide_row(old_decisions[row])
            if (subject.key, *row) in hidden_before
            else old_decisions[row],
            after=new_decisions[row],
        )
        for row, movement in zip(where.rows, moves, strict=True)
        if old[row].submitted and new[row].submitted
    }
    return {
        row: _Change(moved[row], decision, _split(old[row], new[row], moved[row].movement))
        for row, decision in decide_movement(moved, rules).items()
    }


def _both(one: Decision, other: Decision) -> Decision:
    return Decision(one.row or other.row, one.adopters or other.adopters, one.counts)


def _hide_row(decision: Decision) -> Decision:
    return Decision(decision.row or Reason.SECONDARY, decision.adopters, decision.counts)


def _split(before: Tally, after: Tally, moved: Movement) -> tuple[Figure, Figure, Figure]:
    measured = all(
        spread.quality(t.submitted, t.invited) is not spread.Quality.BOUNDS_ONLY for t in (before, after)
    )
    split = split_change(spread.adoption_share(before), spread.adoption_share(after), moved)
    return (split.total, split.panel, split.composition) if split and measured else (None, None, None)


def _add_change(
    figures: dict[str, Figure], withheld: set[str], change: _Change, rules: DisclosureRules
) -> None:
    moved = change.moved.movement
    total, panel, composition = change.split
    figures |= {
        "panel": moved.panel,
        "entered": moved.entered,
        "left_count": moved.left,
        "entry_rate": moved.entry_rate,
        "exit_rate": moved.exit_rate,
        "net_movement": moved.net_movement,
        "share_before": moved.share_before,
        "share_after": moved.share_after,
        "change_total": total,
        "change_panel": panel,
        "change_composition": composition,
    }
    withheld |= _withheld_movement(change, rules)


def _withheld_movement(change: _Change, rules: DisclosureRules) -> set[str]:
    moved, decision = change.moved.movement, change.decision
    withheld: set[str] = set()
    if decision.panel:
        withheld |= {"panel", "net_movement"}
    if decision.entered:
        withheld |= {"entered", "entry_rate"}
    if decision.left:
        withheld |= {"left_count", "exit_rate"}
    if decision.entered or decision.left:
        # Each tells entered - left, and so the one that is hidden.
        withheld |= {"share_before", "share_after", "change_panel", "change_composition"}
    if change.moved.before.hides_adopters or change.moved.after.hides_adopters:
        withheld.add("change_total")
    if _is_telling(moved.entered, moved.at_risk, rules):
        withheld.add("entry_rate")
    if _is_telling(moved.left, moved.adopters_before, rules):
        withheld.add("exit_rate")
    net = abs(moved.up - moved.down)
    if 0 < net <= rules.small_cell or (net == moved.panel < rules.unanimity):
        withheld.add("net_movement")
    return withheld


def _is_telling(part: int, base: int, rules: DisclosureRules) -> bool:
    """Whether a rate is one of a row that R1 or R3 would hide."""
    return 0 < base < rules.base or (part in (0, base) and 0 < base < rules.unanimity)
