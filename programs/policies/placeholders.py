"""The placeholders of a letter: `{name}` becomes a value, all other text is literal.

A line that begins with `{?name}` is printed only where that is given; "no" and no answer do not
count as given.
"""

import re
from collections.abc import Collection, Mapping

# Available in every letter, besides the answers to the edition's questions.
BASE_FIELDS = frozenset(
    {"number", "date", "year_end", "enterprise", "nib", "address", "regency", "scheme", "reason"}
)
# Available in the printable sheet of a document; whatever is not known is left to be filled in by
# hand.
SHEET_FIELDS = BASE_FIELDS - {"reason", "year_end", "date"} | {"person"}
_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_CONDITION = re.compile(r"^\{\?([a-z][a-z0-9_]*)\} ?")
_ANY = re.compile(r"\{\??([a-z][a-z0-9_]*)\}")


def fields_of(text: str) -> frozenset[str]:
    """Return the names of the fields in `text`, including those that only decide on a line."""
    return frozenset(_ANY.findall(text))


def standing_lines(text: str, given: Collection[str]) -> str:
    """Return `text` with the lines whose condition is given, without the marks of conditions."""
    lines = []
    for line in text.split("\n"):
        condition = _CONDITION.match(line)
        if condition is None:
            lines.append(line)
        elif condition[1] in given:
            lines.append(line[condition.end() :])
    return "\n".join(lines)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with the value of each field in its place; an unknown one stays as written."""
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)
