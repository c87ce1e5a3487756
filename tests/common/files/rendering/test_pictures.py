import random
from pathlib import Path

import pytest
from PIL import Image

from common.files.rendering.cannot import CannotRender
from common.files.rendering.measures import THUMBNAIL_BYTES
from common.files.rendering.pictures import on_paper, thumbnail_of_image


def thumbnail(folder: Path, picture: Image.Image, image_format: str = "PNG") -> Image.Image:
    source, target = folder / "clean", folder / "small"
    picture.save(source, image_format)
    measures = thumbnail_of_image(source, target)
    assert target.stat().st_size <= THUMBNAIL_BYTES
    with Image.open(target) as small:
        assert (small.format, small.size) == ("WEBP", measures)
        return small.convert("RGB")


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("size", "measures"),
    [
        ((2400, 1800), (240, 180)),
        ((1800, 2400), (240, 320)),
        ((600, 2400), (80, 320)),
        ((2400, 1), (240, 1)),
        ((30, 20), (30, 20)),
    ],
)
@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_a_thumbnail_fits_its_box(
    tmp_path: Path, size: tuple[int, int], measures: tuple[int, int], image_format: str
) -> None:
    picture = Image.new("RGB", size, "teal")
    assert thumbnail(tmp_path, picture, image_format).size == measures


def test_noise_stays_light(tmp_path: Path) -> None:
    noise = Image.frombytes("RGB", (480, 640), random.Random(1).randbytes(480 * 640 * 3))
    assert thumbnail(tmp_path, noise).size == (240, 320)


def test_what_is_transparent_becomes_paper(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    assert thumbnail(tmp_path, picture).getpixel((30, 30)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "RGBA"])
def test_every_mode_is_grey_or_rgb_on_paper(mode: str) -> None:
    assert on_paper(Image.new(mode, (4, 4))).mode in ("L", "RGB")


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8 ", b"<svg/>"])
def test_a_broken_picture_has_none(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "clean"
    source.write_bytes(content)
    with pytest.raises(CannotRender):
        thumbnail_of_image(source, tmp_path / "small")
    assert not (tmp_path / "small").exists()
