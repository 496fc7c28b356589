"""The pages under Help."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from webapp.help.queries import GUIDES, own_first
from webapp.web.guards import current_person, public
from webapp.web.languages import current

blueprint = Blueprint("help", __name__, template_folder="templates")


@blueprint.get("/hjelp")
@public
def front() -> ResponseReturnValue:
    """Show the guides, one's own first."""
    own, others = own_first(current_person())
    return render_template("help/front.html", own=own, others=others)


@blueprint.get("/hjelp/<key>")
@public
def guide(key: str) -> ResponseReturnValue:
    """Show one guide."""
    wanted = GUIDES.get(key)
    if wanted is None:
        abort(404)
    return render_template("help/guide.html", guide=wanted, text=wanted.text(current()))
