"""The forms of the rows of an edition, one module per table."""
