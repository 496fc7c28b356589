"""A chart of a release, served from where it is kept, under the hash of its bytes."""

from __future__ import annotations

from flask import Response, abort

from webapp.aggregates import figures
from webapp.aggregates.views.routes import blueprint
from webapp.core.person import Role
from webapp.store.database import reading
from webapp.web.guards import ks

FOR_EVER = "private, max-age=31536000, immutable"
ALONE = "default-src 'none'; sandbox"
"""The policy of a chart that is opened by itself: it needs nothing, so it gets nothing."""


@blueprint.get("/resultater/<int(max=2147483647):number>/fil/<sha256>.svg")
@ks(Role.ADVISER)
def chart(number: int, sha256: str) -> Response:
    """Give the bytes with this hash; they never change, so a browser may keep them for ever."""
    with reading() as session:
        found = figures.file_with_hash(session, number, sha256)
    if found is None or found.content is None:
        abort(404)
    response = Response(found.content, mimetype=found.media_type)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = ALONE
    response.set_etag(found.sha256)
    return response
