"""Sentences for what the rules found."""
