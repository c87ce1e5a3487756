"""The names of browsers and systems."""

import pytest

from common.web.device import device_name


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 13) Chrome/119 Safari/537", "Chrome · Android"),
        ("Mozilla/5.0 (Android 11) SamsungBrowser/23 Chrome/115", "Samsung Internet · Android"),
        ("Mozilla/5.0 (iPhone; CPU OS 17) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/120 Safari/537 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120) Gecko/20100101 Firefox/120.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Chrome/120 Safari/537 OPR/106", "Opera · macOS"),
        ("curl/8.0", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
        ("x" * 100_000 + " Firefox/1", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_as_people_know_it(agent: str, name: str) -> None:
    assert device_name(agent) == name
