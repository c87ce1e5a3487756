"""The access matrix: every address of the portal, every role, and the outcome of the request."""
