"""Answering a survey together, approving the answers, and delivering them."""
