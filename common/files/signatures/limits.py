"""The resource limits for reading the signatures of one file.

Most of the second that it takes is loading the library. Three hundred signatures take one more.
"""

from typing import Final

CPU_SECONDS: Final = 10
WALL_SECONDS: Final = 15
