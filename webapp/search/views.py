"""The search page of advisers, and the box that leads to it from every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, cast

from flask import Blueprint, Flask, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webapp.core.alphabet import alphabetical
from webapp.core.person import Role
from webapp.core.round import RoundState
from webapp.core.searching import Sought
from webapp.search import queries
from webapp.search.queries import Contact, Place, Point, Question
from webapp.store.database import reading
from webapp.store.rounds import all_rounds
from webapp.web.guards import current_person, ks
from webapp.web.languages import current
from webapp.web.navigation import has_endpoint
from webapp.web.shell import register_header_part

FEW: Final = 5
"""Hits of each kind that are shown together."""
ON_A_PAGE: Final = 25
"""Hits on a page of one kind."""
NOTHING: Final = Sought("")
Hit = TypeVar("Hit")

blueprint = Blueprint("search", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Hits(Generic[Hit]):
    """Hits of one kind: those shown, how many there are, and the page of them."""

    shown: Sequence[Hit]
    count: int
    page: int
    pages: int


@blueprint.record_once
def register(state: BlueprintSetupState) -> None:
    """Put the search box in the head of advisers' pages."""
    register_header_part(cast("Flask", state.app), "search/box.html", Role.ADVISER)


@blueprint.get("/sok")
@ks(Role.ADVISER)
def find() -> ResponseReturnValue:
    """Show what fits, kind by kind; all hits of one kind when the address names it."""
    sought = Sought.read(request.args.get("q", ""))
    only = request.args.get("gruppe", "")
    if not sought.is_enough:
        return render_template("search/find.html", sought=sought, kinds={}, only="")
    with reading() as session:
        kinds = _found(session, sought)
        only = only if only in kinds else ""
        shown = {name: _cut(hits, only) for name, hits in kinds.items() if only in {"", name}}
        pages = queries.released(session, _keys(shown))
        rounds = [r for r in all_rounds(session) if r.state is not RoundState.PLANNED]
    running = next((r for r in rounds if r.state is RoundState.OPEN), rounds[0] if rounds else None)
    return render_template(
        "search/find.html",
        sought=sought,
        kinds=shown,
        only=only,
        round=running,
        people_address=_people_address,
        item_address=lambda q: _item_address(q, pages),
        clause_address=lambda p: _clause_address(p, pages),
        address_of=lambda number: url_for("search.find", q=sought.written, gruppe=only, side=number),
    )


def _found(
    session: Session, sought: Sought
) -> dict[str, list[Place] | list[Contact] | list[Point] | list[Question]]:
    """Look through everything; each kind under the name it has in the address, the best hits first."""
    language = current()
    return {
        "kommuner": _best(
            queries.places(session),
            lambda p: sought.fit(p.label, p.number, p.official_name, p.county),
            lambda p: (p.valid_to is not None, *alphabetical(p.label)),
        ),
        "personer": _best(
            queries.contacts(session), lambda c: sought.fit(c.name, c.email), lambda c: alphabetical(c.name)
        ),
        "avtalepunkter": _best(
            queries.points(),
            lambda p: sought.fit(
                p.clause.text.of(language), p.clause.key, _other(p.clause.text.nb, p.clause.text.nn)
            ),
            lambda _: (),
        ),
        "sporsmal": _best(
            queries.questions(session),
            lambda q: sought.fit(
                q.item.text.of(language), q.item.key, _other(q.item.text.nb, q.item.text.nn)
            ),
            lambda _: (),
        ),
    }


def _other(nb: str, nn: str) -> str:
    """Give the text in the form that the page is not in: a reader may remember it from there."""
    return nb if current() == "nn" else nn


def _best(
    every: Iterable[Hit], fit: Callable[[Hit], int | None], order: Callable[[Hit], tuple[object, ...]]
) -> list[Hit]:
    """Give those that fit, the best first; hits without regard for æ, ø and å only where there are no others."""
    fitting = [(found, one) for one in every if (found := fit(one)) is not None]
    exact = [(found, one) for found, one in fitting if found < 4]
    return [one for _, one in sorted(exact or fitting, key=lambda pair: (pair[0], order(pair[1])))]


def _cut(hits: list[Hit], only: str) -> Hits[Hit]:
    """Give the first few, or a page when only this kind is shown."""
    if not only:
        return Hits(hits[:FEW], len(hits), 1, 1)
    pages = max(1, -(-len(hits) // ON_A_PAGE))
    written = request.args.get("side", "")
    asked = int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1
    page = min(max(asked, 1), pages)
    return Hits(hits[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], len(hits), page, pages)


def _keys(shown: dict[str, Hits[Place | Contact | Point | Question]]) -> list[str]:
    """Give what the shown clauses and questions are called in a release."""
    keys: list[str] = []
    for hits in shown.values():
        for hit in hits.shown:
            match hit:
                case Point():
                    keys.append(hit.clause.key)
                case Question():
                    keys.append(hit.key)
                case _:
                    pass
    return keys


def _people_address(number: str) -> str | None:
    """Give the page of a municipality's people, to those who may open it."""
    person = current_person()
    if person is None or not person.has(Role.ADMINISTRATOR) or not has_endpoint("accounts.municipality"):
        return None
    return url_for("accounts.municipality", municipality=number)


def _item_address(question: Question, released: dict[str, int]) -> str | None:
    number = released.get(question.key)
    if number is None or not has_endpoint("aggregates.item"):
        return None
    return url_for(
        "aggregates.item", number=number, survey_key=question.survey.key, item_key=question.item.key
    )


def _clause_address(point: Point, released: dict[str, int]) -> str | None:
    number = released.get(point.clause.key)
    if number is None or not has_endpoint("aggregates.clause"):
        return None
    return url_for("aggregates.clause", number=number, clause_key=point.clause.key)
