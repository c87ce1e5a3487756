"""The picture of the product that a letter of commitment is about."""

from typing import Literal, overload

from django.utils.translation import gettext as _

from common.errors import NotFound
from enterprises.models import ProductPhoto
from enterprises.selectors.scans import is_cleared
from supply.models import Commitment


@overload
def letter_photo(letter: Commitment) -> ProductPhoto: ...
@overload
def letter_photo(letter: Commitment, *, is_needed: Literal[False]) -> ProductPhoto | None: ...
def letter_photo(letter: Commitment, *, is_needed: bool = True) -> ProductPhoto | None:
    """Return the cover of the member's product that no scanner holds.

    Without one raises NotFound, or returns None where it is not needed.
    """
    covers = ProductPhoto.objects.filter(product=letter.invitation.product_id, is_cover=True)
    photo = covers.select_related("document__scan", "document__preview").first()
    if photo is not None and is_cleared(photo.document):
        return photo
    if is_needed:
        raise NotFound("not_found", _("Foto tidak ditemukan."))
    return None
