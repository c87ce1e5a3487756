import pytest

from enterprises.policies.sectors import SectorGroup, sector_group


@pytest.mark.parametrize("version", ["2020", "2025"])
@pytest.mark.parametrize(
    ("kbli", "group"),
    [
        ("01111", "agriculture"),
        ("01270", "plantation"),
        ("01301", "agriculture"),
        ("01411", "livestock"),
        ("01500", "agriculture"),
        ("01610", "agriculture"),
        ("01", "agriculture"),
        ("02130", "agriculture"),
        ("03111", "fishery"),
        ("05100", "services"),
        ("09900", "services"),
        ("10794", "manufacturing"),
        ("31001", "manufacturing"),
        ("33190", "manufacturing"),
        ("35101", "services"),
        ("44000", "services"),
        ("45101", "trade"),
        ("47111", "trade"),
        ("49110", "services"),
        ("96122", "services"),
    ],
)
def test_sector_of_a_code(kbli: str, version: str, group: SectorGroup) -> None:
    assert sector_group(kbli, version) == group


@pytest.mark.parametrize("kbli", ["", "1", "011111", "1A", "٠١", " 01", "-1"])
def test_what_is_no_code_is_refused(kbli: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        sector_group(kbli, "2020")


def test_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        sector_group("01111", "2015")
