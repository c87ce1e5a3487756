"""A short text that changes whenever the content of a row does. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_LENGTH = 20


def row_version(columns: Mapping[str, Any]) -> str:
    """Return the version of a row with these columns, so that a form can tell a later change."""
    text = json.dumps(columns, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
