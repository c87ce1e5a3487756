"""Two people, or two tabs, that edit one row: what a page showed, and what changed meanwhile."""
