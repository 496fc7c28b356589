"""Finding a municipality, a clause, a question or a person at once."""
