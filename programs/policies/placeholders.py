"""The fields of a letter: `{name}` stands for a value, anything else for itself."""

import re
from collections.abc import Mapping

# What every letter may name; the answers of the edition's questions come on top.
BASE_FIELDS = frozenset({"number", "date", "enterprise", "nib", "regency", "scheme", "reason"})
_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def fields_of(text: str) -> frozenset[str]:
    """The names that `text` asks for."""
    return frozenset(_FIELD.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its fields; raises KeyError for a field without a value."""
    return _FIELD.sub(lambda found: values[found[1]], text)
