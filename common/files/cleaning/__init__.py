"""Cleaning of untrusted files in a separate process with tight limits.

That process imports this package, but neither Django nor any secret.
"""
