"""Orders, offers and letters of a person's enterprises, for the copy of their data."""

from collections.abc import Mapping
from typing import Any, Final

from accounts.models import User
from common.text.formats import date_short, datetime_wib, rupiah
from supply.messages.letter_content import duty_rows, head_rows, week_rows
from supply.models import (
    Commitment,
    ExporterStanding,
    Invitation,
    MemberGrade,
    Order,
    OrderSample,
)
from supply.selectors.exporters import owned_enterprises

_MOST: Final = 500


def personal_data(user: User) -> Mapping[str, Any]:
    """Return what the person's enterprises were asked, offered, promised and led.

    Of enterprises that the person owns today, the newest first, at most 500 of each. Only what
    concerns the person's own enterprise is included: other members and the buyer are not theirs.
    """
    owned = list(owned_enterprises(user))
    invitations = Invitation.objects.filter(product__enterprise__in=owned)
    letters = Commitment.objects.filter(invitation__product__enterprise__in=owned)
    samples = OrderSample.objects.filter(product__enterprise__in=owned)
    grades = MemberGrade.objects.filter(member__in=owned).select_related("member", "exporter")
    standings = ExporterStanding.objects.filter(enterprise__in=owned).select_related("enterprise")
    orders = Order.objects.filter(exporter__in=owned).select_related("exporter")
    return {
        "Undangan dan penawaran pesanan bersama": [
            _invitation(each)
            for each in invitations.select_related("order", "product").order_by("-id")[:_MOST]
        ],
        "Surat kesanggupan": [
            _letter(each) for each in letters.select_related("accepted_by").order_by("-id")[:_MOST]
        ],
        "Contoh pesanan": [
            _sample(each)
            for each in samples.select_related("order", "product").order_by("-id")[:_MOST]
        ],
        "Nilai dari eksportir": [_grade(each) for each in grades.order_by("-id")[:_MOST]],
        "Penetapan sebagai eksportir": [
            _standing(each) for each in standings.order_by("-id")[:_MOST]
        ],
        "Pesanan bersama yang dipimpin usaha Anda": [
            _order(each) for each in orders.order_by("-id")[:_MOST]
        ],
    }


def _invitation(invitation: Invitation) -> dict[str, Any]:
    price, until = invitation.unit_price, invitation.valid_until
    return {
        "Pesanan": invitation.order.number,
        "Barang": invitation.order.title,
        "Produk": invitation.product.name_id,
        "Diundang pada": datetime_wib(invitation.asked_at),
        "Jawaban": str(invitation.get_state_display()),
        "Dijawab pada": datetime_wib(invitation.answered_at) if invitation.answered_at else "",
        "Jumlah tiap pekan": invitation.pieces,
        "Harga satuan": rupiah(price) if price is not None else "",
        "Jumlah paling sedikit": invitation.min_lot,
        "Penawaran berlaku sampai": date_short(until) if until else "",
    }


def _letter(letter: Commitment) -> dict[str, Any]:
    content, accepted_at, ended_at = letter.content, letter.accepted_at, letter.ended_at
    return {
        "Nomor": content["number"],
        "Isi surat": {
            row["label"]: row["value"]
            for row in (*head_rows(content), *week_rows(content), *duty_rows(content))
        },
        "Dikirim pada": datetime_wib(letter.sent_at),
        "Jawaban": str(letter.get_state_display()),
        "Diterima oleh": letter.accepted_by.name if letter.accepted_by else "",
        "Diterima pada": datetime_wib(accepted_at) if accepted_at else "",
        "Berakhir pada": datetime_wib(ended_at) if ended_at else "",
    }


def _sample(sample: OrderSample) -> dict[str, Any]:
    return {
        "Pesanan": sample.order.number,
        "Produk": sample.product.name_id,
        "Disetujui": "ya" if sample.is_approved else "tidak",
        "Catatan": sample.note,
        "Dicatat pada": datetime_wib(sample.noted_at),
    }


def _grade(grade: MemberGrade) -> dict[str, Any]:
    return {
        "Usaha": grade.member.name,
        "Eksportir": grade.exporter.name,
        "Nilai (1-5)": grade.grade,
        "Alasan": grade.reason,
        "Dinilai pada": datetime_wib(grade.given_at),
    }


def _standing(standing: ExporterStanding) -> dict[str, Any]:
    return {
        "Usaha": standing.enterprise.name,
        "Keadaan": str(standing.word),
        "Nomor akses kepabeanan": standing.customs_number,
        "Alasan": standing.reason,
        "Berlaku sampai": date_short(standing.expires_on),
        "Alasan pengakhiran": standing.end_reason,
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "Nomor": order.number,
        "Usaha": order.exporter.name,
        "Barang": order.title,
        "Jumlah": order.quantity,
        "Keadaan": str(order.get_state_display()),
        "Orang yang dapat ditanya": order.contact_name,
        "Nomor teleponnya": order.contact_phone,
        "Dibuat pada": datetime_wib(order.created_at),
    }
