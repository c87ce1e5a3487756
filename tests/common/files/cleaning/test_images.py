import tempfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageOps, PngImagePlugin

from common.files.cleaning import images
from common.files.cleaning.refused import Refused


def encoded(image: Image.Image, image_format: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, image_format, **options)
    return out.getvalue()


@dataclass(frozen=True)
class Clean:
    """The re-encoded file."""

    content: bytes
    width: int
    height: int


def clean_image(data: bytes, *, image_format: str) -> Clean:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "sent", Path(folder) / "clean"
        source.write_bytes(data)
        width, height = images.clean_image(source, target, image_format=image_format)
        return Clean(target.read_bytes(), width, height)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def exif_with_location() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "RahasiaPhone"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (7.0, 15.0, 27.0)
    return exif


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_location_and_camera_are_removed_and_the_photo_is_upright(image_format: str) -> None:
    data = encoded(Image.new("RGB", (60, 30), "red"), image_format, exif=exif_with_location())
    assert b"RahasiaPhone" in data
    clean = clean_image(data, image_format=image_format)
    assert (clean.width, clean.height) == (30, 60)
    result = opened(clean.content)
    assert (result.format, result.size) == (image_format, (30, 60))
    assert dict(result.getexif()) == {}
    assert b"RahasiaPhone" not in clean.content


@pytest.mark.parametrize("orientation", range(10))
def test_every_orientation_is_turned_upright(orientation: int) -> None:
    picture = Image.frombytes("RGB", (3, 2), bytes(range(18)))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(picture, "PNG", exif=exif)
    expected = ImageOps.exif_transpose(opened(data))
    clean = opened(clean_image(data, image_format="PNG").content)
    assert (clean.size, clean.tobytes()) == (expected.size, expected.tobytes())


def test_comment_profile_and_text_are_removed() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Rahasia")
    photo = Image.new("RGB", (9, 9))
    jpeg = encoded(photo, "JPEG", comment=b"Rahasia", icc_profile=b"Rahasia" * 20)
    png = encoded(photo, "PNG", pnginfo=notes, icc_profile=b"Rahasia" * 20)
    webp = encoded(photo, "WEBP", xmp=b"Rahasia", icc_profile=b"Rahasia" * 20)
    for data, image_format in ((jpeg, "JPEG"), (png, "PNG"), (webp, "WEBP")):
        content = clean_image(data, image_format=image_format).content
        assert b"Rahasia" not in content
        assert "icc_profile" not in opened(content).info


def test_appended_bytes_are_removed() -> None:
    data = encoded(Image.new("RGB", (9, 9)), "JPEG") + b"<?php system($_GET['c']); ?>"
    assert b"<?php" not in clean_image(data, image_format="JPEG").content


def test_metadata_that_is_dropped_anyway_refuses_no_photo() -> None:
    data = encoded(Image.new("RGB", (60, 30), "red"), "JPEG", exif=exif_with_location())
    # The type of the first entry becomes one that does not exist.
    start = data.index(b"II*\0" if b"II*\0" in data else b"MM\0*")
    broken = data[: start + 12] + b"\xee\xee" + data[start + 14 :]
    clean = clean_image(broken, image_format="JPEG")
    assert sorted((clean.width, clean.height)) == [30, 60]


def test_an_orientation_of_the_wrong_type_refuses_no_photo() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(Image.new("RGB", (60, 30), "red"), "JPEG", exif=exif)
    # A short number (3) is announced as a text (2), in either order of bytes.
    broken = data.replace(b"\x12\x01\x03\0", b"\x12\x01\x02\0")
    broken = broken.replace(b"\x01\x12\0\x03", b"\x01\x12\0\x02")
    assert broken != data
    assert sorted(opened(clean_image(broken, image_format="JPEG").content).size) == [30, 60]


def test_a_picture_that_lacks_only_its_end_is_whole() -> None:
    picture = Image.linear_gradient("L").resize((64, 64)).convert("RGB")
    whole = encoded(picture, "JPEG")
    assert whole.endswith(b"\xff\xd9")
    clean, shorter = (clean_image(data, image_format="JPEG") for data in (whole, whole[:-2]))
    # The smaller of two encodings is kept, so they may differ by what JPEG rounds off.
    difference = ImageChops.difference(opened(clean.content), opened(shorter.content))
    assert max(difference.tobytes()) <= 8


def chunk(kind: bytes, data: bytes, checksum: bytes | None = None) -> bytes:
    """Return a chunk of a PNG, with another checksum than its own if one is given."""
    own = zlib.crc32(kind + data).to_bytes(4, "big")
    return len(data).to_bytes(4, "big") + kind + data + (own if checksum is None else checksum)


def test_chunks_that_are_dropped_anyway_refuse_no_png() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(Image.new("RGB", (60, 30), "red"), "PNG", exif=exif.tobytes())
    start = data.index(b"eXIf") - 4
    size = int.from_bytes(data[start : start + 4], "big")
    wrong = chunk(b"eXIf", data[start + 8 : start + 8 + size], b"\0\0\0\0")
    extras = [
        chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2_000_000))),
        chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(2_000_000))),
        chunk(b"tEXt", b"a\0b", b"\0\0\0\0"),
        chunk(b"pHYs", b"\0"),
        chunk(b"gAMA", b""),
        chunk(b"cHRM", b"\0"),
        chunk(b"sRGB", b""),
    ]
    broken = data[:33] + b"".join(extras) + wrong + data[start + 12 + size :]
    clean = clean_image(broken, image_format="PNG")
    assert (clean.width, clean.height) == (30, 60)
    assert opened(clean.content).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_an_orientation_in_a_text_of_a_png_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    raw = exif.tobytes()
    profile, xmp = PngImagePlugin.PngInfo(), PngImagePlugin.PngInfo()
    profile.add_text("Raw profile type exif", f"\nexif\n{len(raw):8}\n{raw.hex()}\n", zip=True)
    xmp.add_itxt("XML:com.adobe.xmp", '<rdf:Description tiff:Orientation="6"/>')
    for notes in (profile, xmp):
        data = encoded(Image.new("RGB", (60, 30), "red"), "PNG", pnginfo=notes)
        clean = clean_image(data, image_format="PNG")
        assert (clean.width, clean.height) == (30, 60)


def test_segments_that_are_dropped_anyway_refuse_no_jpeg() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (60, 30), "red")
    data = encoded(picture, "JPEG", exif=exif.tobytes())
    extras = (b"\xff\xe0\0\x08JFIF\0\1", b"\xff\xe2\0\x0eICC_PROFILE\0", b"\xff\xee\0\x07Adobe")
    for extra in extras:
        clean = clean_image(data[:2] + extra + data[2:], image_format="JPEG")
        assert (clean.width, clean.height) == (30, 60)
    # What tells the colours of a picture for printing stays.
    printed = encoded(picture.convert("CMYK"), "JPEG")
    faulty, plain = (
        opened(clean_image(data, image_format="JPEG").content)
        for data in (printed[:2] + extras[1] + printed[2:], printed)
    )
    assert ImageChops.difference(faulty, plain).getbbox() is None


def test_a_webp_whose_description_is_cut_off_is_whole() -> None:
    data = encoded(Image.new("RGBA", (60, 30), "red"), "WEBP", exif=b"Exif\0\0II*\0" + bytes(41))
    clean = clean_image(data[:-2], image_format="WEBP")
    assert (clean.width, clean.height, opened(clean.content).mode) == (60, 30, "RGB")


def test_a_picture_that_lacks_half_of_its_end_is_whole() -> None:
    data = encoded(Image.linear_gradient("L").resize((64, 64)).convert("RGB"), "JPEG")
    assert clean_image(data[:-1], image_format="JPEG").width == 64


@pytest.mark.parametrize("missing", [4, 40])
def test_a_picture_that_lacks_pixels_is_refused(missing: int) -> None:
    whole = encoded(Image.effect_noise((64, 64), 90).convert("RGB"), "JPEG")
    with pytest.raises(Refused) as refusal:
        clean_image(whole[:-missing], image_format="JPEG")
    assert refusal.value.code == "image_broken"


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP"])
def test_a_picture_becomes_no_larger(image_format: str) -> None:
    picture = Image.effect_noise((300, 300), 90).convert("RGB")
    data = encoded(picture, image_format, quality=62)
    assert len(clean_image(data, image_format=image_format).content) <= len(data)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4800, 1200), (4242, 1060)),
        # A phone's photo is decoded at half its size; a screenshot of a long page stays legible.
        ((4000, 3000), (2000, 1500)),
        ((1080, 16_000), (540, 8000)),
        ((10, 10), (10, 10)),
    ],
)
def test_large_photo_is_shrunk(size: tuple[int, int], expected: tuple[int, int]) -> None:
    clean = clean_image(encoded(Image.new("RGB", size), "JPEG"), image_format="JPEG")
    assert (clean.width, clean.height) == expected


@pytest.mark.parametrize(
    ("mode", "image_format", "expected"),
    [
        ("RGB", "JPEG", "RGB"),
        ("CMYK", "JPEG", "RGB"),
        ("L", "JPEG", "L"),
        ("1", "PNG", "L"),
        ("P", "PNG", "RGB"),
        ("LA", "PNG", "RGBA"),
        ("RGBA", "PNG", "RGBA"),
        ("RGBA", "WEBP", "RGBA"),
    ],
)
def test_colour_modes(mode: str, image_format: str, expected: str) -> None:
    data = encoded(Image.new(mode, (8, 8)), image_format)
    assert opened(clean_image(data, image_format=image_format).content).mode == expected


def test_sixteen_bit_grey_preserves_its_tone() -> None:
    data = encoded(Image.new("I;16", (8, 8), 128 * 256), "PNG")
    result = opened(clean_image(data, image_format="PNG").content)
    assert (result.mode, result.getpixel((0, 0))) == ("L", 128)


def test_huge_dimensions_are_refused_before_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(*_: object, **__: object) -> None:
        raise AssertionError("the image was decoded")

    data = encoded(Image.new("1", (8000, 8000)), "PNG")
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decode)
    with pytest.raises(Refused) as refusal:
        clean_image(data, image_format="PNG")
    assert refusal.value.code == "image_dimensions"
    assert refusal.value.params == {"limit": 40}


def test_bomb_is_refused_by_its_header() -> None:
    data = bytearray(encoded(Image.new("1", (8, 8)), "PNG"))
    header = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + bytes(data[24:29])
    data[12:33] = header + zlib.crc32(header).to_bytes(4, "big")
    with pytest.raises(Refused) as refusal:
        clean_image(bytes(data), image_format="PNG")
    assert refusal.value.code == "image_dimensions"


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_cut_or_scrambled_image_is_refused(image_format: str) -> None:
    whole = encoded(Image.effect_noise((64, 64), 90).convert("RGB"), image_format)
    for data in (whole[: len(whole) // 2], whole[:20], whole[:12] + b"\xff" * 500):
        with pytest.raises(Refused) as refusal:
            clean_image(data, image_format=image_format)
        assert refusal.value.code == "image_broken"


def test_another_format_than_declared_is_refused() -> None:
    with pytest.raises(Refused):
        clean_image(encoded(Image.new("RGB", (9, 9)), "PNG"), image_format="JPEG")
