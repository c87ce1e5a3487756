"""Products of an enterprise, their photos and certificates."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import NotFound
from enterprises.enums import CredentialStatus
from enterprises.models import Credential, Enterprise, Product, ProductCertificate, ProductPhoto
from enterprises.permissions import official_scope
from enterprises.selectors.members import enterprises_of
from enterprises.selectors.scans import is_cleared, is_infected


def products_of(enterprise: Enterprise) -> QuerySet[Product]:
    """Return the products that the enterprise sells, with their photos, newest first."""
    products = Product.objects.filter(enterprise=enterprise, archived_at__isnull=True)
    return with_photos(products).order_by("-id")


def with_photos(products: QuerySet[Product]) -> QuerySet[Product]:
    """Return the products with `photos` read in one more query, the cover first."""
    photos = ProductPhoto.objects.select_related("document__scan").order_by("-is_cover", "place")
    return products.prefetch_related(Prefetch("photos", photos))


def open_photos(product: Product) -> list[ProductPhoto]:
    """Return the photos that no scanner holds, of a product that was read `with_photos`."""
    return [photo for photo in product.photos.all() if is_cleared(photo.document)]


def own_product(user: User, enterprise_id: int, uid: UUID) -> Product:
    """Return a product of an enterprise that the person acts for; raises NotFound for any other.

    An archived one is found too.
    """
    rows = Product.objects.filter(enterprise__in=enterprises_of(user), enterprise_id=enterprise_id)
    product = with_photos(rows.select_related("enterprise__regency")).filter(uid=uid).first()
    if product is None:
        raise NotFound("not_found", _("Produk tidak ditemukan."))
    return product


def register_of_products(user: User) -> QuerySet[Product]:
    """Return the products that an official of the region reads; a superuser sees all."""
    products = Product.objects.select_related("enterprise__regency").order_by("-id")
    if user.is_superuser:
        return products
    return products.filter(official_scope(user, regency_path="enterprise__regency"))


def in_catalogue() -> QuerySet[Product]:
    """Return the products that anyone may see, newest first, with their enterprise."""
    products = Product.objects.filter(shown_in_catalogue=True)
    return products.select_related("enterprise__regency").order_by("-id")


def public_photo(uid: UUID) -> ProductPhoto:
    """Return a photo that anyone may see; raises NotFound for any other.

    Its product is in the catalogue, and no scanner holds the file.
    """
    photos = ProductPhoto.objects.filter(uid=uid, product__shown_in_catalogue=True)
    photo = photos.select_related("document__scan", "document__preview").first()
    if photo is None or not is_cleared(photo.document):
        raise NotFound("not_found", _("Foto tidak ditemukan."))
    return photo


def own_photo(product: Product, uid: UUID) -> ProductPhoto:
    """Return a photo of the product for its own people; raises NotFound for any other.

    Raises it also for a file that the scanner found dangerous, which nobody may open.
    """
    photos = ProductPhoto.objects.filter(uid=uid, product=product)
    photo = photos.select_related("document__scan", "document__preview").first()
    if photo is None or is_infected(photo.document):
        raise NotFound("not_found", _("Foto tidak ditemukan."))
    return photo


def certificate_keys(product: Product) -> tuple[int, ...]:
    """Return the keys of the credentials that the product is sold with, ascending."""
    rows = ProductCertificate.objects.filter(product=product)
    return tuple(rows.order_by("credential").values_list("credential", flat=True))


def certificates_of(product: Product) -> QuerySet[Credential]:
    """Return the certificates of a product that are valid today, the one that lasts longest first.

    Includes what only the owner states: `checked_at` tells which an official looked up.
    """
    return _valid(product.certificates.all()).order_by("-valid_until", "id")


def choosable_certificates(enterprise: Enterprise) -> QuerySet[Credential]:
    """Return the valid credentials of an enterprise, at most 50, the newest first."""
    return _valid(enterprise.credentials.all()).order_by("-id")[:50]


def _valid(credentials: QuerySet[Credential]) -> QuerySet[Credential]:
    return credentials.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=clock.today()),
        status=CredentialStatus.VALID,
    )
