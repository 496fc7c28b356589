"""The blueprint that the pages of filling in hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("filling", "webapp.filling", template_folder="templates")
