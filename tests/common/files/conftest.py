"""The tests of files clean them as the portal does: in processes, within their limits."""

import pytest


@pytest.fixture(autouse=True)
def _as_the_portal_does(cleaned_apart: None) -> None:
    pass
