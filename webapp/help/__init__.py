"""Help: a guide for each role, and how the figures are made."""
