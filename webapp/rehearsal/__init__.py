"""Synthetic rounds for a database of their own: for the demo, for measuring, and for trying a round out."""
