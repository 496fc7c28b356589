"""Releases: what the municipalities answered, together and protected."""
