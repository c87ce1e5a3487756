"""Business classification codes."""

from reference.models import Kbli


def find_kbli(code: str, version: str) -> Kbli | None:
    """The class `code` of the edition ("2020", "2025"), or None: our lists are not complete."""
    return Kbli.objects.filter(code=code, version=version).first()
