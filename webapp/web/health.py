"""Tells a load balancer whether this process lives, and whether it can serve."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from webapp.store.database import WrongRevisionError, check_revision, in_use
from webapp.web.guards import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """Answer 200 as long as the process can answer at all."""
    return jsonify(alive=True)


@blueprint.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """Answer 200 when the database answers and is at this version's revision, else 503 with the reason."""
    try:
        check_revision(in_use())
    except WrongRevisionError as error:
        return jsonify(ready=False, why=str(error)), 503
    except SQLAlchemyError:
        return jsonify(ready=False, why="the database does not answer"), 503
    return jsonify(ready=True), 200
