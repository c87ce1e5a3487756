"""System checks over the files of the schemes."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from programs.kinds.registry import require_declared
from programs.services.scheme_files import read_schemes


def check_kinds(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Report every scheme whose kind or outcome no kind app declares."""
    errors: list[CheckMessage] = []
    for code, content in read_schemes().items():
        try:
            require_declared(content["scheme"]["kind"], content["scheme"]["outcome"])
        except ValueError as error:
            errors.append(Error(f"{code}: {error}", id="programs.E001"))
    return errors
