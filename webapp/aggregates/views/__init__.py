"""The pages on which an adviser reads releases: the list, a release, an item or clause, and its charts."""

from __future__ import annotations

from typing import cast

from flask import Flask
from flask.blueprints import BlueprintSetupState

from webapp.aggregates.views import files, listing, overview, subject
from webapp.aggregates.views.routes import blueprint
from webapp.core.person import Role
from webapp.web import navigation
from webapp.web.words import lazy_gettext


@blueprint.record_once
def register(state: BlueprintSetupState) -> None:
    """Put the releases in the menu of advisers."""
    navigation.register(
        cast("Flask", state.app),
        navigation.Entry(
            "aggregates.index",
            lazy_gettext("Results"),
            roles=frozenset({Role.ADVISER}),
            order=30,
            also=("aggregates",),
        ),
    )


__all__ = ("blueprint", "files", "listing", "overview", "subject")
