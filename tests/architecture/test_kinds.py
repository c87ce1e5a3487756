"""A kind is complete in every layer. `FILES` is the one list of what a new kind needs."""

import pytest

from programs.enums import Kind
from programs.kinds.registry import running_kinds, spec_of
from programs.services.scheme_files import read_schemes
from tests.architecture.source import ROOT, none_of

FILES = (
    "programs/policies/{kind}.py",
    "programs/kinds/{kind}.py",
    "tests/programs/policies/test_{kind}.py",
    "tests/flows/test_{kind}.py",
)


def kinds_of_schemes() -> set[str]:
    return {content["scheme"]["kind"] for content in read_schemes().values()}


@pytest.mark.parametrize("kind", running_kinds())
@pytest.mark.parametrize("pattern", FILES)
def test_kind_has_its_file(kind: Kind, pattern: str) -> None:
    assert (ROOT / pattern.format(kind=kind)).exists()


def test_every_running_kind_has_a_scheme_and_every_scheme_a_running_kind() -> None:
    assert {str(kind) for kind in running_kinds()} == kinds_of_schemes()


@pytest.mark.parametrize("kind", running_kinds())
def test_kind_is_registered_under_its_own_name(kind: Kind) -> None:
    assert spec_of(kind).kind == kind
    assert spec_of(kind).checks


def test_contributing_tells_the_files_of_a_kind() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    none_of([p for p in FILES if p.replace("{kind}", "<kind>") not in guide])
