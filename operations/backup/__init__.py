"""A full copy of a portal (tables, files, keys) and the way back from it."""
