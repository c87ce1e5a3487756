"""Reading messages and choices."""
