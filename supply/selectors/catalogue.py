"""What anyone finds in the export catalogue: products, their makers, pooled capacity."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from common.dates import clock
from common.errors import NotFound
from common.lists.word_search import explain, matching_words, words_of
from enterprises.enums import CredentialStatus
from enterprises.models import (
    Credential,
    Enterprise,
    Product,
    ProductCertificate,
    ProductPhoto,
)
from enterprises.selectors.products import in_catalogue, open_photos, with_photos
from programs.selectors.scheme_names import scheme_names
from reference.models import Regency
from supply.models import PooledCapacity
from supply.policies.pooling import FEWEST_MAKERS

_WORDS = ("name_id", "name_en", "material_id", "material_en")
# Products and certificates on the page of one maker.
_MOST_SHOWN = 60
_MOST_CERTIFICATES = 30


@dataclass(frozen=True)
class Filters:
    """What a buyer looks for; an empty value is no condition. `hs` is the beginning of a code."""

    sector: str = ""
    hs: str = ""
    material: str = ""
    certificate: str = ""
    regency: str = ""
    q: str = ""
    min_monthly_capacity: int | None = None


@dataclass(frozen=True)
class CatalogueEntry:
    """A product with the pooled capacity of its kind; None where that is hidden or not counted."""

    product: Product
    pool: PooledCapacity | None

    @property
    def cover(self) -> ProductPhoto | None:
        """The picture that anyone may open; None without one."""
        return next(iter(open_photos(self.product)), None)


@dataclass(frozen=True)
class Certificate:
    """A certificate as a buyer reads it: `name` in words, `checked` when an office looked it up."""

    name: str
    credential: Credential

    @property
    def is_checked(self) -> bool:
        """Whether an office issued it or looked it up at its issuer."""
        return self.credential.issued_here or self.credential.checked_at is not None


def found(filters: Filters) -> QuerySet[Product]:
    """Return the products of the catalogue that match, newest first."""
    products = in_catalogue()
    if filters.sector:
        products = products.filter(sector=filters.sector)
    if filters.hs:
        products = products.filter(hs_code__startswith=filters.hs)
    if filters.regency:
        products = products.filter(enterprise__regency=filters.regency)
    if filters.material:
        products = matching_words(products, filters.material, "material_id", "material_en")
    if filters.q:
        products = _with_words(products, filters.q)
    if filters.certificate:
        held = ProductCertificate.objects.filter(product=OuterRef("pk")).filter(
            _valid("credential__"), credential__kind=filters.certificate
        )
        products = products.filter(Exists(held))
    if filters.min_monthly_capacity:
        pools = PooledCapacity.objects.filter(
            hs6=Left(OuterRef("hs_code"), 6),
            sector=OuterRef("sector"),
            pieces__gte=filters.min_monthly_capacity,
        )
        products = products.filter(Exists(pools))
    return products


def _with_words(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Return the products that have each word in their names, materials or maker's name.

    The longest word is looked up in the indexes of both tables first: an OR over two tables uses
    none.
    """
    longest = max((word for word in words_of(text) if not explain(word)), key=len)
    in_list = Product.objects.filter(shown_in_catalogue=True).order_by()
    makers = Enterprise.objects.filter(name__icontains=longest).order_by()
    named = matching_words(in_list, longest, *_WORDS).values("pk")
    made = in_list.filter(enterprise__in=makers).values("pk")
    found_in = products.filter(pk__in=named.union(made, all=True))
    return matching_words(found_in, text, *_WORDS, "enterprise__name")


def shown(products: Sequence[Product]) -> list[CatalogueEntry]:
    """Return products with the pool of their kind; one query for all of them."""
    pools = _pools({(product.hs_code[:6], product.sector) for product in products})
    return [CatalogueEntry(each, pools.get((each.hs_code[:6], each.sector))) for each in products]


def _pools(groups: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], PooledCapacity]:
    if not groups:
        return {}
    rows = PooledCapacity.objects.filter(
        hs6__in={hs6 for hs6, _sector in groups},
        makers__gte=FEWEST_MAKERS,
        pieces__isnull=False,
    )
    return {(row.hs6, row.sector): row for row in rows}


def product_in_catalogue(product_id: int) -> Product:
    """Return a product that anyone may see, with photos and maker; raises NotFound."""
    product = with_photos(in_catalogue()).filter(pk=product_id).first()
    if product is None:
        raise NotFound("not_found", _("Produk ini tidak ada di katalog."))
    return product


def maker_in_catalogue(enterprise_id: int) -> tuple[Enterprise, list[Product]]:
    """Return an enterprise that shows products, with at most 60 of them; raises NotFound."""
    products = with_photos(in_catalogue()).filter(enterprise=enterprise_id)
    own = list(products[:_MOST_SHOWN])
    if not own:
        raise NotFound("not_found", _("Pembuat ini tidak ada di katalog."))
    return own[0].enterprise, own


def certificates_of(product: Product) -> list[Certificate]:
    """Return the certificates that a product is sold with and that are valid today."""
    rows = product.certificates.filter(_valid("")).order_by("-valid_until", "id")
    return _named(rows[:_MOST_CERTIFICATES])


def certificates_of_maker(enterprise: Enterprise) -> list[Certificate]:
    """Return the certificates of a maker's products in the catalogue that are valid today."""
    sold_with = ProductCertificate.objects.filter(
        credential=OuterRef("pk"), product__shown_in_catalogue=True
    )
    rows = enterprise.credentials.filter(_valid("")).filter(Exists(sold_with))
    return _named(rows.order_by("-valid_until", "id")[:_MOST_CERTIFICATES])


def certificate_choices() -> list[tuple[str, str]]:
    """Return the kinds of certificates that products of the catalogue have, by name."""
    rows = ProductCertificate.objects.filter(
        _valid("credential__"), product__shown_in_catalogue=True
    )
    kinds = list(rows.order_by().values_list("credential__kind", flat=True).distinct())
    return sorted(scheme_names(kinds).items(), key=lambda pair: pair[1])


def regency_choices() -> list[tuple[str, str]]:
    """Return the regencies that have makers in the catalogue, by name."""
    shown_here = Product.objects.filter(shown_in_catalogue=True, enterprise__regency=OuterRef("pk"))
    regencies = Regency.objects.filter(Exists(shown_here)).order_by("name")
    return [(regency.pk, regency.name) for regency in regencies]


def _named(rows: QuerySet[Credential]) -> list[Certificate]:
    credentials = list(rows)
    names = scheme_names({each.kind for each in credentials}) if credentials else {}
    return [Certificate(names[each.kind], each) for each in credentials]


def _valid(path: str) -> Q:
    """Return the condition for credentials that are valid today."""
    until = f"{path}valid_until"
    lasts = Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": clock.today()})
    return lasts & Q(**{f"{path}status": CredentialStatus.VALID})
