"""The office's side of letters: positions, numbers, what waits for a signature, the agenda book."""

from letters.admin import holder, number_source, position

__all__ = ["holder", "number_source", "position"]
