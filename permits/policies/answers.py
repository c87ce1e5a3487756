"""Which document of an application a permit answers, so that nobody uploads it again. Pure."""

from collections.abc import Mapping
from typing import Final

# By the kind of permit, the kind of document (`document_kind` of a requirement) that it is.
ANSWERS: Final[Mapping[str, str]] = {"surat-kelompok-usaha": "group_letter"}
