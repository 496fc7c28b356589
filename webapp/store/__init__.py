"""What is kept: tables, the queries two activities share, definitions and reference data."""
