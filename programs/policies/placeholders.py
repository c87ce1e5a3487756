"""The placeholders of a letter: `{name}` stands for a value, all other text is literal."""

import re
from collections.abc import Mapping

# Available in every letter, besides the answers to the edition's questions.
BASE_FIELDS = frozenset(
    {"number", "date", "year_end", "enterprise", "nib", "address", "regency", "scheme", "reason"}
)
# Available in the printable sheet of a document; whatever is not known is left to be written.
SHEET_FIELDS = BASE_FIELDS - {"reason", "year_end", "date"} | {"person"}
_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def fields_of(text: str) -> frozenset[str]:
    """Return the names of the fields in `text`."""
    return frozenset(_FIELD.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with the value of each field in its place; an unknown one stays as written."""
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)
