"""Photos of products: those of one's own enterprise, and those that anyone may see."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.shared.current_user import current_user
from common.errors import REFUSED_FILE, Conflict, DomainError, InvalidInput
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from common.web.refusals import refusals_as_pages, refused_file
from enterprises.models import Product, ProductPhoto
from enterprises.models.product_photo import MOST_PHOTOS
from enterprises.selectors.products import own_photo, own_product, public_photo
from enterprises.services.product_photos import (
    add_photo,
    choose_cover,
    picture_of,
    remove_photo,
    small_picture_of,
)
from enterprises.web.owner_access import owner_page
from enterprises.web.product_forms import PhotoForm

COVER, REMOVE = "utama", "hapus"
# An hour: a photo that is taken out of the catalogue soon disappears from shared caches.
_PUBLIC = "public, max-age=3600"


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, enterprise_id: int, product_uid: UUID) -> HttpResponse:
    """Show the photos of a product, add one, choose the cover, remove one."""
    product = own_product(current_user(request), enterprise_id, product_uid)
    pressed = next((each for each in (COVER, REMOVE) if each in request.POST), "")
    if request.method == "POST" and pressed:
        return _act(request, product, pressed)
    is_sent = request.method == "POST"
    form = PhotoForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        try:
            _add(request, product, form)
        except (InvalidInput, Conflict, *REFUSED_FILE) as error:
            show_errors(form, error)
            return refused_file(_page(request, product, form), error)
        messages.success(request, _("Foto tersimpan."))
        return redirect("enterprise-product-photos", enterprise_id, product.uid)
    return _page(request, product, form)


def _add(request: HttpRequest, product: Product, form: PhotoForm) -> None:
    file = form.cleaned_data["file"]
    add_photo(
        current_user(request),
        product,
        upload=file,
        filename=file.name,
        alt_id=form.cleaned_data["alt_id"],
        alt_en=form.cleaned_data["alt_en"],
    )


def _act(request: HttpRequest, product: Product, pressed: str) -> HttpResponse:
    user = current_user(request)
    try:
        uid = UUID(request.POST[pressed])
        if pressed == COVER:
            choose_cover(user, product, uid)
            messages.success(request, _("Foto utama dipilih."))
        else:
            remove_photo(user, product, uid)
            messages.success(request, _("Foto dihapus."))
    except ValueError:
        messages.error(request, _("Foto ini sudah dihapus."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("enterprise-product-photos", product.enterprise_id, product.uid)


def _page(request: HttpRequest, product: Product, form: PhotoForm) -> HttpResponse:
    held = list(product.photos.all())
    context = {
        "form": form if len(held) < MOST_PHOTOS else None,
        "enterprise": product.enterprise,
        "product": product,
        "photos": held,
        "most": MOST_PHOTOS,
    }
    return render(request, "usaha/produk_foto.html", context, status=status_of_form(form))


@owner_page
@require_safe
def own_small_photo(
    request: HttpRequest, enterprise_id: int, product_uid: UUID, photo_uid: UUID
) -> HttpResponseBase:
    """Serve the small picture of a photo of one's own enterprise, also one that is not public."""
    product = own_product(current_user(request), enterprise_id, product_uid)
    return _served(request, own_photo(product, photo_uid), small=True, cached="private, no-cache")


@refusals_as_pages
@require_safe
def public_small_photo(request: HttpRequest, photo_uid: UUID) -> HttpResponseBase:
    """Serve the small picture of a photo in the catalogue to anyone."""
    return _served(request, public_photo(photo_uid), small=True, cached=_PUBLIC)


@refusals_as_pages
@require_safe
def public_whole_photo(request: HttpRequest, photo_uid: UUID) -> HttpResponseBase:
    """Serve a photo in the catalogue to anyone."""
    return _served(request, public_photo(photo_uid), small=False, cached=_PUBLIC)


def _served(
    request: HttpRequest, photo: ProductPhoto, *, small: bool, cached: str
) -> HttpResponseBase:
    tag = f'"{photo.document.sha256[:32]}{"-s" if small else ""}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None and small:
        content, media_type = small_picture_of(photo)
        response = HttpResponse(content, content_type=media_type)
    elif response is None:
        response = FileResponse(picture_of(photo), content_type=photo.document.media_type)
    response["ETag"] = tag
    response["Cache-Control"] = cached
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
