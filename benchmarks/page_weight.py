"""The weight of a first visit: the page and every style, script and image it links to."""

import gzip
import re
from collections.abc import Sequence
from html import unescape
from urllib.parse import urljoin, urlsplit

import brotli
from django.conf import settings
from django.test import Client

from benchmarks.clients import fetch
from benchmarks.rounds import Figures, Line

_PAGES = {"home": "/", "programmes": "/program/", "sign_in": "/masuk/"}
_LINKS = re.compile(
    r'<(?:link|script|img|source|use)\b[^>]*?\b(?:href|src)="([^"#]+)', re.IGNORECASE
)
_IN_CSS = re.compile(r'url\(["\']?([^"\')]+)')


class Weights:
    """Bytes, the same in every round: raw, gzip and brotli at the levels of the portal."""

    name = "weights"
    lines: Sequence[Line] = ()

    def prepare(self) -> None:
        client = Client()
        self.figures: dict[str, float] = {}
        self.files: dict[str, list[str]] = {}
        for name, path in _PAGES.items():
            page = fetch(client, path)
            linked = static_files(page.decode(), path)
            self.files[name] = [f"{file} {len(static_bytes(file))}" for file in linked]
            parts = [page, *(static_bytes(file) for file in linked)]
            self.figures[f"{name}_requests"] = len(parts)
            self.figures[f"{name}_raw_kb"] = sum(map(len, parts)) / 1000
            self.figures[f"{name}_gzip_kb"] = sum(len(gzip.compress(p, 6)) for p in parts) / 1000
            self.figures[f"{name}_brotli_kb"] = sum(len(brotli.compress(p)) for p in parts) / 1000

    def round(self, number: int) -> Figures:
        return self.figures

    def notes(self) -> list[str]:
        return [f"{name}: {', '.join(files)}" for name, files in self.files.items()]


def static_files(page: str, path: str) -> list[str]:
    """Return the paths of the static files of a page, those its styles name included."""
    links = [unescape(link) for link in _LINKS.findall(page)]
    files = list(dict.fromkeys(urlsplit(urljoin(path, link)).path for link in links))
    files = [file for file in files if file.startswith(settings.STATIC_URL)]
    for style in [file for file in files if file.endswith(".css")]:
        css_links = _IN_CSS.findall(static_bytes(style).decode())
        files += [urljoin(style, link) for link in css_links if not link.startswith("data:")]
    return list(dict.fromkeys(files))


def static_bytes(path: str) -> bytes:
    """Return the collected file behind a static path."""
    return (settings.STATIC_ROOT / path.removeprefix(settings.STATIC_URL)).read_bytes()
