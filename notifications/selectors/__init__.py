"""Queries on messages and preferences."""
