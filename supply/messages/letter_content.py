"""What a letter of commitment says, as plain values that are kept, and its duties in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.dates import clock
from common.text.formats import date_long, date_short, number, rupiah
from supply.enums import MaterialBy, RateBorneBy, Surplus
from supply.models import Invitation, Order
from supply.selectors.orders.access import latest_specification
from supply.selectors.orders.samples import approved_sample
from supply.selectors.plans.problem import order_mondays

_NUMBERS = (
    "pays_within_days",
    "advance_percent",
    "material",
    "penalty_percent_a_week",
    "penalty_cap_percent",
    "exchange_rate",
    "surplus",
    "force_majeure",
    "claims",
)


def order_content(order: Order) -> dict[str, Any]:
    """Return what the letters of all members say, as the order has it now."""
    specification = latest_specification(order)
    return {
        "exporter": order.exporter.name,
        "exporter_regency": str(order.exporter.regency),
        "contact_name": order.contact_name,
        "contact_phone": order.contact_phone,
        "order": order.number,
        "title": order.title,
        "specification": specification.text if specification else "",
        "specification_version": specification.version if specification else 0,
        "sample": _sample_content(order),
        "terms": {name: getattr(order, name) for name in _NUMBERS},
    }


def letter_content(
    shared: Mapping[str, Any], invitation: Invitation, weekly: list[int], number_: str
) -> dict[str, Any]:
    """Return all that the letter of a member says: what all have, and its own part."""
    order = invitation.order
    quantity = sum(weekly)
    price = invitation.unit_price or 0
    return {
        **shared,
        "number": number_,
        "member": invitation.product.enterprise.name,
        "product": invitation.product.name_id,
        "hub": invitation.hub.name,
        "weeks": [
            [monday.isoformat(), pieces]
            for monday, pieces in zip(order_mondays(order), weekly, strict=True)
            if pieces
        ],
        "quantity": quantity,
        "unit_price": price,
        "total": quantity * price,
    }


def _sample_content(order: Order) -> dict[str, Any]:
    """Return which sample the members work from, or why there is none; never who made it."""
    sample = approved_sample(order)
    if sample is None:
        return {"reason": order.no_sample_reason}
    return {
        "approved_on": clock.local_date(sample.noted_at).isoformat(),
        "version": sample.specification.version,
    }


def head_rows(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the head of a letter as rows: the parties, the goods, the quantity, the price."""
    return _rows(
        (_("Dari"), f"{content['exporter']}, {content['exporter_regency']}"),
        (
            _("Orang yang dapat Anda telepon"),
            f"{content['contact_name']}, {content['contact_phone']}",
        ),
        (_("Untuk"), content["member"]),
        (_("Pesanan"), f"{content['order']}, {content['title']}"),
        (_("Produk Anda"), content["product"]),
        (_("Jumlah"), _("%(pieces)s buah") % {"pieces": number(content["quantity"])}),
        (
            _("Harga satuan"),
            _("%(price)s, seluruhnya %(total)s")
            % {"price": rupiah(content["unit_price"]), "total": rupiah(content["total"])},
        ),
        (_("Diantar ke"), content["hub"]),
    )


def week_rows(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return how many pieces in which week, as rows."""
    return [
        {
            "label": _("Pekan mulai %(day)s") % {"day": date_short(date.fromisoformat(day))},
            "value": _("%(pieces)s buah") % {"pieces": number(pieces)},
        }
        for day, pieces in content["weeks"]
    ]


def duty_rows(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what is settled between both sides, as rows of sentences."""
    terms = content["terms"]
    sample = sample_words(content)
    return _rows(
        *([(_("Contoh yang disetujui"), sample)] if sample else []),
        (_("Kapan dibayar"), _paid(terms)),
        (_("Uang muka"), _advance(terms)),
        (_("Bahan"), MaterialBy(terms["material"]).label),
        (_("Denda terlambat"), _penalty(terms)),
        (_("Perubahan kurs"), RateBorneBy(terms["exchange_rate"]).label),
        (_("Kelebihan barang"), Surplus(terms["surplus"]).label),
        (_("Keadaan memaksa"), terms["force_majeure"]),
        (_("Klaim pembeli sesudah barang tiba"), terms["claims"]),
        (
            _("Spesifikasi"),
            _("Versi %(version)s: %(text)s")
            % {"version": content["specification_version"], "text": content["specification"]},
        ),
    )


def sample_words(content: Mapping[str, Any]) -> str:
    """Return what a letter says of the approved sample; nothing for one from before samples."""
    sample = content.get("sample", {})
    if sample.get("approved_on"):
        return _(
            "Disetujui %(day)s untuk spesifikasi versi %(version)s. Anda boleh melihatnya di "
            "tempat %(exporter)s sebelum menjawab."
        ) % {
            "day": date_long(date.fromisoformat(sample["approved_on"])),
            "version": sample["version"],
            "exporter": content["exporter"],
        }
    reason = sample.get("reason", "")
    return _("Tidak ada. Alasan eksportir: %(reason)s") % {"reason": reason} if reason else ""


def _paid(terms: Mapping[str, Any]) -> str:
    return _("Paling lama %(days)s hari setelah barang yang baik diterima di titik kumpul.") % {
        "days": terms["pays_within_days"]
    }


def _advance(terms: Mapping[str, Any]) -> str:
    if not terms["advance_percent"]:
        return _("Tidak ada.")
    return _("%(percent)s %% dari seluruh harga, sebelum pekan pertama.") % {
        "percent": terms["advance_percent"]
    }


def _penalty(terms: Mapping[str, Any]) -> str:
    if not terms["penalty_percent_a_week"]:
        return _("Tidak ada.")
    return _(
        "%(percent)s %% dari harga barang yang terlambat untuk setiap pekan, "
        "seluruhnya paling banyak %(cap)s %%."
    ) % {"percent": terms["penalty_percent_a_week"], "cap": terms["penalty_cap_percent"]}


def _rows(*pairs: tuple[Any, Any]) -> list[dict[str, str]]:
    return [{"label": str(label), "value": str(value)} for label, value in pairs]
