"""Codes of agencies."""

from itertools import count
from typing import Final

from django.utils.text import slugify

from accounts.models import Agency

_LONGEST: Final = 50


def new_agency_code(name: str) -> str:
    """Return a code that no agency has yet, made from the name."""
    stem = slugify(name)[:_LONGEST].strip("-") or "dinas"
    candidates = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(code for code in candidates if not Agency.objects.filter(code=code).exists())
