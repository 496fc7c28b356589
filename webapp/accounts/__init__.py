"""Signing in, and belonging to a municipality or to KS."""
