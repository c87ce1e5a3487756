"""One PDF of a typeset summary and the files that belong to it.

It is made in a separate process with tight limits, which imports this package, but neither Django
nor any secret.
"""

from typing import Final

# The file in the folder that the process writes.
RESULT: Final = "result.pdf"
