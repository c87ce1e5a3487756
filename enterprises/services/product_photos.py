"""Photos of products, at most eight, one of them the cover."""

import logging
from typing import IO, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import Conflict, InvalidInput, NotFound, UnsupportedMedia
from common.files.media_types import PDF
from common.files.uploads import CleanFile
from common.text.typed import visible_line
from enterprises.enums import PRODUCT_PHOTO, HelperAct
from enterprises.models import DocumentPreview, DocumentVersion, Product, ProductPhoto
from enterprises.models.product_photo import MOST_PHOTOS
from enterprises.permissions import require_edit
from enterprises.services import document_files
from enterprises.services.documents import cleaned, store_clean
from enterprises.services.owner_notices import tell_owner

MAX_WORDS: Final = 160
logger = logging.getLogger(__name__)


def add_photo(
    actor: User,
    product: Product,
    *,
    upload: IO[bytes],
    filename: str,
    alt_id: str = "",
    alt_en: str = "",
) -> ProductPhoto:
    """Clean, store and add a photo; the first one is the cover.

    Without a description the name of the product is used. The same picture again returns the photo
    that is there. Raises what `documents.store` raises, UnsupportedMedia `not_a_photo`, Conflict
    `too_many_photos` or `product_archived`, InvalidInput `too_long`.
    """
    require_edit(actor, product.enterprise)
    words = _words(alt_id, alt_en)
    _require_room(product)
    with cleaned(
        actor, product.enterprise, kind=PRODUCT_PHOTO, upload=upload, filename=filename
    ) as file:
        if file.media_type == PDF:
            text = _("Ini berkas PDF. Unggah foto: JPG, PNG atau WebP.")
            raise UnsupportedMedia("not_a_photo", text, field="file")
        version = store_clean(actor, product.enterprise, kind=PRODUCT_PHOTO, file=file)
    return _attach(actor, product, version, words)


def add_clean_photo(actor: User, product: Product, file: CleanFile) -> ProductPhoto:
    """Add a picture that `accept_upload` has cleaned, as `add_photo`, moving it from its path."""
    require_edit(actor, product.enterprise)
    version = store_clean(actor, product.enterprise, kind=PRODUCT_PHOTO, file=file)
    return _attach(actor, product, version, ("", ""))


@transaction.atomic
def _attach(
    actor: User, product: Product, version: DocumentVersion, words: tuple[str, str]
) -> ProductPhoto:
    current = _locked(product)
    photos = list(ProductPhoto.objects.filter(product=current))
    for photo in photos:
        if photo.document_id == version.pk:
            return photo
    taken = {photo.place for photo in photos}
    free = [place for place in range(1, MOST_PHOTOS + 1) if place not in taken]
    if not free:
        raise _too_many()
    tell_owner(actor, current.enterprise, HelperAct.PRODUCT_CHANGED)
    return ProductPhoto.objects.create(
        product=current,
        document=version,
        place=free[0],
        is_cover=not photos,
        alt_id=words[0] or current.name_id,
        alt_en=words[1] or ("" if words[0] else current.name_en),
        added_at=clock.now(),
    )


@transaction.atomic
def choose_cover(actor: User, product: Product, photo_uid: UUID) -> ProductPhoto:
    """Make a photo the cover; repeating changes nothing. Raises NotPermitted, NotFound."""
    current = _locked(product)
    require_edit(actor, current.enterprise)
    photo = _photo(current, photo_uid)
    ProductPhoto.objects.filter(product=current, is_cover=True).exclude(pk=photo.pk).update(
        is_cover=False
    )
    if not photo.is_cover:
        photo.is_cover = True
        photo.save(update_fields=["is_cover"])
        tell_owner(actor, current.enterprise, HelperAct.PRODUCT_CHANGED)
    return photo


@transaction.atomic
def remove_photo(actor: User, product: Product, photo_uid: UUID) -> None:
    """Remove a photo; if it was the cover, the first of the others is. Raises as `choose_cover`.

    The stored file is swept with the other unused ones.
    """
    current = _locked(product)
    require_edit(actor, current.enterprise)
    photo = _photo(current, photo_uid)
    photo.delete()
    if photo.is_cover:
        following = ProductPhoto.objects.filter(product=current).order_by("place").first()
        if following is not None:
            following.is_cover = True
            following.save(update_fields=["is_cover"])
    tell_owner(actor, current.enterprise, HelperAct.PRODUCT_CHANGED)


def picture_of(photo: ProductPhoto) -> IO[bytes]:
    """Open the cleaned picture; the caller has found it with `public_photo` or `own_photo`.

    Raises NotFound for one that is missing on disk.
    """
    try:
        return document_files.open_stored(photo.document.stored_name)
    except FileNotFoundError:
        logger.error("stored file of document %s is missing", photo.document_id)
        raise NotFound("file_missing", _("Foto tidak ditemukan.")) from None


def small_picture_of(photo: ProductPhoto) -> tuple[bytes, str]:
    """Return the thumbnail and its media type, the whole picture while there is none yet.

    Nothing is drawn here: anyone may ask. Raises NotFound as `picture_of`.
    """
    preview: DocumentPreview | None = getattr(photo.document, "preview", None)
    if preview is not None and preview.picture:
        return bytes(preview.picture), "image/webp"
    with picture_of(photo) as stored:
        return stored.read(), photo.document.media_type


def _locked(product: Product) -> Product:
    rows = Product.objects.select_for_update(of=("self",)).select_related("enterprise")
    current = rows.get(pk=product.pk)
    if current.archived_at is not None:
        raise Conflict("product_archived", _("Produk ini sudah diarsipkan."))
    return current


def _photo(product: Product, photo_uid: UUID) -> ProductPhoto:
    photo = ProductPhoto.objects.filter(product=product, uid=photo_uid).first()
    if photo is None:
        raise NotFound("not_found", _("Foto ini sudah dihapus."))
    return photo


def _require_room(product: Product) -> None:
    """Raise early, to save the cleaning of one too many."""
    if ProductPhoto.objects.filter(product=product).count() >= MOST_PHOTOS:
        raise _too_many()


def _too_many() -> Conflict:
    return Conflict(
        "too_many_photos",
        _("Satu produk paling banyak %(most)s foto. Hapus satu dahulu."),
        params={"most": MOST_PHOTOS},
        field="file",
    )


def _words(alt_id: str, alt_en: str) -> tuple[str, str]:
    found = visible_line(alt_id), visible_line(alt_en)
    for name, text in zip(("alt_id", "alt_en"), found, strict=True):
        if len(text) > MAX_WORDS or "\x00" in text:
            said = _("Paling banyak %(most)s huruf.") % {"most": MAX_WORDS}
            raise InvalidInput("too_long", said, field=name)
    return found
