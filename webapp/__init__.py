"""Godpraksis: municipalities assess themselves, and KS reads how good practice spreads."""
