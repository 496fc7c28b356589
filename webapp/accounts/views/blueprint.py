"""The blueprint that the room's views hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", "webapp.accounts", template_folder="templates")
