"""Every kind is complete. `FILES` is the single list of the files that a new kind needs."""

import pytest
from django.conf import settings

from programs.kinds.registry import declarations
from programs.services.scheme_files import read_schemes
from tests.architecture.source import ROOT, contracts, layer_groups, none_of

FILES = (
    "{app}/__init__.py",
    "{app}/kind.py",
    "{app}/policies.py",
    "{app}/README.md",
)
KINDS = dict(zip(settings.PROGRAM_KINDS, declarations(settings.PROGRAM_KINDS), strict=True))


@pytest.mark.parametrize("app", KINDS)
@pytest.mark.parametrize("pattern", FILES)
def test_kind_has_its_file(app: str, pattern: str) -> None:
    path = ROOT / pattern.format(app=app)
    assert path.exists() or path.with_suffix("").is_dir()


def test_every_kind_has_a_scheme_and_every_scheme_a_kind() -> None:
    schemes = {content["scheme"]["kind"] for content in read_schemes().values()}
    assert {kind.code for kind in KINDS.values()} == schemes


@pytest.mark.parametrize("app", KINDS)
def test_the_schemes_of_a_kind_are_in_its_folder(app: str) -> None:
    codes = {path.stem for path in KINDS[app].data.glob("*.toml")}
    schemes = {
        code: content["scheme"]["kind"] for code, content in read_schemes().items() if code in codes
    }
    assert schemes == dict.fromkeys(codes, KINDS[app].code)
    assert KINDS[app].data == ROOT / app / "data"


def test_import_contracts_name_the_kinds() -> None:
    """A kind is listed in four places of `.importlinter`; report where one is missing."""
    layer = next(group for group in layer_groups() if settings.PROGRAM_KINDS[0] in group)
    places = {
        "root_packages": contracts()["importlinter"]["root_packages"].split(),
        "layers": layer,
        "independence": contracts()["importlinter:contract:kinds"]["modules"].split(),
        "containers": contracts()["importlinter:contract:inside"]["containers"].split(),
    }
    none_of(
        f"{app} in {place}"
        for place, listed in places.items()
        for app in settings.PROGRAM_KINDS
        if app not in listed
    )
    assert layer == places["independence"] == settings.PROGRAM_KINDS


def test_contributing_lists_the_files_of_a_kind() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    none_of([p for p in FILES if p.replace("{app}", "<kind>") not in guide])
