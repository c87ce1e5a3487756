import hashlib
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from common.errors import DomainError, InvalidInput, TooLarge, UnsupportedMedia
from common.uploads import CleanFile, accept_upload, clean_filename

PDF = b"%PDF-1.7\nxref\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
LIMIT = 1_000_000


def photo(image_format: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, image_format)
    return out.getvalue()


def accept(data: bytes, filename: str = "ktp.jpg", max_bytes: int = LIMIT) -> CleanFile:
    return accept_upload(BytesIO(data), filename=filename, max_bytes=max_bytes)


@pytest.mark.parametrize(
    ("image_format", "name", "media_type", "extension"),
    [
        ("JPEG", "KTP Budi.JPEG", "image/jpeg", "jpg"),
        ("PNG", "KTP Budi.png", "image/png", "png"),
        ("WEBP", "KTP Budi.webp", "image/webp", "webp"),
        ("PNG", "KTP Budi.jpg", "image/png", "png"),
        ("JPEG", "KTP Budi", "image/jpeg", "jpg"),
    ],
)
def test_photo_is_written_anew(
    image_format: str, name: str, media_type: str, extension: str
) -> None:
    file = accept(photo(image_format), name)
    assert (file.media_type, file.extension) == (media_type, extension)
    assert file.filename == f"KTP Budi.{extension}"
    assert (file.width, file.height) == (40, 20)
    assert file.size == len(file.content)
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()


def test_pdf_is_kept_as_it_came() -> None:
    file = accept(PDF, "nib.pdf")
    assert (file.content, file.media_type, file.extension) == (PDF, "application/pdf", "pdf")
    assert (file.width, file.height) == (None, None)


def test_photo_with_a_program_behind_it_is_cleaned() -> None:
    file = accept(photo() + b"<?php echo 1; ?>", "foto.jpg")
    assert b"<?php" not in file.content


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "gambar.png"),
        (b"<!doctype html><script>1</script>", "ktp.jpg"),
        (b"<?php echo 1; ?>", "ktp.jpg"),
        (b"MZ" + b"\0" * 300, "ktp.jpg"),
        (b"GIF89a" + b"\0" * 300, "ktp.gif"),
        (b"hanya teks", "nib.pdf"),
        (b"\0", "ktp.jpg"),
    ],
)
def test_other_kinds_are_refused(data: bytes, name: str) -> None:
    with pytest.raises(UnsupportedMedia) as refusal:
        accept(data, name)
    assert refusal.value.code == "file_type"
    assert "JPG, PNG" in refusal.value.message


def test_zip_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ktp.jpg", photo())
    with pytest.raises(UnsupportedMedia) as refusal:
        accept(out.getvalue(), "ktp.jpg")
    assert refusal.value.code == "file_type"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (photo(), "ktp.pdf"),
        (photo(), "ktp.html"),
        (photo(), "ktp.jpg.exe"),
        (PDF, "nib.jpg"),
        (PDF, "nib.docx"),
    ],
)
def test_name_that_promises_another_kind_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(UnsupportedMedia) as refusal:
        accept(data, name)
    assert refusal.value.code == "file_name_mismatch"
    assert f".{name.rsplit('.', 1)[-1]}," in refusal.value.message


def test_empty_file_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        accept(b"")
    assert (refusal.value.code, refusal.value.field) == ("file_empty", "file")


def test_limit_is_inclusive_and_no_more_is_read() -> None:
    assert accept(PDF, "nib.pdf", max_bytes=len(PDF)).size == len(PDF)
    stream = BytesIO(PDF + b"x" * 1000)
    with pytest.raises(TooLarge) as refusal:
        accept_upload(stream, filename="nib.pdf", max_bytes=len(PDF))
    assert stream.tell() == len(PDF) + 1
    assert refusal.value.code == "file_too_large"


def test_limit_is_told_in_megabytes() -> None:
    with pytest.raises(TooLarge, match="file_too_large") as refusal:
        accept(b"x" * 2_621_441, max_bytes=2_621_440)
    assert "lebih besar dari 2,5 MB" in refusal.value.message


def test_broken_photo_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        accept(photo()[:-40])
    assert refusal.value.code == "image_broken"


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
        ("surat no. 12.5", "pdf", "surat no. 12.5.pdf"),
        ("Akta Pendirian é.PDF", "pdf", "Akta Pendirian é.pdf"),
        ("a" * 300 + ".jpg", "jpg", "a" * 116 + ".jpg"),
    ],
)
def test_filename_is_made_safe(name: str, extension: str, expected: str) -> None:
    assert clean_filename(name, extension=extension) == expected


@given(st.text(max_size=300), st.sampled_from(["", "jpg", "pdf"]))
def test_any_filename_becomes_a_plain_one(name: str, extension: str) -> None:
    clean = clean_filename(name, extension=extension)
    assert 1 <= len(clean) <= 120
    assert not set(clean) & set('/\\<>:"|?*\r\n\0')
    assert clean.endswith(extension)


@given(st.binary(min_size=1, max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"%PDF-1.4"]))
def test_any_bytes_are_accepted_or_refused_in_words(tail: bytes, head: bytes) -> None:
    with pytest.raises(DomainError) as refusal:
        accept(head + tail, "berkas")
    assert refusal.value.message
