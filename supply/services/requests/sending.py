"""A buyer sends a request without an account; it is invisible until the address is confirmed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.dates import clock
from common.errors import InvalidInput
from common.lists.word_search import contains_nik
from enterprises.models import Enterprise, Product
from enterprises.selectors.products import in_catalogue
from supply.enums import RequestPart
from supply.messages import buyers
from supply.models import BuyerRequest, RequestDelivery, RequestEvent
from supply.policies.buyers import domain_of, without_tag
from supply.services.requests.buyer_links import digest_of, secret_of
from supply.services.requests.buyer_mail import send
from supply.services.requests.files import Upload, stored
from supply.services.requests.limits import admit, require_room

# What was not confirmed by then is deleted.
CONFIRM_WITHIN: Final = timedelta(days=7)
MOST_DELIVERIES: Final = 6
_FARTHEST: Final = timedelta(days=3 * 365)


@dataclass(frozen=True)
class RequestData:
    """What a buyer asks for, as the form cleaned it; `deliveries` are days and pieces."""

    company: str
    country: str
    contact: str
    email: str
    wanted: str
    specification: str
    quantity: int
    incoterm: str
    place: str
    deliveries: Sequence[tuple[date, int]] = ()
    product_id: int | None = None
    target_price: Decimal | None = None
    currency: str = ""
    certificates: str = ""


@dataclass(frozen=True)
class EnteredBy:
    """Which exporter wrote a request for its buyer, by which person."""

    exporter: Enterprise
    by: User


def send_request(
    asked: RequestData,
    *,
    uploads: Sequence[Upload],
    language: str,
    network: str,
    typed: EnteredBy | None = None,
) -> BuyerRequest:
    """Store a request and send the letter with the link that confirms it.

    `typed` says which exporter wrote it for the buyer. Raises InvalidInput `nik_in_text`,
    `delivery_past`, `delivery_far`, `delivery_twice`, `deliveries_exceed`, `product_gone`, what
    `files.stored` and `limits` raise.
    """
    _check_texts(asked)
    _check_deliveries(asked)
    product = _product(asked.product_id)
    admit(network, BuyerRequest.email.index_of(without_tag(asked.email)))
    with stored(uploads, network=network) as files, transaction.atomic():
        if typed:
            require_room(typed.exporter, asked.email)
        request = _create(asked, product, language, typed)
        for file in files:
            file.request = request
            file.save(force_insert=True)
        RequestDelivery.objects.bulk_create(
            RequestDelivery(request=request, on=on, quantity=quantity)
            for on, quantity in asked.deliveries
        )
        RequestEvent.objects.create(
            request=request,
            name="send",
            part=RequestPart.EXPORTER if typed else RequestPart.BUYER,
            actor=typed.by if typed else None,
            at=request.sent_at,
        )
        send(request, buyers.confirm(request), expires_at=request.sent_at + CONFIRM_WITHIN)
    return request


def _create(
    asked: RequestData, product: Product | None, language: str, typed: EnteredBy | None
) -> BuyerRequest:
    now, uid = clock.now(), uuid.uuid4()
    request = BuyerRequest(
        uid=uid,
        language=language,
        typed_for=typed.exporter if typed else None,
        typed_by=typed.by if typed else None,
        sent_at=now,
        state_at=now,
        secret_digest=digest_of(secret_of(uid)),
        company=asked.company,
        country=asked.country,
        email_domain=domain_of(asked.email),
        product=product,
        wanted=asked.wanted,
        specification=asked.specification,
        quantity=asked.quantity,
        incoterm=asked.incoterm,
        place=asked.place,
        target_price=asked.target_price,
        currency=asked.currency if asked.target_price is not None else "",
        certificates=asked.certificates,
    )
    request.contact, request.email = asked.contact, asked.email.lower()
    request.save(force_insert=True)
    return request


def _check_texts(asked: RequestData) -> None:
    for field in ("company", "contact", "wanted", "specification", "place", "certificates"):
        refuse_personal_number(getattr(asked, field), field)


def refuse_personal_number(text: str, field: str) -> None:
    """Raise InvalidInput `nik_in_text` for a text with 16 digits that may be a person's number."""
    if contains_nik(text):
        said = _("Jangan menulis nomor 16 angka di sini: itu dapat berupa nomor pribadi seseorang.")
        raise InvalidInput("nik_in_text", said, field=field)


def _check_deliveries(asked: RequestData) -> None:
    today = clock.today()
    days = [day for day, _quantity in asked.deliveries]
    faults = (
        (len(days) > MOST_DELIVERIES, "too_many_deliveries", _("Terlalu banyak tanggal.")),
        (any(day <= today for day in days), "delivery_past", _("Pilih tanggal sesudah hari ini.")),
        (
            any(day > today + _FARTHEST for day in days),
            "delivery_far",
            _("Pilih tanggal dalam tiga tahun ke depan."),
        ),
        (len(set(days)) < len(days), "delivery_twice", _("Tulis setiap tanggal satu kali.")),
        (
            sum(quantity for _day, quantity in asked.deliveries) > asked.quantity,
            "deliveries_exceed",
            _("Jumlah semua penyerahan lebih besar daripada jumlah yang diminta."),
        ),
    )
    for is_wrong, code, text in faults:
        if is_wrong:
            raise InvalidInput(code, text, field="delivery_1_on")


def _product(product_id: int | None) -> Product | None:
    if product_id is None:
        return None
    product = in_catalogue().filter(pk=product_id).first()
    if product is None:
        raise InvalidInput("product_gone", _("Produk ini tidak lagi ada di katalog."))
    return product
