"""Rules of what leaves the portal, free of the database."""
