"""A photo uploaded and cleaned in its separate process, against decoding and encoding it once."""

from collections.abc import Sequence
from io import BytesIO

from django.conf import settings
from PIL import Image

from benchmarks.rounds import Figures, Line, timed
from common.files.uploads import accept_upload

# Pixels of a phone's camera, and of the largest picture that a phone makes.
_PHONE = (4000, 3000)
_LARGE = (7300, 5475)
_QUALITY = {_PHONE: 90, _LARGE: 75}
_GRAIN = 24
_ORIENTATION = 0x0112
_TURNED = 6


class Photos:
    """A whole upload except the row: copied, judged, re-encoded, hashed, with a thumbnail.

    The floor decodes the same file in this process, turns it and encodes it again.
    """

    name = "photos"
    lines: Sequence[Line] = (
        Line("photo of 12 Mpx accepted / decoded, turned and encoded once", "phone", at_most=3),
        Line("picture of 40 Mpx accepted / decoded, turned and encoded once", "large", at_most=3),
    )

    def prepare(self) -> None:
        self.files = {size: photo(size) for size in (_PHONE, _LARGE)}

    def round(self, number: int) -> Figures:
        figures: dict[str, float] = {}
        for name, size in (("phone", _PHONE), ("large", _LARGE)):
            content = self.files[size]
            floor_s = timed(lambda content=content, size=size: _floor(content, size))  # type: ignore[misc]
            accepted_s = timed(lambda content=content: _accept(content))  # type: ignore[misc]
            figures |= {
                name: accepted_s / floor_s,
                f"{name}_s": accepted_s,
                f"{name}_floor_s": floor_s,
                f"{name}_mb": len(content) / 1e6,
            }
        return figures

    def notes(self) -> list[str]:
        return ["JPEG with grain and an orientation, as phones write them; the process included"]


def photo(size: tuple[int, int]) -> bytes:
    """Return a JPEG of so many pixels with grain, whose camera was held upright."""
    grain = Image.effect_noise((size[0] // 4, size[1] // 4), _GRAIN).resize(size)
    picture = Image.merge("RGB", (grain, grain.transpose(Image.Transpose.ROTATE_180), grain))
    exif = Image.Exif()
    exif[_ORIENTATION] = _TURNED
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY[size], exif=exif)
    return out.getvalue()


def _accept(content: bytes) -> None:
    limit = settings.DOCUMENT_MAX_BYTES
    with accept_upload(BytesIO(content), filename="ktp.jpg", max_bytes=limit):
        pass


def _floor(content: bytes, size: tuple[int, int]) -> None:
    with Image.open(BytesIO(content)) as picture:
        turned = picture.transpose(Image.Transpose.ROTATE_270)
    turned.save(BytesIO(), "JPEG", quality=_QUALITY[size])
