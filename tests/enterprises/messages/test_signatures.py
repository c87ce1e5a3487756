"""What people read of the signatures of a file."""

from dataclasses import replace

import pytest

from common.files.signatures.found import UNREADABLE, Signature, Signatures, SignatureState
from enterprises.messages.signatures import signature_line, signature_lines
from tests.common.files.signed_pdfs import SIGNED_AT, STAMPED_AT

SIGNED = Signature("Siti", SIGNED_AT, None, is_timestamp=False, state=SignatureState.WHOLE)
AT = "20 Nov 2026, 10.15 WIB"
CAUTION = (
    "Nama dan waktu menurut berkas itu sendiri; sertifikat belum diperiksa ke penyelenggara "
    "sertifikat elektronik (PSrE)."
)


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("whole", f"Ditandatangani elektronik oleh Siti pada {AT}; isi berkas utuh sejak "
         "ditandatangani."),
        ("signed_again", f"Ditandatangani elektronik oleh Siti pada {AT}; sesudahnya berkas hanya "
         "ditambah tanda tangan atau cap waktu lain."),
        ("changed", f"Ditandatangani elektronik oleh Siti pada {AT}; ada perubahan setelah tanda "
         "tangan."),
        ("broken", "Memuat tanda tangan elektronik atas nama Siti; isi berkas tidak cocok dengan "
         "tanda tangan ini."),
        ("partial", "Memuat tanda tangan elektronik atas nama Siti; tanda tangan ini tidak "
         "mencakup seluruh isi berkas."),
        ("unchecked", "Memuat tanda tangan elektronik atas nama Siti; tanda tangan ini tidak dapat "
         "diperiksa oleh portal."),
    ],
)  # fmt: skip
def test_each_state_is_said_plainly(state: str, line: str) -> None:
    assert signature_line(replace(SIGNED, state=SignatureState(state))) == line


def test_the_time_is_that_of_a_stamp_where_there_is_one() -> None:
    tail = "; isi berkas utuh sejak ditandatangani."
    stamped = replace(SIGNED, stamped_at=STAMPED_AT)
    words = "dengan cap waktu 20 Nov 2026, 10.16 WIB"
    assert signature_line(stamped) == f"Ditandatangani elektronik oleh Siti, {words}{tail}"
    timeless = replace(SIGNED, signed_at=None, signer="")
    assert signature_line(timeless) == (
        f"Ditandatangani elektronik oleh penanda tangan tanpa nama tanpa keterangan waktu{tail}"
    )
    whole = replace(SIGNED, is_timestamp=True)
    assert signature_line(whole) == f"Diberi cap waktu elektronik oleh Siti pada {AT}{tail}"


def test_a_file_says_what_was_not_checked() -> None:
    assert signature_lines(Signatures(1, [SIGNED])) == [signature_line(SIGNED), CAUTION]
    assert signature_lines(Signatures(1000, [SIGNED])) == [
        signature_line(SIGNED),
        "Berkas ini memuat 1000 tanda tangan; yang diperiksa 1 yang pertama.",
        CAUTION,
    ]
    assert signature_lines(UNREADABLE) == [
        "Berkas ini memuat tanda tangan elektronik yang tidak dapat diperiksa oleh portal."
    ]
