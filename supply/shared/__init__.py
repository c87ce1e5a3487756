"""Parts of supply that others show."""
