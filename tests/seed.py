"""The small, fixed content that most tests start from; it owes nothing to webapp.rehearsal."""


def seed(url: str) -> None:
    """Fill a freshly migrated database."""
