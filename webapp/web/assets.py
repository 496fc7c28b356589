"""The files a page needs beside its HTML: one digest in their address, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response, send_from_directory, url_for

from webapp.web.guards import public

FOR_EVER = "public, max-age=31536000, immutable"
STATIC = Path(__file__).parent / "static"


def digest_of(folder: Path) -> str:
    """Give a short digest of every file in ``folder``: names and bytes."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:16]


def set_up(app: Flask, folder: Path = STATIC) -> None:
    """Serve ``folder`` under ``/assets/<digest>/`` and give templates ``asset("css/page.css")``.

    The digest is of the whole folder and stands in the path, so that what a stylesheet or module itself
    asks for, by a relative address, is renewed with it.
    """
    digest = digest_of(folder)

    @app.get("/assets/<digest>/<path:filename>", endpoint="asset")
    @public
    def serve(digest: str, filename: str) -> Response:
        response = send_from_directory(folder, filename, max_age=0)
        if digest == current:
            response.headers["Cache-Control"] = FOR_EVER
        return response

    def asset(filename: str) -> str:
        return url_for("asset", digest=digest, filename=filename)

    current = digest
    app.jinja_env.globals["asset"] = asset
