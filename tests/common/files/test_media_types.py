import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import UnsupportedMedia
from common.files.media_types import (
    PDF,
    clean_filename,
    media_type_of,
    refuse_name_of_program,
)


@pytest.mark.parametrize(
    ("name", "extension", "expected"),
    [
        ("ktp.jpg", "", "ktp.jpg"),
        ("../../etc/passwd", "", "passwd"),
        ("C:\\Users\\Budi\\ktp.png", "png", "ktp.png"),
        ("foto\u202egpj.exe", "jpg", "fotogpj.exe.jpg"),
        ('a"b<c>d|e?f*g:h.jpg', "jpg", "abcdefgh.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "jpg", "a Set-Cookie x.jpg"),
        ("", "pdf", "berkas.pdf"),
        ("...", "pdf", "berkas.pdf"),
        (".jpg", "jpg", "jpg.jpg"),
        ("ktp.pdf", "jpg", "ktp.jpg"),
        ("DSC_0001.MPO", "jpg", "DSC_0001.jpg"),
        ("unggahan.tmp", "pdf", "unggahan.pdf"),
        ("surat no. 12.5", "pdf", "surat no. 12.5.pdf"),
        ("Akta Pendirian é.PDF", "pdf", "Akta Pendirian é.pdf"),
        ("a" * 300 + ".jpg", "jpg", "a" * 116 + ".jpg"),
    ],
)
def test_filename_is_made_safe(name: str, extension: str, expected: str) -> None:
    assert clean_filename(name, extension=extension) == expected


@pytest.mark.parametrize(
    "ending", ["bin", "docm", "xlsm", "pptx", "PPT", "zip", "rar", "txt", "docx", "heic"]
)
def test_a_wrong_ending_is_corrected_and_not_kept_inside(ending: str) -> None:
    refuse_name_of_program(f"ktp.{ending}")
    assert clean_filename(f"ktp.{ending}", extension="jpg") == "ktp.jpg"


@given(st.text(max_size=300), st.sampled_from(["", "jpg", "pdf"]))
def test_any_filename_becomes_a_plain_one(name: str, extension: str) -> None:
    clean = clean_filename(name, extension=extension)
    assert 1 <= len(clean) <= 120
    assert not set(clean) & set('/\\<>:"|?*\r\n\0')
    assert clean.endswith(extension)


def test_the_sign_of_a_pdf_may_begin_within_the_first_kilobyte() -> None:
    assert media_type_of(b"x" * 1023 + b"%PDF-1.7\n") == PDF
    with pytest.raises(UnsupportedMedia):
        media_type_of(b"x" * 1024 + b"%PDF-1.7\n")
