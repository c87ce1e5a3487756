"""Products and capacity of a person's enterprises, for the copy of their data."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.models import User
from common.identity.hs_codes import hs_text
from common.text.formats import date_short, datetime_wib, rupiah
from enterprises.enums import MemberRole
from enterprises.models import (
    CapacityPromise,
    CapacityViewer,
    CapacityWeek,
    Member,
    Product,
    ProductCertificate,
    SkilledWorkers,
)
from enterprises.selectors.products import with_photos

_MOST: Final = 500


def personal_data(user: User) -> Mapping[str, Any]:
    """Return products, weeks, promises, viewers and skills of what the person owns today.

    The newest first, at most 500 of each.
    """
    owned = Member.objects.filter(user=user, role=MemberRole.OWNER, until=None)
    own = {"enterprise__in": owned.values("enterprise")}
    products = with_photos(Product.objects.filter(**own).order_by("-id")[:_MOST])
    certificates = ProductCertificate.objects.filter(
        **{f"product__{name}": value for name, value in own.items()}
    ).select_related("product", "credential")
    weeks = CapacityWeek.objects.filter(**own).select_related("enterprise")
    promises = CapacityPromise.objects.filter(**own).select_related("product")
    viewers = CapacityViewer.objects.filter(**own).select_related("enterprise", "exporter")
    skills = SkilledWorkers.objects.filter(**own).select_related("enterprise", "skill")
    return {
        "Produk": [_product(each) for each in products],
        "Sertifikat produk": [
            {"Produk": each.product.name_id, "Nomor sertifikat": each.credential.number}
            for each in certificates.order_by("-id")[:_MOST]
        ],
        "Kapasitas pekan": [_week(each) for each in weeks.order_by("-week", "-id")[:_MOST]],
        "Kapasitas yang dijanjikan": [_promise(each) for each in promises.order_by("-id")[:_MOST]],
        "Eksportir yang boleh melihat kapasitas": [
            {
                "Usaha": each.enterprise.name,
                "Eksportir": each.exporter.name,
                "Sejak": datetime_wib(each.allowed_at),
                "Sampai": datetime_wib(each.ended_at) if each.ended_at else "",
            }
            for each in viewers.order_by("-id")[:_MOST]
        ],
        "Tenaga terampil": [
            {
                "Usaha": each.enterprise.name,
                "Keterampilan": each.skill.name,
                "Orang": each.people,
                "Keadaan pada": date_short(each.as_of),
            }
            for each in skills.order_by("-id")[:_MOST]
        ],
    }


def _product(product: Product) -> dict[str, Any]:
    visited = product.capacity_verified_on
    return {
        "Nama": product.name_id,
        "Nama (Inggris)": product.name_en,
        "Keterangan": product.description_id,
        "Keterangan (Inggris)": product.description_en,
        "Kode barang": product.sku,
        "Kode HS": hs_text(product.hs_code),
        "KBLI": f"{product.kbli} ({product.kbli_version})",
        "Bahan": product.material_id,
        "Harga satuan": f"{rupiah(product.price)}, {product.incoterm}",
        "Pesanan paling sedikit": product.moq,
        "Waktu membuat contoh (hari)": product.sample_days,
        "Waktu produksi (hari)": product.production_days,
        "Kapasitas seminggu": product.weekly_capacity,
        "Kapasitas menurut kunjungan": product.verified_capacity,
        "Dikunjungi pada": date_short(visited) if visited else "",
        "Catatan kunjungan": product.capacity_note,
        "Tampil di katalog": "ya" if product.shown_in_catalogue else "tidak",
        "Diarsipkan pada": datetime_wib(product.archived_at) if product.archived_at else "",
        "Foto": [photo.alt_id for photo in product.photos.all()],
    }


def _week(week: CapacityWeek) -> dict[str, Any]:
    return {
        "Usaha": week.enterprise.name,
        "Pekan mulai": date_short(week.week),
        "Bagian untuk pesanan bersama (perseribu)": week.free_thousandths,
        "Sudah dijanjikan (perseribu)": week.promised_thousandths,
        "Diisi pada": datetime_wib(week.stated_at) if week.stated_at else "",
    }


def _promise(promise: CapacityPromise) -> dict[str, Any]:
    return {
        "Untuk": promise.reference,
        "Produk": promise.product.name_id,
        "Pekan mulai": date_short(promise.week),
        "Jumlah": promise.pieces,
        "Sifat": str(promise.get_kind_display()),
        "Dijanjikan pada": datetime_wib(promise.made_at),
        "Dilepas pada": datetime_wib(promise.released_at) if promise.released_at else "",
    }
