"""Cleaning of untrusted files in a process of its own with narrow limits.

That process imports this package, but neither Django nor any secret.
"""
