"""KBLI codes as people write them."""

import pytest

from enterprises.policies.kbli_codes import NotAKbli, read_kbli


@pytest.mark.parametrize(
    "text",
    [
        "14120", "14120.0", "KBLI 14120", "14120 - Konveksi", "14120: Konveksi", "14120 (Konveksi)",
        "14120) Konveksi", "14120*", "14120& Konveksi", "14120; Konveksi", "14120_Konveksi",
    ],
)  # fmt: skip
def test_a_title_behind_a_code_is_left_out(text: str) -> None:
    assert read_kbli(text) == "14120"


@pytest.mark.parametrize(
    "text", ["", "1412", "141209", "14120A", "14120; 14130", "14120* 2", "Konveksi 14120"]
)
def test_anything_else_is_no_code(text: str) -> None:
    with pytest.raises(NotAKbli):
        read_kbli(text)
