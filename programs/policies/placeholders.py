"""The placeholders of a letter: `{name}` stands for a value, all other text is literal."""

import re

# Available in every letter, besides the answers to the edition's questions.
BASE_FIELDS = frozenset({"number", "date", "enterprise", "nib", "regency", "scheme", "reason"})
_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def fields_of(text: str) -> frozenset[str]:
    """Return the names of the fields in `text`."""
    return frozenset(_FIELD.findall(text))
