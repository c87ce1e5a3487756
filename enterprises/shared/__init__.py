"""Parts of pages about enterprises that other apps show."""
