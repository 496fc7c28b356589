"""The pages of filling in: the municipality's front page, a survey and its sections, approval, and the receipt."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, current_app
from flask.blueprints import BlueprintSetupState

from webapp.core.person import MUNICIPAL_ROLES
from webapp.core.submission import BarredError
from webapp.filling.views import approval, front, section, survey
from webapp.filling.views.routes import blueprint
from webapp.filling.views.words import barrier_words
from webapp.web import errors, navigation
from webapp.web.words import lazy_gettext


@blueprint.errorhandler(BarredError)
def barred(error: BarredError) -> Response:
    """Say why it cannot be done now; nothing was changed."""
    current_app.logger.info("barred: %s", error)
    return errors.page(409, lead=barrier_words(error.barrier))


@blueprint.record_once
def register(state: BlueprintSetupState) -> None:
    """Put the municipality's pages in the menu of those who have a role there."""
    navigation.register(
        cast("Flask", state.app),
        navigation.Entry(
            "filling.home",
            lazy_gettext("Self-assessment"),
            roles=MUNICIPAL_ROLES,
            order=10,
            also=("filling",),
        ),
    )


__all__ = ("approval", "blueprint", "front", "section", "survey")
