"""Making a release: the one way from delivered answers to figures."""

from webapp.aggregates.actions.releasing import (
    Prepared,
    ReleaseError,
    ReleaseFault,
    keep_release,
    prepare_release,
)

__all__ = ["Prepared", "ReleaseError", "ReleaseFault", "keep_release", "prepare_release"]
