"""The editor of editions: one page to read or edit one, the figures on it, and publication."""
