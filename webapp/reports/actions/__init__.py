"""What is done with reports: making one, writing in it, setting it."""

from webapp.reports.actions.building import (
    BUILD_JOB,
    TEXT_MAX,
    Built,
    ConflictError,
    UnknownPlaceError,
    build,
    build_lock,
    compiled_in,
    document,
    file_name,
    known_places,
    lacking_charts,
    make_report,
    material,
    save_text,
)
from webapp.reports.actions.content import INTRODUCTION, inserts
from webapp.reports.actions.gathering import NoSuchReportError

__all__ = [
    "BUILD_JOB",
    "INTRODUCTION",
    "TEXT_MAX",
    "Built",
    "ConflictError",
    "NoSuchReportError",
    "UnknownPlaceError",
    "build",
    "build_lock",
    "compiled_in",
    "document",
    "file_name",
    "inserts",
    "known_places",
    "lacking_charts",
    "make_report",
    "material",
    "save_text",
]
