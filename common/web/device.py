"""Which browser on which system sent a request, by the names that people know."""

import re
from typing import Final

# In this order: a browser also names those that it is based on.
_BROWSERS: Final = (
    ("Edge", r"\bEdg(A|iOS|e)?/"),
    ("Opera", r"\bOPR/|\bOpera"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("UC Browser", r"\bUCBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS|Chromium)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS: Final = (
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMacintosh\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Linux", r"\bLinux\b"),
)
_READ: Final = 512


def device_name(user_agent: str) -> str:
    """Return a text such as `Chrome · Android`; '' for a client that names neither.

    The client's claim may be false: the name only helps a person to recognise a device.
    """
    text = user_agent[:_READ]
    found = [
        next((name for name, sign in signs if re.search(sign, text)), "")
        for signs in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in found if name)
