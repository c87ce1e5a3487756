"""What the cleaning process says about a file that it does not take."""

from collections.abc import Mapping


class Refused(Exception):
    """A refusal by code; `params` are plain numbers and words for the sentence."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, int | str] = params
