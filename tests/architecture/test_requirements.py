"""The locked requirements: pinned, hashed, free of URLs, and consistent with `requirements*.in`."""

import re

import pytest

from tests.architecture.source import ROOT, none_of

PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(\[[^\]]*\])?==\S+")
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")
LOCKS = ("requirements", "requirements-dev")


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements_of(name: str) -> set[str]:
    found = set()
    for line in (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= requirements_of(line[3:].strip().removesuffix(".in"))
        elif match := NAME.match(line):
            found.add(normalised(match[1]))
    return found


def entries(name: str) -> list[str]:
    """Return each locked package with its hashes on one line."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    lines = text.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_and_hashed(name: str) -> None:
    loose = [e for e in entries(name) if not PIN.match(e) or "--hash=sha256:" not in e]
    none_of(loose)


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_contains_a_url(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    none_of([line for line in text.splitlines() if "://" in line or line.startswith("-")])


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_locked(name: str) -> None:
    locked = {normalised(match[1]) for e in entries(name) if (match := PIN.match(e))}
    none_of(requirements_of(name) - locked)


def test_both_locks_agree() -> None:
    pins = [{e.split()[0] for e in entries(name)} for name in LOCKS]
    none_of(pins[0] - pins[1])
