"""The answer of the merging process for files of which it can make no PDF."""


class CannotMerge(Exception):
    """The files cannot be merged. `code` is broken, too_many_pages or too_heavy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
