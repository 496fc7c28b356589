"""The blueprint that the pages of releases hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("aggregates", "webapp.aggregates", template_folder="templates")
