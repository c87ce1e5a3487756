"""Templates: all used, all references valid, and nothing inline on any page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.source import (
    called,
    calls,
    files,
    name_of,
    nodes,
    none_of,
    pattern_of,
    python_files,
    template_folders,
    text,
)

PATHS = {
    path.relative_to(folder).as_posix(): path
    for folder in template_folders()
    for path in files()
    if path.is_relative_to(folder)
}
NAMES = tuple(PATHS)
REFERENCE = re.compile(r"\{%-?\s*(?:extends|include)\s+['\"]([^'\"]+)['\"]")
URL = re.compile(r"\{%\s*url\s+['\"]([^'\"]+)['\"]")
INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "style": re.compile(r"<style\b|<[^>]*\sstyle\s*=", re.IGNORECASE),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "address": re.compile(r"javascript:", re.IGNORECASE),
}
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
# Mail programs ignore style sheets.
MAY_BE_INLINE = ("notifications/email.html",)
# Loaded by libraries that have no such template themselves.
LOADED_BY_LIBRARIES = {"429.html": "allauth, when a rate limit is reached"}
FOUND_BY_NAME = re.compile(r"^notifications/[^/]+/(subject|body|label)\.txt$")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def overrides_a_library(name: str) -> bool:
    """Tell whether a library has a template of the same name, which ours replaces."""
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        for origin in loader.get_template_sources(name):
            path = Path(origin.name)
            if path.exists() and not any(map(path.is_relative_to, template_folders())):
                return True
    return False


def names_templates(pattern: str) -> bool:
    return pattern.endswith((r"\.html", r"\.txt")) and "/" in pattern.split("[^/]+")[0]


def named_in_python() -> tuple[set[str], list[re.Pattern[str]]]:
    names: set[str] = set()
    patterns: list[re.Pattern[str]] = []
    for path in python_files():
        for node in nodes(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
            elif isinstance(node, ast.JoinedStr) and names_templates(pattern := pattern_of(node)):
                patterns.append(re.compile(pattern + r"\Z"))
    return names, patterns


def test_every_template_is_used() -> None:
    names, patterns = named_in_python()
    for path in PATHS.values():
        names |= {*REFERENCE.findall(read(path))}
        names |= {*re.findall(r"['\"]([\w./-]+\.(?:html|txt))['\"]", read(path))}
    unused = [
        name
        for name in NAMES
        if name not in names | LOADED_BY_LIBRARIES.keys()
        and not FOUND_BY_NAME.match(name)
        and not any(p.match(name) for p in patterns)
        and not overrides_a_library(name)
    ]
    none_of(unused)


@pytest.mark.parametrize("name", NAMES)
def test_template_can_be_read_and_finds_its_parts(name: str) -> None:
    get_template(name)
    for other in REFERENCE.findall(read(PATHS[name])):
        get_template(other)


def url_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield f"{prefix}{entry.name}"
        else:
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from url_names(entry, inner)


def test_every_address_named_in_a_template_exists() -> None:
    known = {*url_names(get_resolver())}
    wrong = [f"{name_of(p)}: {url}" for p in PATHS.values() for url in URL.findall(read(p))]
    none_of([w for w in wrong if w.split(": ")[1] not in known])


def test_every_address_named_in_python_exists() -> None:
    known = {*url_names(get_resolver())}
    wrong = [
        f"{name_of(path)}:{call.lineno} {url}"
        for path in python_files()
        for call in calls(path)
        if called(call) in {"reverse", "reverse_lazy"}
        and call.args
        and (url := text(call.args[0])) is not None
        and url not in known
    ]
    none_of(wrong)


@pytest.mark.parametrize("what", INLINE)
def test_nothing_is_inline_on_a_page(what: str) -> None:
    found = [
        name
        for name, path in PATHS.items()
        if path.suffix == ".html"
        and name not in MAY_BE_INLINE
        and INLINE[what].search(TAGS.sub("", read(path)))
    ]
    none_of(found)
