"""Template tags about enterprises."""
