"""The resource limits for one file, measured with the hostile files of the tests.

The largest picture that is accepted takes 1.5 seconds and 450 MB, a typical photo a tenth of that.
Ten megabytes of empty objects can drive qpdf past 700 MB, and it then ends the whole process.
"""

from typing import Final

MEMORY_BYTES: Final = 640 * 1024 * 1024
CPU_SECONDS: Final = 10
WALL_SECONDS: Final = 20
FILE_BYTES: Final = 48 * 1024 * 1024
MAX_PAGES: Final = 200
# Per web process, so that its other threads can answer pages.
MAX_PROCESSES: Final = 2
