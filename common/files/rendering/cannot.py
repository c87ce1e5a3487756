"""The answer of the drawing process for a file of which it can make no picture."""


class CannotRender(Exception):
    """No picture can be made. `code` is broken, no_page, too_dense or too_heavy."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
