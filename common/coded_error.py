"""Errors of pure modules. Pure: a caller maps each code to a message."""


class CodedError(ValueError):
    """An error whose only text is a stable `code`, never the value that caused it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
