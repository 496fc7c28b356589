"""What every answer tells the browser: what it may load, who may frame it, and whether it may be kept."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from webapp.settings import Settings

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
"""No inline script or style anywhere: nothing that gets into a page can run (CONVENTIONS 1)."""

ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS: Final = "max-age=63072000; includeSubDomains"


def set_up(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer of ``app``, and name its cookies so that only this host can set them."""
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_PATH="/")
    if settings.is_secure:
        app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-session")
        app.config.update(PREFERRED_URL_SCHEME="https")
        app.config.setdefault("REMEMBER_COOKIE_NAME", "__Host-remember")
        app.config.setdefault("REMEMBER_COOKIE_SECURE", True)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if settings.is_secure:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        if request.endpoint not in {"static", "asset"} and "Cache-Control" not in response.headers:
            # asking who it is could need a database that is away; the cookie is enough to be careful
            private = app.config["SESSION_COOKIE_NAME"] in request.cookies or request.method == "POST"
            response.headers["Cache-Control"] = "no-store" if private else "no-cache"
            response.headers.add("Vary", "Cookie, Accept-Language")
        return response
