import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from common.errors import DomainError, InvalidInput, TooLarge, UnsupportedMedia
from common.files.uploads import CleanFile, accept_upload
from tests.common.files.hostile_files import plain_pdf

PDF = plain_pdf()
LIMIT = 1_000_000


def photo(image_format: str = "JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, image_format)
    return out.getvalue()


@dataclass(frozen=True)
class Accepted:
    """An accepted file, read before it is deleted."""

    file: CleanFile
    content: bytes

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def accept(data: bytes, filename: str = "ktp.jpg", max_bytes: int = LIMIT) -> Accepted:
    with accept_upload(BytesIO(data), filename=filename, max_bytes=max_bytes) as file:
        return Accepted(file, file.path.read_bytes())


@pytest.fixture(autouse=True)
def scratch(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Check that the folder of temporary files is empty after every upload."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = folder
    yield folder
    assert list(folder.iterdir()) == []


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("image_format", "name", "media_type", "extension"),
    [
        ("JPEG", "KTP Budi.JPEG", "image/jpeg", "jpg"),
        ("PNG", "KTP Budi.png", "image/png", "png"),
        ("WEBP", "KTP Budi.webp", "image/webp", "webp"),
        ("PNG", "KTP Budi.jpg", "image/png", "png"),
        ("JPEG", "KTP Budi", "image/jpeg", "jpg"),
        ("JPEG", "KTP Budi.heic", "image/jpeg", "jpg"),
    ],
)
def test_photo_is_re_encoded(image_format: str, name: str, media_type: str, extension: str) -> None:
    file = accept(photo(image_format), name)
    assert (file.media_type, file.extension) == (media_type, extension)
    assert file.filename == f"KTP Budi.{extension}"
    assert (file.width, file.height) == (40, 20)
    assert file.size == len(file.content)
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()


def test_pdf_is_rewritten_always_alike() -> None:
    file, again = accept(PDF, "nib.pdf"), accept(PDF, "nib.pdf")
    assert (file.media_type, file.extension, file.pages) == ("application/pdf", "pdf", 1)
    assert (file.width, file.height) == (None, None)
    assert file.content[:5] == b"%PDF-"
    assert file.content == again.content
    # Cleaning is idempotent, so a file that is uploaded again is recognised.
    assert accept(file.content, "nib.pdf").sha256 == file.sha256


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
def test_other_types_are_refused(data: bytes, name: str) -> None:
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
        (photo(), "ktp.html"),
        (photo(), "ktp.jpg.exe"),
        (PDF, "nib.js"),
    ],
)
def test_the_name_of_a_program_or_a_page_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(UnsupportedMedia) as refusal:
        accept(data, name)
    assert refusal.value.code == "file_name_mismatch"
    assert f".{name.rsplit('.', 1)[-1]}," in refusal.value.message


def test_empty_file_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        accept(b"")
    assert (refusal.value.code, refusal.value.field) == ("file_empty", "file")


def test_limit_is_inclusive_and_no_more_is_read() -> None:
    assert accept(PDF, "nib.pdf", max_bytes=len(PDF)).pages == 1
    stream = BytesIO(PDF + b"x" * 1000)
    with (
        pytest.raises(TooLarge) as refusal,
        accept_upload(stream, filename="nib.pdf", max_bytes=len(PDF)),
    ):
        pass
    assert stream.tell() == len(PDF) + 1
    assert refusal.value.code == "file_too_large"


def test_limit_is_given_in_megabytes() -> None:
    with pytest.raises(TooLarge, match="file_too_large") as refusal:
        accept(b"x" * 2_621_441, max_bytes=2_621_440)
    assert "lebih besar dari 2,5 MB" in refusal.value.message


def test_broken_photo_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        accept(photo()[:-40])
    assert refusal.value.code == "image_broken"


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(min_size=1, max_size=400), st.sampled_from([b"", b"\xff\xd8\xff", b"%PDF-1.4"]))
def test_any_bytes_are_refused_with_a_message(tail: bytes, head: bytes) -> None:
    with pytest.raises(DomainError) as refusal:
        accept(head + tail, "berkas")
    assert refusal.value.message
