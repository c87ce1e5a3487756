"""Setting an office's logo: cleaned as every picture is, and small enough for each letter."""

from typing import IO, Final

from django.utils.translation import gettext as _

from accounts.models import Agency, User
from common.dates import clock
from common.errors import InvalidInput, NotFound
from common.files.uploads import accept_upload
from letters.models import OfficeLogo
from letters.selectors.logos import offices_with_logos

MAX_BYTES: Final = 5 * 1024 * 1024
# Size of the cleaned picture, which is in every letter.
_MOST: Final = 100 * 1024
_LEAST_PIXELS: Final = 100
_TYPES: Final = ("image/png", "image/jpeg")


def set_logo(actor: User, agency_id: int, *, upload: IO[bytes], filename: str) -> OfficeLogo:
    """Use a picture in the head of the office's letters from now on.

    Raises NotFound for an office that is not the person's to set, InvalidInput `logo_type`,
    `logo_too_large`, `logo_too_small`, and what `accept_upload` raises.
    """
    agency = _office(actor, agency_id)
    with accept_upload(upload, filename=filename, max_bytes=MAX_BYTES) as picture:
        if picture.media_type not in _TYPES:
            raise InvalidInput("logo_type", _("Unggah logo sebagai PNG atau JPEG."), field="file")
        if picture.size > _MOST:
            text = _("Logo ini terlalu besar untuk tiap surat. Kecilkan, misalnya lebarnya 400 px.")
            raise InvalidInput("logo_too_large", text, field="file")
        if min(picture.width or 0, picture.height or 0) < _LEAST_PIXELS:
            text = _("Logo ini terlalu kecil untuk dicetak. Pakai gambar paling sedikit 100 px.")
            raise InvalidInput("logo_too_small", text, field="file")
        image = picture.path.read_bytes()
        return _write(actor, agency, image, picture.media_type)


def remove_logo(actor: User, agency_id: int) -> OfficeLogo:
    """Use no logo in the office's letters from now on. Raises NotFound as `set_logo`."""
    return _write(actor, _office(actor, agency_id), b"", "")


def _office(actor: User, agency_id: int) -> Agency:
    office = offices_with_logos(actor).filter(pk=agency_id).first()
    if office is None:
        raise NotFound("no_such_office", _("Dinas ini tidak ada, atau di luar wewenang Anda."))
    return office


def _write(actor: User, agency: Agency, image: bytes, media_type: str) -> OfficeLogo:
    return OfficeLogo.objects.create(
        agency=agency,
        image=image,
        media_type=media_type,
        uploaded_by=actor,
        uploaded_at=clock.now(),
    )
