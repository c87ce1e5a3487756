"""Full copies of a portal (tables, files, keys), and putting one back."""
