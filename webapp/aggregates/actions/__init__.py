"""Making a release: the one way from delivered answers to figures."""

from webapp.aggregates.actions.releasing import (
    Prepared,
    Recounted,
    ReleaseError,
    ReleaseFault,
    keep_release,
    prepare_release,
    recount,
)

__all__ = [
    "Prepared",
    "Recounted",
    "ReleaseError",
    "ReleaseFault",
    "keep_release",
    "prepare_release",
    "recount",
]
