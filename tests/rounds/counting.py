"""How many statements a page cost, without what SQLite says when a connection is new or a transaction begins."""

from tests.pages import Pages


def statements(pages: Pages) -> int:
    """Give the number of statements that the last request ran and that look anything up or change anything."""
    return sum(not sql.startswith(("BEGIN", "PRAGMA")) for sql in pages.sql)
