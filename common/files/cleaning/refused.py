"""The cleaning process's refusal of a file."""

from collections.abc import Mapping


class Refused(Exception):
    """A refusal by code; `params` are plain values for its message."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, int | str] = params
