"""Names that are read as another name."""

import pytest

from common.identity.look_alikes import is_called_like

SEAL = "Segel elektronik Portal UMKM Jawa Timur"


@pytest.mark.parametrize(
    "name",
    [
        SEAL,
        f"  {SEAL.upper()}. ",
        SEAL.replace("a", "\u0430").replace("e", "\u0435").replace("o", "\u043e"),
        SEAL.replace("M", "\u041c").replace("l", "1").replace("t", "\u0442"),
        "\uff33egel-elektronik Portal UMKM Jawatimur",
        "Segel Elektronik Portal UMKM Jatim",
    ],
)
def test_it_is_taken_for_the_seal(name: str) -> None:
    assert is_called_like(name, SEAL)


@pytest.mark.parametrize(
    "name", ["", "Segel", "BSrE", "Siti Aminah, S.E.", "Bank Jatim", "\u0430" * 120]
)
def test_it_is_another_name(name: str) -> None:
    assert not is_called_like(name, SEAL)
