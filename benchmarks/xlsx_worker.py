"""`python -m benchmarks.xlsx_worker FILE`: write the report in a separate process."""

import sys
from pathlib import Path

import django

django.setup()

from benchmarks.exports import write_one  # noqa: E402 - needs Django

write_one(Path(sys.argv[1]))
