"""Documents to take away: a small model of what is said, and a typesetter that makes it a tagged PDF."""

from webapp.documents.typesetting import NotDrawnError, renderer, set_document, source_hash

__all__ = ["NotDrawnError", "renderer", "set_document", "source_hash"]
